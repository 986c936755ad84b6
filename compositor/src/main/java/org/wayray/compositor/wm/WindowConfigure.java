package org.wayray.compositor.wm;

import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;

/**
 * What a window is asked to become. Immutable.
 *
 * @param size of the window geometry; zero in a dimension: the client chooses
 * @param state how the client should look
 * @param bounds how large the client should be at most when it chooses, zero if unknown
 * @param placement where the window lies once the client has followed
 */
public record WindowConfigure(Size<Logical> size, State state, Size<Logical> bounds, Placement placement) {

    /**
     * How a client should look; the names are those of xdg_toplevel.state.
     *
     * @param suspended nobody can see the window
     */
    public record State(
            boolean maximized, boolean fullscreen, boolean resizing, boolean activated, boolean suspended) {}

    /** Where a window goes when its new size is there. */
    public sealed interface Placement {

        /** Its top left corner stays where it is. */
        record Stay() implements Placement {}

        /** It takes the place of this rectangle's top left corner. */
        record At(Rect<Logical> place) implements Placement {}

        /** It lies in the middle of this rectangle, should it be smaller. */
        record Centred(Rect<Logical> area) implements Placement {}

        /**
         * The edges that are not dragged stay where they are: these two coordinates are of the window's fixed edges.
         *
         * @param edges the edge or corner that is dragged
         * @param right the x coordinate of the right edge, of use if the left one is dragged
         * @param bottom the y coordinate of the bottom edge, of use if the top one is dragged
         */
        record Opposite(Direction edges, int right, int bottom) implements Placement {}
    }
}
