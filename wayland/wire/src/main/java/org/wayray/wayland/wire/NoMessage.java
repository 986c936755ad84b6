package org.wayray.wayland.wire;

/**
 * The message type of a direction that has none, as {@code Void} is the type of no value: {@code wl_compositor} is a
 * {@code WireInterface<Request, NoMessage>} since it has no events. There are no instances, so the compiler refuses to
 * send one.
 */
public enum NoMessage {}
