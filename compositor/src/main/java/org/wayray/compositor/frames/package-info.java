/**
 * From damage to a viewer: which pixels a viewer lacks, when it may be sent the next frame, and the threads that encode it. It
 * knows pixels and links, and nothing of surfaces.
 *
 * <p>Start reading at {@link org.wayray.compositor.frames.ViewerFeed}, of which there is one for each viewer.
 */
@NullMarked
package org.wayray.compositor.frames;

import org.jspecify.annotations.NullMarked;
