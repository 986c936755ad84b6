package org.wayray.posix.xkb;

/**
 * Modifiers and layout as wl_keyboard.modifiers carries them. Immutable.
 *
 * @param depressed bit mask of modifiers that are held
 * @param latched bit mask of modifiers that count for the next key
 * @param locked bit mask of modifiers that stay on
 * @param group index of the layout in effect, from 0
 */
public record XkbModifiers(int depressed, int latched, int locked, int group) {
    /** Nothing held, first layout. */
    public static final XkbModifiers NONE = new XkbModifiers(0, 0, 0, 0);
}
