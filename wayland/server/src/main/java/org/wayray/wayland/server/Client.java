package org.wayray.wayland.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.PeerCredentials;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixSocket;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;
import org.wayray.wayland.wire.Limits;
import org.wayray.wayland.wire.MessageReader;
import org.wayray.wayland.wire.MessageType;
import org.wayray.wayland.wire.Messages;
import org.wayray.wayland.wire.ObjectMap;
import org.wayray.wayland.wire.ObjectTable;
import org.wayray.wayland.wire.WireException;
import org.wayray.wayland.wire.WireInterface;

/**
 * One connection of an application, with its objects. Confined to the display's loop.
 *
 * <p>It ends when the application closes it, breaks the protocol, does not read what it is sent, or when
 * {@link #disconnect} is called. Then, at the end of the loop's batch, in this order: the client's destroy listeners are
 * called; all resources are destroyed, the newest first, as a well-behaved application would do it; the socket is
 * closed.
 */
public final class Client {
    private static final Logger LOG = LoggerFactory.getLogger(Client.class);

    /** Characters of an error message that the client gets; it may quote what the client sent. */
    private static final int MAX_ERROR_CHARS = 1000;

    private enum State {
        OPEN,
        /** To be ended when the batch ends; nothing is read or sent any more, apart from what is buffered. */
        CLOSING,
        /** The destroy listeners are running. */
        ENDING,
        GONE
    }

    private final Display display;
    private final int number;
    private final PeerCredentials credentials;
    private final Connection connection;
    private final ObjectMap<Resource<?, ?>> objects = ObjectMap.ofServer();
    private final Table table = new Table();
    private final Deque<Runnable> destroyListeners = new ArrayDeque<>();
    private final Resource<WlDisplayProtocol.Request, WlDisplayProtocol.Event> displayResource;
    private State state = State.OPEN;
    private @Nullable Resource<?, ?> newest;

    Client(Display display, int number, UnixSocket socket) throws PosixException {
        this.display = display;
        this.number = number;
        this.credentials = socket.peer();
        this.connection = new Connection(display, this, socket);
        this.displayResource = create(WlDisplayProtocol.INTERFACE, Limits.DISPLAY_ID, 1);
        displayResource.setHandler(new WlDisplay(display, displayResource));
    }

    /** The display that it is connected to. */
    public Display display() {
        return display;
    }

    /** The process at the other end, as it was when it connected. */
    public PeerCredentials credentials() {
        return credentials;
    }

    /** Whether requests are still handled and events sent. */
    public boolean isAlive() {
        return state == State.OPEN;
    }

    /**
     * Whether so much of what it was sent is unread, 1 MiB or 128 descriptors, that no more should be sent at another's wish: who
     * has several times as much waiting is disconnected.
     */
    public boolean isBehind() {
        return connection.isBehind();
    }

    /**
     * Makes the resource for a new id of a request.
     *
     * @param id as in the request
     * @param version of the interface; for an object made by another, that other's version
     * @throws ProtocolException when the id is not free
     * @throws IllegalStateException when the client is gone
     */
    public <RQ, EV> Resource<RQ, EV> create(WireInterface<RQ, EV> wireInterface, int id, int version) {
        requireNotGone();
        if (!objects.isFreeForPeer(id)) {
            throw new ProtocolException(
                    displayResource,
                    WlDisplayProtocol.Error.INVALID_METHOD,
                    Integer.toUnsignedString(id) + " is not a valid new id");
        }
        var resource = new Resource<>(this, wireInterface, id, version);
        objects.putPeer(id, resource);
        link(resource);
        return resource;
    }

    /**
     * Makes a resource of the server's own accord, to be announced to the client by an event with its new id. A client that
     * keeps as many of them as there are ids is ended, and the resource is one that has been destroyed already: it is another's
     * request, perhaps, that needs the resource.
     *
     * @throws IllegalStateException when the client is gone
     */
    public <RQ, EV> Resource<RQ, EV> create(WireInterface<RQ, EV> wireInterface, int version) {
        requireNotGone();
        if (objects.isFull()) {
            protocolError(displayResource, WlDisplayProtocol.Error.NO_MEMORY.value(), "too many objects are kept");
            return Resource.destroyed(this, wireInterface, version);
        }
        var resource = new Resource<>(this, wireInterface, objects.nextLocal(), version);
        objects.putLocal(resource);
        link(resource);
        return resource;
    }

