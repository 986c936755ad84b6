/**
 * The seat: what input devices do to surfaces. The focus of pointer, keyboard and touch, grabs, selections, drag and drop.
 *
 * <p>This is the model. It takes input of a viewer, looks into the scene, decides, and tells the {@code XxxEvents} interfaces,
 * which {@code globals} implements by sending Wayland events. It knows neither wire nor link. Everything is confined to the
 * session loop; times are those of the viewer's events, in milliseconds with any origin.
 *
 * <p>Start reading at {@link org.wayray.compositor.seat.Seat}.
 */
@NullMarked
package org.wayray.compositor.seat;

import org.jspecify.annotations.NullMarked;
