package org.wayray.compositor.seat;

import java.util.Optional;
import java.util.function.Supplier;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Surface;

/** What a drag tells the surfaces it passes. Called on the session loop. Source: the events of wl_data_device. */
public interface DragEvents {

    /** Tells nobody. */
    DragEvents NONE = new DragEvents() {};

    /**
     * The drag is over {@code surface} now.
     *
     * @param offers makes an offer of what is dragged for each object that is told; empty if only the dragging client knows
     */
    default void enter(Surface surface, int serial, Point<Logical> at, Optional<Supplier<DragOffer>> offers) {}

    default void leave(Surface surface) {}

    default void motion(Surface surface, int timeMs, Point<Logical> at) {}

    default void drop(Surface surface) {}
}
