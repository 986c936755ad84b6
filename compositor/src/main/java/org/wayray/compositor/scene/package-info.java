/**
 * What there is to see: surfaces with their double-buffered state, trees of subsurfaces and popups, and the order in which
 * they lie on one another. A pure model: it knows neither the wire nor the viewer.
 *
 * <p>Lifetime: a {@link org.wayray.compositor.scene.Surface} lives from its creation to {@code destroy}; whoever keeps a
 * reference listens for {@link org.wayray.compositor.scene.SurfaceListener#destroyed}. Everything here is confined to the
 * session loop.
 *
 * <p>Start reading at {@link org.wayray.compositor.scene.Surface}, then {@link org.wayray.compositor.scene.Scene}.
 */
@NullMarked
package org.wayray.compositor.scene;

import org.jspecify.annotations.NullMarked;
