package org.wayray.compositor.seat;

/**
 * The state of the modifiers as wl_keyboard.modifiers reports it: XKB modifier masks and the effective layout. Immutable.
 *
 * @param depressed of keys that are held
 * @param latched for the next key only
 * @param locked until unlocked, such as Caps Lock
 * @param group the effective layout, from 0
 */
public record Modifiers(int depressed, int latched, int locked, int group) {

    /** The masks of XKB's real modifiers, which lie at these places in every keymap. */
    public static final int SHIFT = 1;

    public static final int CONTROL = 1 << 2;
    /** Mod1, which every usual keymap binds to Alt. */
    public static final int ALT = 1 << 3;
    /** Mod4, which every usual keymap binds to Super. */
    public static final int SUPER = 1 << 6;

    private static final int BINDABLE = SHIFT | CONTROL | ALT | SUPER;

    public static final Modifiers NONE = new Modifiers(0, 0, 0, 0);

    /** Whether exactly these of Shift, Control, Alt and Super are held; locks do not matter. */
    public boolean isExactly(int mask) {
        return (depressed & BINDABLE) == mask;
    }

    /** Whether this modifier is held. */
    public boolean has(int mask) {
        return (depressed & mask) != 0;
    }
}
