package org.wayray.wayland.client;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Interest;
import org.wayray.posix.event.Watch;
import org.wayray.wayland.protocols.core.WlCallbackProtocol;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;
import org.wayray.wayland.protocols.core.WlRegistryProtocol;
import org.wayray.wayland.wire.Limits;
import org.wayray.wayland.wire.MessageReader;
import org.wayray.wayland.wire.MessageType;
import org.wayray.wayland.wire.MessageWriter;
import org.wayray.wayland.wire.Messages;
import org.wayray.wayland.wire.ObjectMap;
import org.wayray.wayland.wire.ObjectTable;
import org.wayray.wayland.wire.WireException;
import org.wayray.wayland.wire.WireFd;
import org.wayray.wayland.wire.WireInterface;
import org.wayray.wayland.wire.WireTrace;

/**
 * A connection to a Wayland server.
 *
 * <pre>{@code
 * try (var connection = Connection.connect(loop, socket)) {
 *     var registry = connection.registry();
 *     connection.roundtrip(Duration.ofSeconds(5));
 *     var compositor = registry.bind(WlCompositorProtocol.INTERFACE, 6);
 *     ...
 * }
 * }</pre>
 *
 * <p>Confined to the loop, which may be the server's as well: then {@link #roundtrip} runs both sides on one thread, as
 * tests want it. Requests leave and events arrive while the loop runs.
 */
public final class Connection implements AutoCloseable {
    private static final int INPUT_BYTES = 64 * 1024;

    /** Unsent requests with which the connection is given up: the server does not read. */
    private static final int MAX_PENDING_BYTES = 4 << 20;

