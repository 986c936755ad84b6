/**
 * The Wayland wire format, with neither threads nor sockets.
 *
 * <p>{@link org.wayray.wayland.wire.WireInterface} describes one interface of a protocol; the scanner generates one per
 * interface. {@link org.wayray.wayland.wire.MessageReader} turns bytes and descriptors into messages and checks every
 * one against its description first; {@link org.wayray.wayland.wire.MessageWriter} goes the other way. Start reading at
 * {@code WireInterface}.
 *
 * <p>All classes with state are confined to the thread of their connection. Bytes on the wire are in the machine's own
 * order.
 */
@NullMarked
package org.wayray.wayland.wire;

import org.jspecify.annotations.NullMarked;
