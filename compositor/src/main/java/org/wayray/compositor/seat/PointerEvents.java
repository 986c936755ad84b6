package org.wayray.compositor.seat;

import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Surface;

/**
 * What the pointer tells clients. Called on the session loop; places are relative to the surface. Source: the events of
 * wl_pointer.
 */
public interface PointerEvents {

    void enter(Surface surface, int serial, Point<Logical> at);

    void leave(Surface surface, int serial);

    void motion(Surface surface, int timeMs, Point<Logical> at);

    void button(Surface surface, int serial, int timeMs, int button, boolean pressed);

    void axis(Surface surface, AxisEvent axis);

    /** The events since the last frame belong together. */
    void frame(Surface surface);
}
