package org.wayray.wayland.client;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.wayray.wayland.wire.WireInterface;

/**
 * The client's end of one object. Confined to the connection's loop.
 *
 * <p>It lives until a destructor request is sent, a destructor event arrives, the server deletes it, or
 * {@link #forget} is called. Events that are still on their way to it then are dropped, and its id stays taken until the
 * server has let go of it too.
 *
 * @param <RQ> the interface's requests
 * @param <EV> the interface's events
 */
public final class Proxy<RQ, EV> {
    private final Connection connection;
    private final WireInterface<RQ, EV> wireInterface;
    private final int id;
    private final int version;
    private boolean alive = true;
    private @Nullable EventHandler<? super EV> handler;

    Proxy(Connection connection, WireInterface<RQ, EV> wireInterface, int id, int version) {
        this.connection = connection;
        this.wireInterface = wireInterface;
        this.id = id;
        this.version = version;
    }

    /** The connection that it belongs to. */
    public Connection connection() {
        return connection;
    }

    /** The interface that its requests and events are of. */
    public WireInterface<RQ, EV> wireInterface() {
        return wireInterface;
    }

    /** Its number on the wire. */
    public int id() {
        return id;
    }

    /** The version of the interface. */
    public int version() {
        return version;
    }

    /** Whether requests can be sent and events arrive. */
    public boolean isAlive() {
        return alive;
    }

    /** Sets what happens on events; without a handler they are dropped. */
    public Proxy<RQ, EV> setHandler(EventHandler<? super EV> handler) {
        this.handler = handler;
        return this;
    }

    /**
     * Sends a request that creates nothing. A destructor ends this proxy. Nothing is sent when the connection has ended.
     *
     * @throws IllegalStateException when the proxy is not alive
     * @throws IllegalArgumentException when the request is newer than {@link #version}, or longer than a message may be
     */
    public void send(RQ request) {
        connection.send(this, request);
    }

    /**
     * Sends a request that creates an object, of the same version as this one.
     *
     * <pre>{@code
     * var surface = compositor.create(WlSurfaceProtocol.INTERFACE, Request.CreateSurface::new);
     * }</pre>
     *
     * @param created the interface of the new object
     * @param request makes the request from the new object's id
     */
    public <R, E> Proxy<R, E> create(WireInterface<R, E> created, IntFunction<? extends RQ> request) {
        return create(created, version, request);
    }

    <R, E> Proxy<R, E> create(WireInterface<R, E> created, int createdVersion, IntFunction<? extends RQ> request) {
        var proxy = connection.add(created, createdVersion);
        boolean sent = false;
        try {
            send(request.apply(proxy.id()));
            sent = true;
            return proxy;
        } finally {
            if (!sent) {
                // the server has never heard of it, and the next object must have its id
                proxy.forget();
                connection.deleted(proxy);
            }
        }
    }

    /** Ends the proxy without telling the server: for interfaces that have no destructor. Does nothing when repeated. */
    public void forget() {
        if (alive) {
            alive = false;
            handler = null;
            connection.forgotten(this);
        }
    }

    @Nullable
    EventHandler<? super EV> handler() {
        return handler;
    }

    /** The interface and the id, as in {@code wl_surface@3}. */
    @Override
    public String toString() {
        return wireInterface.name() + "@" + Integer.toUnsignedString(id);
    }
}
