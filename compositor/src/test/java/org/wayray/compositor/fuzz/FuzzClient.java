package org.wayray.compositor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.wayray.posix.Fd;
import org.wayray.posix.UnixSocket;
import org.wayray.wayland.client.Connection;
import org.wayray.wayland.client.ConnectionException;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.client.Registry;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.Global;
import org.wayray.wayland.wire.Argument;
import org.wayray.wayland.wire.Limits;
import org.wayray.wayland.wire.MessageReader;
import org.wayray.wayland.wire.MessageType;
import org.wayray.wayland.wire.WireException;
import org.wayray.wayland.wire.WireInterface;

/**
 * A client that binds everything and sends any request of any object that it has: well-formed, to living objects, with living
 * objects of the right interfaces as arguments, and numbers, strings and descriptors by chance. All it knows of the protocols are
 * the descriptions that are generated from their XML; it answers configures and pings most of the time.
 *
 * <p>For the places that chance does not find, {@link Plays} has it act by name as real programs do.
 */
final class FuzzClient implements AutoCloseable {
    private static final int MAX_OBJECTS = 400;
    /** So many objects of an interface are seldom joined by one more. */
    private static final int ENOUGH = 8;

    private static final int SERIALS = 6;

    private final Display display;
    private final Surroundings surroundings;
    private final Client server;
    private final Connection connection;
    private final Random random;
    private final Experience experience;
    private final Values values;
    private final List<Proxy<?, ?>> objects = new ArrayList<>();
    private final List<Integer> serials = new ArrayList<>(List.of(0));
    private final Map<Proxy<?, ?>, Proxy<?, ?>> origins = new IdentityHashMap<>();
    private final Map<Proxy<?, ?>, Integer> lastSerial = new IdentityHashMap<>();
    /** What is to be answered once the events at hand are handled. */
    private final List<Runnable> answers = new ArrayList<>();

    private @Nullable Proxy<?, ?> lastFocus;
    private final Map<Class<?>, MessageType> eventTypes = new HashMap<>();
    /** What it sent since it last heard that it lives, from the oldest on. */
    private final List<Sent> unproved = new ArrayList<>();

    /** What a client finds itself in. */
    interface Surroundings {
        /** Lets the session, and all clients, come to rest. */
        void settle();

        /** Presses, or lifts, the left button of the viewer's mouse, wherever it is then. */
        void press(boolean pressed);
    }

    private record Sent(WireInterface<?, ?> of, MessageType request) {}

    /**
     * @param surroundings of which it is one
     * @param wildness one number in so many is a boundary
     */
    FuzzClient(Display display, Surroundings surroundings, Random random, Experience experience, int wildness)
            throws IOException {
        this.display = display;
        this.surroundings = surroundings;
        this.random = random;
        this.experience = experience;
        values = new Values(random, experience, wildness);
        var pair = UnixSocket.pair();
        server = display.adopt(pair.left());
        connection = Connection.over(display.loop(), pair.right());
        connection.registry();
    }

    Random random() {
        return random;
    }

    Values values() {
        return values;
    }

    /** Lets the session, and all clients, come to rest. */
    void settle() {
        surroundings.settle();
    }

    /** Presses, or lifts, the left button of the mouse, somewhere. */
    void press(boolean pressed) {
        surroundings.press(pressed);
        settle();
    }

    boolean isAlive() {
        return connection.end().isEmpty();
    }

    Client server() {
        return server;
    }

    /** Binds the globals, or most of them, in any version. Called once the registry is known, and again for more. */
    void bindGlobals() {
        for (Registry.Entry entry : connection.registry().entries()) {
            if (random.nextInt(12) != 0) {
                bind(entry);
            }
        }
    }

    private void bind(Registry.Entry entry) {
        display.globals().stream()
                .filter(global -> global.name() == entry.name())
                .map(Global::wireInterface)
                .findFirst()
                .ifPresent(wireInterface -> bind(
                        entry,
                        wireInterface,
                        random.nextInt(3) == 0 ? random.nextInt(1, entry.version() + 1) : entry.version()));
    }

    private <RQ, EV> void bind(Registry.Entry entry, WireInterface<RQ, EV> wireInterface, int version) {
        experience.note(this + " binds " + entry + " in version " + version);
        adopt(connection.registry().bind(entry, wireInterface, version));
    }

