package org.wayray.wayland.server;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.EventLoop;
import org.wayray.wayland.protocols.core.WlRegistryProtocol;
import org.wayray.wayland.wire.MessageReader;
import org.wayray.wayland.wire.MessageType;
import org.wayray.wayland.wire.MessageWriter;
import org.wayray.wayland.wire.WireInterface;
import org.wayray.wayland.wire.WireTrace;

/**
 * A Wayland server: its globals, its clients, the sockets it listens on.
 *
 * <pre>{@code
 * var display = new Display(loop);
 * display.global(WlCompositorProtocol.INTERFACE, 6, resource -> resource.setHandler(request -> ...));
 * display.listen(runtimeDirectory.resolve("wayland-1"));
 * loop.run();
 * }</pre>
 *
 * <p>Confined to the loop, as all that belongs to it.
 */
public final class Display implements AutoCloseable {
    /** Bytes that are read from one client before the next one has its turn. */
    private static final int INPUT_BYTES = 64 * 1024;

    private final EventLoop loop;
    private final Map<Integer, Global> globals = new LinkedHashMap<>();
    private final Set<WlRegistry> registries = new LinkedHashSet<>();
    private final Set<Client> clients = new LinkedHashSet<>();
    private final SequencedSet<Client> unflushed = new LinkedHashSet<>();
    private final List<ListeningSocket> sockets = new ArrayList<>();
    private final List<Consumer<Client>> endListeners = new ArrayList<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);
    private GlobalFilter filter = GlobalFilter.NONE;
    private @Nullable WireTrace trace;
    private Runnable beforeSync = () -> {};
    private int lastGlobal;
    private int lastClient;
    private int serial;
    private boolean closed;

    /** A display whose work is done by {@code loop}. */
    public Display(EventLoop loop) {
        this.loop = loop;
    }

    /** The loop that it is confined to. */
    public EventLoop loop() {
        return loop;
    }

    /**
     * Listens for clients. As libwayland does, takes a lock beside the socket first ({@code PATH.lock}): a socket that a
     * dead server left behind is replaced, one of a living server is not.
     *
     * @return the socket, which closing the display closes too
     * @throws PosixException EAGAIN when a living server has the lock; others when the path cannot be used
     */
    public ListeningSocket listen(Path path) throws PosixException {
        requireOpen();
        var socket = ListeningSocket.open(this, path);
        sockets.add(socket);
        return socket;
    }

    /**
     * Makes a client of a connected socket, whose owner the display becomes.
     *
     * @throws PosixException when the socket cannot be watched; it is closed then
     */
    public Client adopt(UnixSocket socket) throws PosixException {
        requireOpen();
        Client client;
        try {
            client = new Client(this, ++lastClient, socket);
        } catch (PosixException e) {
            socket.close();
            throw e;
        }
        clients.add(client);
        return client;
    }

    /** The clients that are connected, the oldest first; a copy. */
    public List<Client> clients() {
        return List.copyOf(clients);
    }

    /**
     * Calls {@code listener} each time that a client has ended and all its resources are destroyed: whoever remembers clients
     * forgets this one.
     */
    public void onClientEnd(Consumer<Client> listener) {
        endListeners.add(listener);
    }

    /**
     * Offers something to every client, present and future.
     *
     * @param version the newest that clients may bind, at most the one that the interface describes
     * @param binder called for each client that binds it
     */
    public <RQ, EV> Global global(WireInterface<RQ, EV> wireInterface, int version, Binder<RQ, EV> binder) {
        if (version < 1 || version > wireInterface.version()) {
            throw new IllegalArgumentException("Version " + version + " of " + wireInterface);
        }
        var global = Global.of(this, ++lastGlobal, wireInterface, version, binder);
        globals.put(global.name(), global);
        registries.forEach(registry -> registry.announce(global));
        return global;
    }

    /** The globals that are offered, the oldest first; a copy. */
    public List<Global> globals() {
        return globals.values().stream().filter(global -> !global.isRemoved()).toList();
    }

    /** Restricts who is offered what; to be set before the first client connects. */
    public void setGlobalFilter(GlobalFilter filter) {
        this.filter = filter;
    }

    /** A new serial for an event that clients may refer to. Wraps around after 2<sup>32</sup>. */
    public int nextSerial() {
        return ++serial;
    }

    /** The newest serial that was given out. */
    public int serial() {
        return serial;
    }

    /**
     * Has something done before each answer to wl_display.sync. Clients take the answer to mean that they have been told all that
     * their requests so far lead to; a server that gathers some of that until the end of a batch says it here.
     */
    public void setBeforeSync(Runnable action) {
        beforeSync = action;
    }

    /** Shows all traffic from now on, null for none. */
    public void setTrace(@Nullable WireTrace trace) {
        this.trace = trace;
    }

    /**
     * Sends what is waiting to be sent. The loop does it at the end of each batch; calling it sooner only saves what a
     * client would wait.
     */
    public void flush() {
        while (!unflushed.isEmpty()) {
            Client client = unflushed.removeFirst();
            client.connection().flush();
            if (!client.isAlive()) {
                client.end();
            }
        }
    }

    /** Disconnects all clients, removes the sockets and closes them. Does nothing when repeated. */
    @Override
    public void close() {
        closed = true;
        List.copyOf(sockets).forEach(ListeningSocket::close);
        List.copyOf(clients).forEach(Client::disconnect);
        flush();
    }

    // What the rest of the package calls

    void needsFlush(Client client) {
        if (unflushed.isEmpty()) {
            loop.execute(this::flush);
        }
        unflushed.add(client);
    }

    void beforeSync() {
        beforeSync.run();
    }

    ByteBuffer input() {
        return input;
    }

    void clientEnded(Client client) {
        clients.remove(client);
        unflushed.remove(client);
        endListeners.forEach(listener -> client.runGuarded(() -> listener.accept(client), this));
    }

    void socketClosed(ListeningSocket socket) {
        sockets.remove(socket);
    }

    void addRegistry(Resource<WlRegistryProtocol.Request, WlRegistryProtocol.Event> resource) {
        var registry = new WlRegistry(this, resource);
        resource.setHandler(registry);
        registries.add(registry);
        resource.onDestroy(() -> registries.remove(registry));
        globals().forEach(registry::announce);
    }

    boolean offers(Client client, Global global) {
        return filter.offers(client, global);
    }

    @Nullable
    Global globalNamed(int name) {
        return globals.get(name);
    }

    /** A removed global stays in the map, so that a late bind of it is known from a wrong one. */
    void globalRemoved(Global global) {
        registries.forEach(registry -> registry.withdraw(global));
    }

    void traceRequest(Client client, Resource<?, ?> target, MessageType type, MessageReader in) {
        if (trace != null) {
            trace.received(loop.nowNanos(), client, target.wireInterface(), target.id(), type, in);
        }
    }

    void traceEvent(Client client, Resource<?, ?> source, MessageType type, MessageWriter out) {
        if (trace != null) {
            trace.sent(loop.nowNanos(), client, source.wireInterface(), source.id(), type, out);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The display is closed");
        }
    }
}
