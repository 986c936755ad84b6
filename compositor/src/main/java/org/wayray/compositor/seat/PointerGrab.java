package org.wayray.compositor.seat;

import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;

/**
 * Something that takes the whole pointer for a while, such as a window that is being moved or a drag and drop: no surface has
 * the pointer's focus meanwhile. Called on the session loop.
 */
public interface PointerGrab {

    void motion(Point<Logical> position, int timeMs);

    /**
     * A button went down or up.
     *
     * @param anyPressed whether some button is down now; grabs usually end when none is
     */
    void button(int button, boolean pressed, boolean anyPressed, int timeMs);

    /** Something may have changed beneath the pointer that did not move. */
    default void sceneChanged() {}

    /** Whether the client that had the pointer keeps its cursor and the right to set it. */
    default boolean keepsCursor() {
        return false;
    }

    /** The pointer was taken away or is gone; the grab has ended already. */
    void cancelled();
}
