/**
 * Painting: from the surfaces of a scene to the pixels of an output, in software, on heap arrays. Only what is damaged and not
 * covered is painted. Confined to the session loop.
 *
 * <p>Start reading at {@link org.wayray.compositor.render.Renderer}.
 */
@NullMarked
package org.wayray.compositor.render;

import org.jspecify.annotations.NullMarked;
