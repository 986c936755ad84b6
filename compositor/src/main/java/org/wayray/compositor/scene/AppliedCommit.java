package org.wayray.compositor.scene;

import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Space.Logical;

/**
 * What a commit did to a surface. Immutable.
 *
 * @param attached whether it attached a buffer or took it away; see {@link Surface#hasContent}
 * @param offset how far the new content's top left corner lies from the old one's (wl_surface.attach, wl_surface.offset)
 * @param resized whether the surface's logical size is another one
 */
public record AppliedCommit(boolean attached, Offset<Logical> offset, boolean resized) {}