    /** The resource with this id, empty when there is none (as for 0). */
    public Optional<Resource<?, ?>> resource(int id) {
        return Optional.ofNullable(objects.get(id));
    }

    /**
     * The handler of the object that a request names, where it must be there: for arguments that cannot be null, of
     * interfaces whose resources never become inert.
     *
     * @throws IllegalStateException when the object has no handler of this class
     */
    public <T> T handler(int id, Class<T> type) {
        return find(id, type)
                .orElseThrow(() -> new IllegalStateException(
                        "Object " + Integer.toUnsignedString(id) + " of " + this + " has no handler of " + type));
    }

    /** The handler of the object that a request names, empty for null (0) and for inert objects. */
    public <T> Optional<T> find(int id, Class<T> type) {
        Resource<?, ?> resource = objects.get(id);
        return resource == null ? Optional.empty() : resource.handler(type);
    }

    /** Calls {@code listener} once, when the client ends, before its resources are destroyed. */
    public void onDestroy(Runnable listener) {
        if (state == State.GONE) {
            listener.run();
        } else {
            destroyListeners.add(listener);
        }
    }

    /** Forgets a listener, so that it is not called. */
    public void removeDestroyListener(Runnable listener) {
        destroyListeners.remove(listener);
    }

    /** Ends the client when the batch ends, after what has been sent to it so far. Does nothing when repeated. */
    public void disconnect() {
        if (state == State.OPEN) {
            state = State.CLOSING;
            display.needsFlush(this);
        }
    }

    /**
     * Tells the client that it broke a rule and ends it. Only the first error counts.
     *
     * @param resource the object that it is about
     * @param code of that object's interface
     * @param message for the application's developer; a long one is cut
     */
    public void protocolError(Resource<?, ?> resource, int code, String message) {
        if (state != State.OPEN) {
            return;
        }
        LOG.info("{} broke the protocol: {}: {} (code {})", this, resource, message, Integer.toUnsignedString(code));
        String text = message.replace('\0', ' ');
        displayResource.send(new WlDisplayProtocol.Event.Error(
                resource.id(), code, text.substring(0, Math.min(text.length(), MAX_ERROR_CHARS))));
        disconnect();
    }

    /** The error for a client that wants more of the server's memory, or of what else is scarce, than it may have. */
    public ProtocolException noMemory(String message) {
        return new ProtocolException(displayResource, WlDisplayProtocol.Error.NO_MEMORY, message);
    }

    // What the rest of the package calls

    /** Handles the reader's current message, and finishes it. */
    void dispatch(MessageReader in) {
        try {
            Resource<?, ?> target = objects.get(in.objectId());
            if (target == null) {
                protocolError(
                        displayResource,
                        WlDisplayProtocol.Error.INVALID_OBJECT.value(),
                        "invalid object " + Integer.toUnsignedString(in.objectId()));
            } else {
                dispatch(target, in);
            }
        } finally {
            in.finish();
        }
    }

    private <RQ> void dispatch(Resource<RQ, ?> target, MessageReader in) {
        Messages<RQ> requests = target.wireInterface().requests();
        int opcode = in.opcode();
        if (opcode >= requests.count()) {
            invalidMethod("invalid method " + opcode + ", object " + target);
            return;
        }
        MessageType type = requests.type(opcode);
        if (type.since() > target.version()) {
            invalidMethod("invalid method " + opcode + " (since " + target.version() + " < " + type.since()
                    + "), object " + target);
            return;
        }
        try {
            in.check(type, table);
            display.traceRequest(this, target, type, in);
            if (target.isInert()) {
                ignore(target, type, in);
            } else {
                handle(target, requests.decode(opcode, in));
            }
        } catch (WireException e) {
            invalidMethod("invalid arguments for " + target + "." + type.name() + ": " + e.getMessage());
            return;
        }
        if (type.destructor() && state == State.OPEN) {
            target.destroy();
        }
    }

