package org.wayray.compositor.seat;

import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Surface;

/**
 * A button or a finger that went down on a surface and is down still: the implicit grab.
 *
 * @param surface the surface, which hears of it wherever it moves
 * @param serial what its client was told
 * @param position where in the scene it went down
 * @param grip the pointer or the finger
 */
public record Press(Surface surface, int serial, Point<Logical> position, Grip grip) {}
