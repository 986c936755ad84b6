package org.wayray.posix.xkb;

/**
 * What stays on when no key is held. Immutable.
 *
 * @param modifiers bits of XKB's eight real modifiers: Caps Lock is 2, Num Lock is 16 in the usual keymaps
 * @param layout index of the layout in the keymap, from 0
 */
public record XkbLocks(int modifiers, int layout) {
    /** Nothing, and the first layout. */
    public static final XkbLocks NONE = new XkbLocks(0, 0);
}
