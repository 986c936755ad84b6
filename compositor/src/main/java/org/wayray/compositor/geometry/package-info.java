/**
 * Points, sizes, rectangles and regions, typed by the space their numbers live in.
 *
 * <p>A number of pixels means nothing without its space: the surface's logical pixels, the client buffer's pixels or the
 * output's physical pixels. Every class here carries its {@link org.wayray.compositor.geometry.Space} as a type parameter, so
 * that mixing two spaces does not compile. The only ways across are {@link org.wayray.compositor.geometry.Scale} (logical to
 * physical) and {@code SurfaceGeometry} in the scene (buffer to logical). Everything is immutable.
 *
 * <p>Start reading at {@link org.wayray.compositor.geometry.Region}.
 */
@NullMarked
package org.wayray.compositor.geometry;

import org.jspecify.annotations.NullMarked;