    private final EventLoop loop;
    private final UnixSocket socket;
    private final Watch watch;
    private final Deque<Fd> received = new ArrayDeque<>();
    private final Deque<Fd> sending = new ArrayDeque<>();
    private final MessageReader reader = new MessageReader(received);
    private final MessageWriter writer = new MessageWriter();
    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);
    private final ObjectMap<Proxy<?, ?>> objects = ObjectMap.ofClient();
    private final Proxy<WlDisplayProtocol.Request, WlDisplayProtocol.Event> display;
    private final ObjectTable known = new Known();
    private final ObjectTable lastWords = new LastWords();
    private @Nullable Registry registry;
    private @Nullable WireTrace trace;
    private @Nullable ConnectionException end;
    private Consumer<ConnectionException> endListener = exception -> {};
    private boolean flushPosted;

    private Connection(EventLoop loop, UnixSocket socket) throws PosixException {
        this.loop = loop;
        this.socket = socket;
        this.watch = loop.watch(socket.fd(), Interest.READ, this::ready);
        this.display = add(WlDisplayProtocol.INTERFACE, 1);
        display.setHandler(this::handleDisplay);
    }

    /** Connects to the server that listens at {@code path}. */
    public static Connection connect(EventLoop loop, Path path) throws PosixException {
        return over(loop, UnixSocket.connect(path));
    }

    /** Talks over a connected socket, whose owner the connection becomes in any case. */
    public static Connection over(EventLoop loop, UnixSocket socket) throws PosixException {
        try {
            return new Connection(loop, socket);
        } catch (PosixException e) {
            socket.close();
            throw e;
        }
    }

    /** Object 1. */
    public Proxy<WlDisplayProtocol.Request, WlDisplayProtocol.Event> display() {
        return display;
    }

    /** The registry; asked for when this is called first. */
    public Registry registry() {
        if (registry == null) {
            registry = new Registry(
                    display.create(WlRegistryProtocol.INTERFACE, WlDisplayProtocol.Request.GetRegistry::new));
        }
        return registry;
    }

    /** The living object with this id, empty when there is none (as for 0). */
    public Optional<Proxy<?, ?>> proxy(int id) {
        return Optional.<Proxy<?, ?>>ofNullable(objects.get(id)).filter(Proxy::isAlive);
    }

    /** The living object with this id, when it is of this interface; what an event has created is found here. */
    @SuppressWarnings("unchecked") // the interface fixes the type of its messages
    public <RQ, EV> Optional<Proxy<RQ, EV>> proxy(int id, WireInterface<RQ, EV> wireInterface) {
        return proxy(id).filter(proxy -> proxy.wireInterface() == wireInterface).map(proxy -> (Proxy<RQ, EV>) proxy);
    }

    /**
     * Waits until the server has handled all requests so far, and all its events of that time have been handled here. Runs
     * the loop meanwhile.
     *
     * @param timeout on the system's clock
     * @throws ConnectionException when the connection has ended or ends, or the server does not answer in time
     */
    public void roundtrip(Duration timeout) throws ConnectionException {
        var done = new boolean[1];
        throwIfEnded();
        display.create(WlCallbackProtocol.INTERFACE, WlDisplayProtocol.Request.Sync::new)
                .setHandler(event -> done[0] = true);
        long start = System.nanoTime();
        try {
            while (!done[0]) {
                throwIfEnded();
                Duration rest = timeout.minusNanos(System.nanoTime() - start);
                if (!rest.isPositive()) {
                    throw new ConnectionException("The server did not answer within " + timeout);
                }
                loop.runOnce(rest);
            }
        } catch (PosixException e) {
            throw new ConnectionException("Waiting for the server failed: " + e.getMessage(), e);
        }
    }

    /** Why the connection has ended, empty while it has not. */
    public Optional<ConnectionException> end() {
        return Optional.ofNullable(end);
    }

    /** Calls {@code listener} when the connection ends for another reason than {@link #close}. */
    public void onEnd(Consumer<ConnectionException> listener) {
        endListener = listener;
    }

    /** Shows all traffic from now on, null for none. */
    public void setTrace(@Nullable WireTrace trace) {
        this.trace = trace;
    }

    /** Sends what the socket takes; the loop does it by itself with its next batch. */
    public void flush() {
        flushPosted = false;
        if (end != null) {
            return;
        }
        try {
            while (writer.pendingBytes() > 0) {
                for (WireFd fd = writer.pollFd(); fd != null; fd = writer.pollFd()) {
                    sending.add(fd.take(Fd.class));
                }
                int count = socket.send(writer.pending(), sending);
                if (count == UnixSocket.END) {
                    // what the server said before it closed, such as an error, is still to be read
                    writer.clear();
                    return;
                }
                if (count == UnixSocket.WOULD_BLOCK) {
                    break;
                }
                writer.sent(count);
            }
            watch.interest(Interest.of(true, writer.pendingBytes() > 0));
        } catch (PosixException e) {
            end(new ConnectionException("Sending to the server failed: " + e.getMessage(), e));
        }
    }

    /** Closes the connection; the server destroys all objects. Does nothing when repeated. */
    @Override
    public void close() {
        if (end == null) {
            flush();
        }
        if (end == null) {
            end = new ConnectionException("The connection was closed");
            release();
        }
    }

    // What the rest of the package calls

    <RQ, EV> Proxy<RQ, EV> add(WireInterface<RQ, EV> wireInterface, int version) {
        var proxy = new Proxy<>(this, wireInterface, objects.nextLocal(), version);
        objects.putLocal(proxy);
        return proxy;
    }

    <RQ> void send(Proxy<RQ, ?> proxy, RQ request) {
        if (!proxy.isAlive()) {
            throw new IllegalStateException(proxy + " is destroyed");
        }
        Messages<RQ> requests = proxy.wireInterface().requests();
        MessageType sent = writer.write(proxy.id(), proxy.version(), requests, request);
        if (sent == null) {
            throw new IllegalArgumentException(proxy + " has version " + proxy.version() + ", too old for " + request);
        }
        if (sent.destructor()) {
            proxy.forget();
        }
        if (end != null) {
            writer.clear();
            return;
        }
        if (trace != null) {
            trace.sent(loop.nowNanos(), this, proxy.wireInterface(), proxy.id(), sent, writer);
        }
        if (writer.pendingBytes() > MAX_PENDING_BYTES) {
            end(new ConnectionException("The server does not read: " + writer.pendingBytes() + " bytes are waiting"));
        } else if (!flushPosted) {
            flushPosted = true;
            loop.execute(this::flush);
        }
    }

    /**
     * A dead proxy of our own range stays in the map: the server may still send to it and name it, until it has deleted it.
     * One of the server's range is gone for the server at the same time.
     */
    void forgotten(Proxy<?, ?> proxy) {
        if (Integer.compareUnsigned(proxy.id(), Limits.FIRST_SERVER_ID) >= 0) {
            objects.remove(proxy.id());
        }
    }

    /** Frees the id of a dead proxy. */
    void deleted(Proxy<?, ?> proxy) {
        objects.remove(proxy.id());
    }

    // Receiving

    private void ready(boolean readable, boolean writable) {
        if (writable) {
            flush();
        }
        if (readable && end == null) {
            read();
        }
    }

    private void read() {
        try {
            int count = socket.receive(input, received);
            if (count == UnixSocket.END) {
                end(new ConnectionException("The server closed the connection"));
                return;
            }
            reader.reset(input.flip());
            while (end == null && reader.next()) {
                dispatch();
            }
            input.compact();
        } catch (PosixException e) {
            end(new ConnectionException("Receiving from the server failed: " + e.getMessage(), e));
        } catch (WireException e) {
            end(new ConnectionException("The server sent what is no Wayland: " + e.getMessage(), e));
        } catch (RuntimeException e) {
            end(new ConnectionException("Handling an event failed: " + e, e));
        }
    }

    private void dispatch() throws WireException {
        try {
            Proxy<?, ?> target = objects.get(reader.objectId());
            if (target == null) {
                // an object of the server's range that we have destroyed already
                return;
            }
            dispatch(target);
        } finally {
            reader.finish();
        }
    }

    private <EV> void dispatch(Proxy<?, EV> target) throws WireException {
        Messages<EV> events = target.wireInterface().events();
        if (reader.opcode() >= events.count()) {
            throw new WireException("no event " + reader.opcode() + " of " + target);
        }
        MessageType type = events.type(reader.opcode());
        reader.check(type, target == display ? lastWords : known);
        if (trace != null) {
            trace.received(loop.nowNanos(), this, target.wireInterface(), target.id(), type, reader);
        }
        reader.newObjects(type, (wireInterface, id) -> addOfServer(wireInterface, id, target));
        EventHandler<? super EV> handler = target.handler();
        if (handler == null) {
            reader.discard(type);
        } else {
            handler.handle(events.decode(reader.opcode(), reader));
        }
        if (type.destructor()) {
            target.forget();
        }
    }

    private <RQ, EV> void addOfServer(WireInterface<RQ, EV> wireInterface, int id, Proxy<?, ?> maker) {
        var proxy = new Proxy<>(this, wireInterface, id, maker.version());
        objects.putPeer(id, proxy);
    }

    private void handleDisplay(WlDisplayProtocol.Event event) {
        switch (event) {
            case WlDisplayProtocol.Event.Error(var objectId, var code, var message) -> {
                Proxy<?, ?> about = objects.get(objectId);
                String name = about == null ? "" : about.wireInterface().name();
                end(new ConnectionException(new ConnectionException.ServerError(name, objectId, code, message)));
            }
            case WlDisplayProtocol.Event.DeleteId(var id) -> {
                Proxy<?, ?> deleted = objects.get(id);
                if (deleted != null) {
                    deleted.forget();
                    deleted(deleted);
                }
            }
        }
    }

    private void end(ConnectionException reason) {
        if (end == null) {
            end = reason;
            release();
            endListener.accept(reason);
        }
    }

    private void release() {
        watch.close();
        writer.clear();
        sending.forEach(Fd::close);
        sending.clear();
        received.forEach(Fd::close);
        received.clear();
        socket.close();
    }

    private void throwIfEnded() throws ConnectionException {
        if (end != null) {
            throw end;
        }
    }

    /** For traces. */
    @Override
    public String toString() {
        return "server";
    }

    /** Objects that events may name: also those that are dead here and not yet deleted there. */
    private class Known implements ObjectTable {
        @Override
        public @Nullable WireInterface<?, ?> interfaceOf(int id) {
            Proxy<?, ?> proxy = objects.get(id);
            return proxy == null ? null : proxy.wireInterface();
        }

        @Override
        public boolean isFreeForPeer(int id) {
            return objects.isFreeForPeer(id);
        }
    }

    /** Objects that {@code wl_display.error} may name: any, for it can be about one that is gone. */
    private final class LastWords extends Known {
        @Override
        public WireInterface<?, ?> interfaceOf(int id) {
            var known = super.interfaceOf(id);
            return known == null ? WlDisplayProtocol.INTERFACE : known;
        }
    }
}
