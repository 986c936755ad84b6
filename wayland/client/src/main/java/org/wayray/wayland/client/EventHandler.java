package org.wayray.wayland.client;

/**
 * What happens on the events of one object.
 *
 * @param <EV> the interface's events
 */
@FunctionalInterface
public interface EventHandler<EV> {
    /** Handles an event. Objects that it creates exist already: see {@link Connection#proxy}. */
    void handle(EV event);
}
