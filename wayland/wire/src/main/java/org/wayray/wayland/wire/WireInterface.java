package org.wayray.wayland.wire;

/**
 * One interface of a Wayland protocol as the wire sees it. The scanner generates one constant per interface and both
 * sides of a connection check every message against it. Immutable, safe for every thread.
 *
 * @param <RQ> the sealed type of its requests, {@link NoMessage} when it has none
 * @param <EV> the sealed type of its events, {@link NoMessage} when it has none
 */
public final class WireInterface<RQ, EV> {
    private final String name;
    private final int version;
    private final Messages<RQ> requests;
    private final Messages<EV> events;

    /** Describes an interface; {@code version} is the newest that the XML knows. */
    public WireInterface(String name, int version, Messages<RQ> requests, Messages<EV> events) {
        this.name = name;
        this.version = version;
        this.requests = requests;
        this.events = events;
    }

    /** The name on the wire, such as {@code wl_surface}. */
    public String name() {
        return name;
    }

    /** The newest version that is described. */
    public int version() {
        return version;
    }

    /** What clients send. */
    public Messages<RQ> requests() {
        return requests;
    }

    /** What servers send. */
    public Messages<EV> events() {
        return events;
    }

    /** The name and the version. */
    @Override
    public String toString() {
        return name + " version " + version;
    }
}
