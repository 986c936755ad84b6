/**
 * The server's side of Wayland. Start reading at {@link org.wayray.wayland.server.Display}.
 *
 * <p>A program makes one {@code Display}, offers {@link org.wayray.wayland.server.Global}s and gets a
 * {@link org.wayray.wayland.server.Resource} for each object that a {@link org.wayray.wayland.server.Client} binds or
 * creates. A request reaches its {@link org.wayray.wayland.server.RequestHandler} only after it has been checked against
 * the protocol's description; a client that breaks the rules is told with {@code wl_display.error} and disconnected, and
 * nobody else notices.
 *
 * <p>Everything here is confined to the thread of the display's event loop.
 */
@NullMarked
package org.wayray.wayland.server;

import org.jspecify.annotations.NullMarked;