    private <RQ> void handle(Resource<RQ, ?> target, RQ request) {
        RequestHandler<? super RQ> handler = target.handler();
        try {
            if (handler == null) {
                throw new IllegalStateException("Nobody set a handler for " + target);
            }
            handler.handle(request);
        } catch (ProtocolException e) {
            // about another client's object when a request of one makes the other's state impossible
            e.resource().client().protocolError(e.resource(), e.code(), e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            // a stack that is used up is free again here, whatever nested so deep is this client's
            LOG.error("{}: handling {} on {} failed", this, request, target, e);
            protocolError(
                    displayResource,
                    WlDisplayProtocol.Error.IMPLEMENTATION.value(),
                    "the server failed to handle a request on " + target);
        }
    }

    /** Does nothing with a request on an inert object, apart from making the objects it creates, inert too. */
    private void ignore(Resource<?, ?> target, MessageType type, MessageReader in) throws WireException {
        in.newObjects(
                type,
                (wireInterface, id) ->
                        create(wireInterface, id, target.version()).makeInert());
        in.discard(type);
    }

    <EV> void send(Resource<?, EV> resource, EV event) {
        boolean deliverable = state == State.OPEN && resource.isAlive();
        connection.send(resource, deliverable ? resource.version() : 0, event);
    }

    /** Removes a resource that has just been destroyed. */
    void forget(Resource<?, ?> resource) {
        unlink(resource);
        objects.remove(resource.id());
        if (resource.isOfClientRange() && resource != displayResource) {
            displayResource.send(new WlDisplayProtocol.Event.DeleteId(resource.id()));
        }
    }

    /** Runs a destroy listener; a failure is a bug of ours that must not keep the rest from being cleaned up. */
    void runGuarded(Runnable listener, Object about) {
        try {
            listener.run();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{}: a destroy listener of {} failed", this, about, e);
        }
    }

    void invalidMethod(String message) {
        protocolError(displayResource, WlDisplayProtocol.Error.INVALID_METHOD.value(), message);
    }

    Connection connection() {
        return connection;
    }

    /** Ends the client now: listeners, resources, socket. */
    void end() {
        if (state == State.ENDING || state == State.GONE) {
            return;
        }
        state = State.ENDING;
        for (Runnable listener = destroyListeners.poll(); listener != null; listener = destroyListeners.poll()) {
            runGuarded(listener, this);
        }
        // a listener may destroy other resources, or create some, which then are the newest
        for (Resource<?, ?> last = newest; last != null; last = newest) {
            last.destroy();
        }
        state = State.GONE;
        connection.close();
        display.clientEnded(this);
    }

    private void requireNotGone() {
        if (state == State.GONE) {
            throw new IllegalStateException(this + " is gone");
        }
    }

    private void link(Resource<?, ?> resource) {
        resource.older = newest;
        if (newest != null) {
            newest.newer = resource;
        }
        newest = resource;
    }

    private void unlink(Resource<?, ?> resource) {
        if (resource.newer == null) {
            newest = resource.older;
        } else {
            resource.newer.older = resource.older;
        }
        if (resource.older != null) {
            resource.older.newer = resource.newer;
        }
        resource.older = null;
        resource.newer = null;
    }

    /** Its number and process, for logs and traces. */
    @Override
    public String toString() {
        return "client " + number + " (pid " + credentials.pid() + ")";
    }

    private final class Table implements ObjectTable {
        @Override
        public @Nullable WireInterface<?, ?> interfaceOf(int id) {
            Resource<?, ?> resource = objects.get(id);
            return resource == null ? null : resource.wireInterface();
        }

        @Override
        public boolean isFreeForPeer(int id) {
            return objects.isFreeForPeer(id);
        }
    }
}