    /** A living object of an interface, the newer ones more often. */
    Optional<Proxy<?, ?>> any(String interfaceName) {
        var fitting = objects.stream()
                .filter(Proxy::isAlive)
                .filter(object -> object.wireInterface().name().equals(interfaceName))
                .toList();
        return fitting.isEmpty() ? Optional.empty() : Optional.of(fitting.get(newer(fitting.size())));
    }

    private int newer(int size) {
        return Math.max(random.nextInt(size), random.nextInt(size));
    }

    /** The serial that it heard last. */
    int lastSerial() {
        return serials.getLast();
    }

    /** The surface of its own that it last heard to be beneath the pointer, or to have the keyboard. */
    Optional<Proxy<?, ?>> focus() {
        return Optional.<Proxy<?, ?>>ofNullable(lastFocus).filter(Proxy::isAlive);
    }

    /** Sends one request of one object. */
    void sendAny() {
        objects.removeIf(object -> !object.isAlive());
        if (objects.isEmpty()) {
            bindGlobals();
            return;
        }
        for (int attempt = 0; attempt < 20; attempt++) {
            if (random.nextInt(1500) == 0) {
                bindGlobals();
                return;
            }
            var target = random.nextBoolean() ? objects.get(newer(objects.size())) : ofAnyInterface();
            var requests = target.wireInterface().requests();
            if (requests.count() == 0) {
                continue;
            }
            var type = requests.type(random.nextInt(requests.count()));
            if (type.since() > target.version()
                    || (type.destructor() && random.nextInt(12) != 0)
                    || wouldHaveTooMany(type)
                    || !haveObjectsFor(type)
                    || !experience.dares(target.wireInterface(), type, random)) {
                continue;
            }
            ask(target, type.name(), Map.of());
            return;
        }
    }

    /** An object of an interface of which there are few as likely as one of many. */
    private Proxy<?, ?> ofAnyInterface() {
        var names = objects.stream()
                .map(object -> object.wireInterface().name())
                .distinct()
                .toList();
        return any(names.get(random.nextInt(names.size()))).orElseThrow();
    }

    /** Whether the request makes one more object of an interface of which there are enough. */
    private boolean wouldHaveTooMany(MessageType type) {
        return type.arguments().stream()
                .filter(argument -> argument.kind() == Argument.Kind.NEW_ID)
                .anyMatch(argument -> objects.stream()
                                        .filter(object ->
                                                object.wireInterface().name().equals(argument.interfaceName()))
                                        .count()
                                > ENOUGH
                        && (objects.size() > MAX_OBJECTS || random.nextInt(30) != 0));
    }

    private boolean haveObjectsFor(MessageType type) {
        return type.arguments().stream()
                .filter(argument -> argument.kind() == Argument.Kind.OBJECT && !argument.nullable())
                .allMatch(argument -> objects.stream().anyMatch(object -> fits(object, argument)));
    }

    private static boolean fits(Proxy<?, ?> object, Argument argument) {
        return object.isAlive()
                && (argument.interfaceName() == null
                        || object.wireInterface().name().equals(argument.interfaceName()));
    }

    /**
     * Sends the request of that name, if the object has it.
     *
     * @param chosen arguments by name: an {@code Integer}, a {@code Proxy}, an {@code Fd} (closed if it is not sent) or a {@code
     *     String}; all others by chance
     * @return the object that it creates
     */
    Optional<Proxy<?, ?>> ask(Proxy<?, ?> target, String request, Map<String, ?> chosen) {
        try {
            return target.isAlive() && isAlive() ? sendTo(target, request, chosen) : Optional.empty();
        } finally {
            chosen.values().forEach(value -> {
                if (value instanceof Fd fd) {
                    fd.close();
                }
            });
        }
    }

    private <RQ, EV> Optional<Proxy<?, ?>> sendTo(Proxy<RQ, EV> target, String request, Map<String, ?> chosen) {
        var requests = target.wireInterface().requests();
        for (int opcode = 0; opcode < requests.count(); opcode++) {
            var type = requests.type(opcode);
            if (type.name().equals(request) && type.since() <= target.version() && haveObjectsFor(type)) {
                return send(target, opcode, type, chosen);
            }
        }
        return Optional.empty();
    }

