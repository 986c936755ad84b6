/**
 * The Wayland globals, one class for each, named after its interface. They translate between the wire and the models of scene,
 * output and seat, and decide nothing themselves. Objects with a state of their own have their own class.
 *
 * <p>Confined to the session loop. Start reading at {@link org.wayray.compositor.globals.WlCompositor}.
 */
@NullMarked
package org.wayray.compositor.globals;

import org.jspecify.annotations.NullMarked;
