package org.wayray.compositor.seat;

import java.util.Optional;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Surface;

/** What a drag tells the surfaces it passes. Called on the session loop. Source: the events of wl_data_device. */
public interface DragEvents {

    /** @param offer what is dragged; empty if only the dragging client knows */
    void enter(Surface surface, int serial, Point<Logical> at, Optional<DragOffer> offer);

    void leave(Surface surface);

    void motion(Surface surface, int timeMs, Point<Logical> at);

    void drop(Surface surface);
}