    private <RQ, EV> Optional<Proxy<?, ?>> send(
            Proxy<RQ, EV> target, int opcode, MessageType type, Map<String, ?> chosen) {
        var created = type.arguments().stream()
                .map(Argument::created)
                .filter(Objects::nonNull)
                .findFirst();
        if (type.arguments().stream().anyMatch(argument -> argument.kind() == Argument.Kind.UNTYPED_NEW_ID)) {
            return Optional.empty(); // the registry's, whose objects are bound otherwise
        }
        experience.sent(target.wireInterface(), type);
        unproved.add(new Sent(target.wireInterface(), type));
        if (created.isPresent()) {
            return Optional.of(create(target, opcode, created.get().get(), chosen));
        }
        target.send(request(target, opcode, 0, chosen));
        if (type.name().equals("stop")) {
            objects.remove(target); // nothing may be asked of it from then on, and an event destroys it
        }
        return Optional.empty();
    }

    private <RQ, R, E> Proxy<R, E> create(
            Proxy<RQ, ?> target, int opcode, WireInterface<R, E> created, Map<String, ?> chosen) {
        var made = adopt(target.create(created, id -> request(target, opcode, id, chosen)));
        boolean ofGlobal = chosen.get("surface") instanceof Proxy<?, ?>;
        origins.put(made, ofGlobal ? (Proxy<?, ?>) Objects.requireNonNull(chosen.get("surface")) : target);
        return made;
    }

    /** What an object was made for: the surface that was chosen for it, or else the object that made it. Globals aside. */
    Optional<Proxy<?, ?>> originOf(Proxy<?, ?> object) {
        return Optional.<Proxy<?, ?>>ofNullable(origins.get(object))
                .filter(Proxy::isAlive)
                .filter(origin -> origins.containsKey(origin));
    }

