package org.wayray.wayland.server;

/**
 * Called when a client binds a global.
 *
 * @param <RQ> the interface's requests
 * @param <EV> the interface's events
 */
@FunctionalInterface
public interface Binder<RQ, EV> {
    /** Sets the handler of the new resource and sends its first events. */
    void bind(Resource<RQ, EV> resource);
}
