package org.wayray.compositor.wm;

/**
 * One of the eight compass directions or none, as a step on each axis: an anchor's edge or corner, a popup's gravity.
 *
 * <p>Immutable. The names are those of xdg_positioner's anchor and gravity.
 */
public enum Direction {
    NONE(0, 0),
    TOP(0, -1),
    BOTTOM(0, 1),
    LEFT(-1, 0),
    RIGHT(1, 0),
    TOP_LEFT(-1, -1),
    BOTTOM_LEFT(-1, 1),
    TOP_RIGHT(1, -1),
    BOTTOM_RIGHT(1, 1);

    private final int horizontal;
    private final int vertical;

    Direction(int horizontal, int vertical) {
        this.horizontal = horizontal;
        this.vertical = vertical;
    }

    /** -1 for the left, 1 for the right, 0 for neither. */
    public int horizontal() {
        return horizontal;
    }

    /** -1 for the top, 1 for the bottom, 0 for neither. */
    public int vertical() {
        return vertical;
    }
}