    /** Makes a request of its bytes. */
    private <RQ> RQ request(Proxy<RQ, ?> target, int opcode, int newId, Map<String, ?> chosen) {
        var requests = target.wireInterface().requests();
        var type = requests.type(opcode);
        var bytes = ByteBuffer.allocate(2 * Limits.MAX_MESSAGE_BYTES).order(ByteOrder.nativeOrder());
        var descriptors = new ArrayDeque<Fd>();
        bytes.putInt(target.id()).putInt(0);
        try {
            for (var argument : type.arguments()) {
                put(bytes, descriptors, argument, newId, chosen.get(argument.name()));
            }
            bytes.putInt(4, bytes.position() << 16 | opcode);
            var reader = new MessageReader(descriptors);
            reader.reset(bytes.flip());
            if (!reader.next()) {
                throw new AssertionError("half a message");
            }
            var request = requests.decode(opcode, reader);
            experience.note(this + " " + target + " " + request);
            return request;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private void put(
            ByteBuffer bytes, ArrayDeque<Fd> descriptors, Argument argument, int newId, @Nullable Object chosen)
            throws IOException {
        switch (argument.kind()) {
            case INT, UINT -> bytes.putInt(chosen instanceof Integer value ? value : number(argument));
            case FIXED -> bytes.putInt(chosen instanceof Integer value ? value << 8 : values.fixed());
            case OBJECT -> bytes.putInt(chosen instanceof Proxy<?, ?> object ? object.id() : object(argument));
            case NEW_ID -> bytes.putInt(newId);
            case STRING -> {
                String value = chosen instanceof String text ? text : values.string(argument.nullable());
                if (value == null) {
                    bytes.putInt(0);
                } else {
                    putBytes(bytes, (value + "\0").getBytes(StandardCharsets.UTF_8));
                }
            }
            case ARRAY -> putBytes(bytes, values.array());
            case FD -> descriptors.add(chosen instanceof Fd fd ? fd.duplicate() : values.descriptor());
            case UNTYPED_NEW_ID -> throw new AssertionError("nothing but the registry has one");
        }
    }

    private static void putBytes(ByteBuffer to, byte[] content) {
        to.putInt(content.length).put(content);
        while (to.position() % 4 != 0) {
            to.put((byte) 0);
        }
    }

    private int number(Argument argument) {
        return argument.name().equals("serial") && random.nextInt(10) != 0
                ? serials.get(random.nextInt(serials.size()))
                : values.number(argument);
    }

    private int object(Argument argument) {
        if (argument.nullable() && random.nextInt(4) == 0) {
            return 0;
        }
        var candidates =
                objects.stream().filter(object -> fits(object, argument)).toList();
        return candidates.isEmpty()
                ? 0
                : candidates.get(newer(candidates.size())).id();
    }

    // what it hears

    private <RQ, EV> Proxy<RQ, EV> adopt(Proxy<RQ, EV> object) {
        objects.add(object);
        return object.setHandler(event -> heard(object, event));
    }

    private void heard(Proxy<?, ?> object, Object event) {
        MessageType type = eventTypes.computeIfAbsent(event.getClass(), key -> typeOf(object, event));
        var components = event.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Object value;
            try {
                value = components[i].getAccessor().invoke(event);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
            var argument = type.arguments().get(i);
            switch (argument.kind()) {
                case INT, UINT -> heardNumber(object, type, argument, (Integer) value);
                case STRING -> {
                    if (value instanceof String string) {
                        experience.heard(string);
                    }
                }
                case NEW_ID ->
                    connection.proxy((Integer) value).ifPresent(made -> {
                        if (objects.stream().noneMatch(known -> known == made)) {
                            adopt(made);
                        }
                    });
                case OBJECT -> {
                    if (type.name().equals("enter") && argument.name().equals("surface")) {
                        lastFocus = connection.proxy((Integer) value).orElse(null);
                    }
                }
                case FIXED, ARRAY, FD, UNTYPED_NEW_ID -> {}
            }
        }
        if (type.name().equals("ping")) {
            answer(object, "pong");
        } else if (type.name().equals("configure")) {
            answer(object, "ack_configure");
        } else if (type.name().equals("finished") && !canBeDestroyed(object)) {
            object.forget(); // the server has destroyed it, and may use its id again
        }
        Plays.heard(this, object, event);
    }

    private static boolean canBeDestroyed(Proxy<?, ?> object) {
        return object.wireInterface().requests().types().stream()
                .anyMatch(request -> request.destructor() && request.since() <= object.version());
    }

    private void heardNumber(Proxy<?, ?> object, MessageType type, Argument argument, int value) {
        if (argument.name().equals("serial")) {
            Integer before = lastSerial.put(object, value);
            assertThat(before == null || value - before >= 0)
                    .as("serials of %s do not go back: %s after %s in %s", object, value, before, type.name())
                    .isTrue();
            serials.add(value);
            if (serials.size() > SERIALS) {
                serials.removeFirst();
            }
        } else {
            experience.heard(value);
        }
    }

    private void answer(Proxy<?, ?> object, String request) {
        Integer serial = lastSerial.get(object);
        if (serial != null && random.nextInt(12) != 0) {
            later(() -> ask(object, request, Map.of("serial", serial)));
        }
    }

    /** Does something once the events at hand are handled. */
    void later(Runnable action) {
        answers.add(action);
    }

    /** Answers what it heard; whether there was anything. Called when the session is at rest. */
    boolean answer() {
        if (isAlive()) {
            unproved.clear();
        }
        var now = List.copyOf(answers);
        answers.clear();
        now.forEach(Runnable::run);
        return !now.isEmpty();
    }

    private static <EV> MessageType typeOf(Proxy<?, EV> object, Object event) {
        var name = event.getClass().getSimpleName();
        return object.wireInterface().events().types().stream()
                .filter(type -> type.name().replace("_", "").equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no event " + name + " of " + object));
    }

    // its end

    /** If the server ended it: it must have been for an error of the client's. */
    void verifyEnd() {
        connection.end().flatMap(ConnectionException::serverError).ifPresent(error -> {
            assertThat(error.objectId() == Limits.DISPLAY_ID
                            && error.code() == WlDisplayProtocol.Error.IMPLEMENTATION.value())
                    .as("%s: %s", this, error)
                    .isFalse();
            assertThat(error.objectId() == Limits.DISPLAY_ID
                            && (error.code() == WlDisplayProtocol.Error.INVALID_OBJECT.value()
                                    || error.code() == WlDisplayProtocol.Error.INVALID_METHOD.value()))
                    .as("%s sends valid requests: %s", this, error)
                    .isFalse();
            unproved.stream()
                    .filter(sent -> sent.of().name().equals(error.interfaceName()))
                    .reduce((a, b) -> b)
                    .or(() -> unproved.stream().reduce((a, b) -> b))
                    .ifPresent(sent -> experience.diedOf(
                            sent.of(),
                            sent.request(),
                            error.interfaceName() + " " + error.code() + " by "
                                    + sent.request().name()));
            experience.note(this + " was ended: " + error);
        });
        connection.end().filter(end -> end.serverError().isEmpty()).ifPresent(end -> {
            experience.note(this + " ended: " + end);
            assertThat(end.getCause()).as("%s: %s", this, end).isNull();
        });
    }

    @Override
    public void close() {
        connection.close();
        values.close();
    }

    @Override
    public String toString() {
        return server.toString();
    }
}
