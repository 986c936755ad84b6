/**
 * The client's side of Wayland. Start reading at {@link org.wayray.wayland.client.Connection}.
 *
 * <p>Everything here is confined to the thread of the connection's event loop.
 */
@NullMarked
package org.wayray.wayland.client;

import org.jspecify.annotations.NullMarked;
