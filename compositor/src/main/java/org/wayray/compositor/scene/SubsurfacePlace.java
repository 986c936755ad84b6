package org.wayray.compositor.scene;

import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Space.Logical;

/**
 * One entry of a surface's stack of subsurfaces. The parent itself is one of the entries, with offset zero, so that children
 * can lie above and below it. Immutable.
 *
 * @param surface a child, or the parent itself
 * @param offset of the child's top left corner from the parent's
 */
public record SubsurfacePlace(Surface surface, Offset<Logical> offset) {}
