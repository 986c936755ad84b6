package org.wayray.compositor.scene;

import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;

/**
 * What lies under a place of the scene and takes input there. Immutable.
 *
 * @param surface the topmost that does
 * @param local the place as seen from the surface's top left corner
 */
public record Hit(Surface surface, Point<Logical> local) {}
