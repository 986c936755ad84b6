package org.wayray.wayland.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.wayland.wire.Limits;
import org.wayray.wayland.wire.WireEnum;
import org.wayray.wayland.wire.WireInterface;

/**
 * One object of one client. Confined to the display's loop.
 *
 * <p>It lives until its client asks for its destruction, the server {@linkplain #destroy destroys} it, or the client is
 * gone; whoever holds it listens with {@link #onDestroy}.
 *
 * @param <RQ> the interface's requests
 * @param <EV> the interface's events
 */
public final class Resource<RQ, EV> {
    private enum State {
        ALIVE,
        INERT,
        DESTROYED
    }

    private final Client client;
    private final WireInterface<RQ, EV> wireInterface;
    private final int id;
    private final int version;
    private final Deque<Runnable> destroyListeners = new ArrayDeque<>(1);
    private State state = State.ALIVE;
    private @Nullable RequestHandler<? super RQ> handler;

    /** Neighbours in the client's list of resources, which is in the order of creation. */
    @Nullable
    Resource<?, ?> older;

    @Nullable
    Resource<?, ?> newer;

    Resource(Client client, WireInterface<RQ, EV> wireInterface, int id, int version) {
        this.client = client;
        this.wireInterface = wireInterface;
        this.id = id;
        this.version = version;
    }

    /** A resource that no client knows and that nothing can be done with. */
    static <RQ, EV> Resource<RQ, EV> destroyed(Client client, WireInterface<RQ, EV> wireInterface, int version) {
        var resource = new Resource<>(client, wireInterface, 0, version);
        resource.state = State.DESTROYED;
        return resource;
    }

    /** The client that it belongs to. */
    public Client client() {
        return client;
    }

    /** The interface that its requests and events are of. */
    public WireInterface<RQ, EV> wireInterface() {
        return wireInterface;
    }

    /** Its number on the wire. After its destruction another object may have it. */
    public int id() {
        return id;
    }

    /** The version of the interface that the client chose. */
    public int version() {
        return version;
    }

    /** Whether it has not been destroyed. */
    public boolean isAlive() {
        return state != State.DESTROYED;
    }

    /**
     * Sets what happens on requests. The handler is also what {@link Client#handler} finds. An inert or destroyed resource
     * stays without.
     */
    public void setHandler(RequestHandler<? super RQ> handler) {
        if (state == State.ALIVE) {
            this.handler = handler;
        }
    }

    /** The handler, when there is one of this class. */
    public <T> Optional<T> handler(Class<T> type) {
        return type.isInstance(handler) ? Optional.of(type.cast(handler)) : Optional.empty();
    }

    /**
     * Lets every request but the destructor go without effect from now on. Objects that such requests create are inert
     * too. For what the client still knows after its cause is gone: an output that was unplugged.
     */
    public void makeInert() {
        if (state == State.ALIVE) {
            state = State.INERT;
            handler = null;
        }
    }

    /**
     * Sends an event. One that is newer than {@link #version}, so that the client would not know it, is not sent; and
     * nothing is sent when the resource or its client is gone. In each case descriptors inside the event are closed.
     * The bytes leave when the loop's batch ends. An event that the protocol calls a destructor
     * ({@code wl_callback.done}) destroys the resource.
     *
     * @throws IllegalArgumentException when the event is longer than a message may be
     */
    public void send(EV event) {
        client.send(this, event);
    }

    /** Ends the client with an error about this object; {@link ProtocolException} does the same from inside a handler. */
    public void protocolError(WireEnum code, String message) {
        client.protocolError(this, code.value(), message);
    }

    /**
     * Calls {@code listener} once, when this resource is destroyed for whatever reason, in the order of registration. On
     * a resource that is already destroyed it is called at once.
     */
    public void onDestroy(Runnable listener) {
        if (state == State.DESTROYED) {
            listener.run();
        } else {
            destroyListeners.add(listener);
        }
    }

    /** Forgets a listener, so that it is not called. */
    public void removeDestroyListener(Runnable listener) {
        destroyListeners.remove(listener);
    }

    /**
     * Destroys the resource: the listeners are called, then its id is free again, which the client learns with
     * {@code wl_display.delete_id} when the id is of its range. Does nothing when repeated.
     */
    public void destroy() {
        if (state == State.DESTROYED) {
            return;
        }
        state = State.DESTROYED;
        for (Runnable listener = destroyListeners.poll(); listener != null; listener = destroyListeners.poll()) {
            client.runGuarded(listener, this);
        }
        handler = null;
        client.forget(this);
    }

    boolean isInert() {
        return state == State.INERT;
    }

    @Nullable
    RequestHandler<? super RQ> handler() {
        return handler;
    }

    boolean isOfClientRange() {
        return Integer.compareUnsigned(id, Limits.FIRST_SERVER_ID) < 0;
    }

    /** The interface and the id, as in {@code wl_surface@3}. */
    @Override
    public String toString() {
        return wireInterface.name() + "@" + Integer.toUnsignedString(id);
    }
}
