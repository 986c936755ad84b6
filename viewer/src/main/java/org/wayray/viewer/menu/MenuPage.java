package org.wayray.viewer.menu;

import java.util.List;

/**
 * What the menu says at one moment. Immutable.
 *
 * @param title the heading
 * @param rows from the top
 * @param selected index of the row that Enter chooses
 */
public record MenuPage(String title, List<Row> rows, int selected) {
    /** What stands at the right of a row. */
    public enum Mark {
        /** Nothing but text. */
        NONE,
        /** A switch that is off. */
        OFF,
        /** A switch that is on. */
        ON,
        /** Arrows around the text: it can be changed both ways. */
        ARROWS
    }

    /**
     * One entry.
     *
     * @param detail its shortcut or its value; may be empty
     * @param opensSection whether a line separates it from the row above
     */
    public record Row(String label, String detail, Mark mark, boolean opensSection) {}
}
