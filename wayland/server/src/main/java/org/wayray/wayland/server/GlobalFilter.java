package org.wayray.wayland.server;

/**
 * Says which client sees which global. For a client, a global that it is not offered does not exist. Called on the display's loop,
 * whenever a global is announced or bound: the answer must stay the same for as long as both are there.
 */
@FunctionalInterface
public interface GlobalFilter {
    /** Offers everything to everybody. */
    GlobalFilter NONE = (client, global) -> true;

    /** Whether the client is offered the global. */
    boolean offers(Client client, Global global);
}
