package org.wayray.compositor.seat;

import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Surface;

/**
 * What the touch screen tells clients. Called on the session loop; places are relative to the surface. Source: the events of
 * wl_touch.
 */
public interface TouchEvents {

    /** Tells nobody. */
    TouchEvents NONE = new TouchEvents() {};

    default void down(Surface surface, int serial, int timeMs, int finger, Point<Logical> at) {}

    default void up(Surface surface, int serial, int timeMs, int finger) {}

    default void motion(Surface surface, int timeMs, int finger, Point<Logical> at) {}

    /** The events since the last frame belong together, whoever they were for. */
    default void frame() {}

    /** All fingers of a client are void. */
    default void cancel(Object client) {}
}
