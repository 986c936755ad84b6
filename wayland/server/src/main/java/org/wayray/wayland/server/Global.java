package org.wayray.wayland.server;

import org.jspecify.annotations.Nullable;
import org.wayray.wayland.wire.WireInterface;

/**
 * Something that the server offers to every client: an entry of {@code wl_registry}. Made by {@link Display#global}.
 * Confined to the display's loop.
 */
public final class Global {
    private final Display display;
    private final int name;
    private final int version;
    private final WireInterface<?, ?> wireInterface;

    /** What a bind does; null when the global is removed. */
    private @Nullable Binding binding;

    private interface Binding {
        void bind(Client client, int id, int version);
    }

    private Global(Display display, int name, int version, WireInterface<?, ?> wireInterface, Binding binding) {
        this.display = display;
        this.name = name;
        this.version = version;
        this.wireInterface = wireInterface;
        this.binding = binding;
    }

    static <RQ, EV> Global of(
            Display display, int name, WireInterface<RQ, EV> wireInterface, int version, Binder<RQ, EV> binder) {
        return new Global(
                display,
                name,
                version,
                wireInterface,
                (client, id, bound) -> binder.bind(client.create(wireInterface, id, bound)));
    }

    /** Its number in the registry; never used again after its removal. */
    public int name() {
        return name;
    }

    /** The interface that it is of. */
    public WireInterface<?, ?> wireInterface() {
        return wireInterface;
    }

    /** The newest version that clients may bind. */
    public int version() {
        return version;
    }

    /** Whether it has been removed. */
    public boolean isRemoved() {
        return binding == null;
    }

    /**
     * Withdraws the offer: clients are told, resources that are bound stay as they are. A client that binds it all the
     * same, because its request crossed our event, gets an inert resource. Does nothing when repeated.
     */
    public void remove() {
        if (binding != null) {
            binding = null;
            display.globalRemoved(this);
        }
    }

    void bind(Client client, int id, int boundVersion) {
        if (binding == null) {
            client.create(wireInterface, id, boundVersion).makeInert();
        } else {
            binding.bind(client, id, boundVersion);
        }
    }
}
