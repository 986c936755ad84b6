package org.wayray.compositor.seat;

import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;

/**
 * Something that takes the whole pointer, or one finger, for a while, such as a window that is being moved or a drag and drop: no
 * surface hears of it meanwhile. Called on the session loop.
 */
public interface InputGrab {

    void motion(Point<Logical> position, int timeMs);

    /** The last button was released, or the finger lifted: grabs end now. */
    void released();

    /** Something may have changed beneath the pointer or the finger, which did not move. */
    default void sceneChanged() {}

    /** Whether the client that had the pointer keeps its cursor and the right to set it. */
    default boolean keepsCursor() {
        return false;
    }

    /** What held the grab was taken away or is gone; the grab has ended already. */
    void cancelled();
}
