package org.wayray.compositor.seat;

import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Surface;

/**
 * What the pointer tells clients. Called on the session loop; places are relative to the surface. Source: the events of
 * wl_pointer.
 */
public interface PointerEvents {

    /** Tells nobody. */
    PointerEvents NONE = new PointerEvents() {};

    default void enter(Surface surface, int serial, Point<Logical> at) {}

    default void leave(Surface surface, int serial) {}

    default void motion(Surface surface, int timeMs, Point<Logical> at) {}

    /** A push, as part of the same frame as the motion that it may have caused. */
    default void relativeMotion(Surface surface, RelativeMotion motion) {}

    default void button(Surface surface, int serial, int timeMs, int button, boolean pressed) {}

    default void axis(Surface surface, AxisEvent axis) {}

    /** The events since the last frame belong together. */
    default void frame(Surface surface) {}
}
