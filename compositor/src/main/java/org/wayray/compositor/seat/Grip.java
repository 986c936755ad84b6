package org.wayray.compositor.seat;

import java.util.Optional;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Hit;

/** What holds a grab: the pointer, or a finger on the touch screen. Confined to the session loop. */
public interface Grip {

    /** The place in the scene. */
    Point<Logical> position();

    /** The topmost surface there, whoever may have it. */
    Optional<Hit> under();

    /** Takes it from all surfaces. A grab before this one is cancelled. */
    void startGrab(InputGrab next);

    /** Gives it back. Does nothing if {@code ending} is not the present grab. */
    void endGrab(InputGrab ending);
}
