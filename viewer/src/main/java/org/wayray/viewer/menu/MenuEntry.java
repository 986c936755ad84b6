package org.wayray.viewer.menu;

import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * One line of the menu. What it does and what it asks happens on the viewer's loop, while the menu is open or just closed; it must
 * return soon.
 */
public sealed interface MenuEntry {
    /** What it says; a few words. */
    String label();

    /**
     * Something to do. The menu closes first.
     *
     * @param shortcut the keys that do the same without the menu; may be empty
     */
    record Action(String label, String shortcut, Runnable run) implements MenuEntry {}

    /**
     * Something that is on or off. Choosing it turns it over, and the menu closes.
     *
     * @param shortcut the keys that do the same without the menu; may be empty
     */
    record Toggle(String label, String shortcut, BooleanSupplier isOn, Runnable flip) implements MenuEntry {}

    /**
     * One of several values. Choosing it takes the next one, and the menu stays.
     *
     * @param value the present one in a few words
     * @param change takes the next value for 1 and the one before for -1; round the ends
     */
    record Choice(String label, Supplier<String> value, IntConsumer change) implements MenuEntry {}
}
