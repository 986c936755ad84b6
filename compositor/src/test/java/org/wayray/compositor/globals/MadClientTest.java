package org.wayray.compositor.globals;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.posix.Fd;
import org.wayray.posix.SharedMemory;
import org.wayray.wayland.client.ConnectionException;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlCompositorProtocol;
import org.wayray.wayland.protocols.core.WlDataDeviceManagerProtocol;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.core.WlSubcompositorProtocol;
import org.wayray.wayland.protocols.xdgdecoration.ZxdgDecorationManagerV1Protocol;
import org.wayray.wayland.protocols.xdgshell.XdgWmBaseProtocol;
import org.wayray.wayland.wire.Argument;
import org.wayray.wayland.wire.MessageType;
import org.wayray.wayland.wire.WireFd;
import org.wayray.wayland.wire.WireInterface;

/**
 * A client that sends well-formed requests without sense: any request of any object it has, with arguments by chance. It may lose
 * its connection by a protocol error, but never by a failure of the server, and never does anybody else notice.
 */
class MadClientTest {
    private static final int CLIENTS = 150;
    private static final int REQUESTS = 150;
    private static final int[] NUMBERS = {
        0, 1, 2, 3, 4, 10, 50, 100, -1, -100, 0x110, 1 << 20, 1 << 30, 0x7fffffff, 1 << 31
    };
    /** How many of them, from the start, are seldom an error. */
    private static final int HARMLESS_NUMBERS = 8;

    /** What mostly ends the client: seldom sent, so that some live long. */
    private static final Set<String> LAST_RESORT =
            Set.of("destroy", "release", "get_touch", "get_subsurface", "set_buffer_transform", "resize");

    private static final List<WireInterface<?, ?>> GLOBALS = List.of(
            WlCompositorProtocol.INTERFACE,
            WlSubcompositorProtocol.INTERFACE,
            WlShmProtocol.INTERFACE,
            WlSeatProtocol.INTERFACE,
            WlDataDeviceManagerProtocol.INTERFACE,
            XdgWmBaseProtocol.INTERFACE,
            ZxdgDecorationManagerV1Protocol.INTERFACE);

    private Random random = new Random();

    @Test
    void noSequenceOfRequestsMakesTheServerFail() throws Exception {
        long descriptors = Fd.open();
        long seed = System.nanoTime();
        int number = 0;
        try (var memory = SharedMemory.create(1 << 20)) {
            random = new Random(seed);
            try (var fixture = new ShellFixture()) {
                var sane = fixture.client();
                sane.pointer();
                sane.keyboard();
                for (number = 0; number < CLIENTS; number++) {
                    var window = sane.window(200, 100);
                    new Mad(fixture, memory).rage();
                    assertThat(sane.connection().end()).isEmpty();
                    window.destroy();
                    sane.forget();
                }
            }
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed + ", client " + number, e);
        }
        assertThat(Fd.open()).isEqualTo(descriptors);
    }

    private final class Mad {
        private final ShellFixture fixture;
        private final SharedMemory memory;
        private final TestClient client;
        private final List<Proxy<?, ?>> objects = new ArrayList<>();

        Mad(ShellFixture fixture, SharedMemory memory) throws Exception {
            this.fixture = fixture;
            this.memory = memory;
            client = fixture.client();
            var entries = client.connection().registry();
            GLOBALS.forEach(global -> objects.add(entries.bind(global, 1 + random.nextInt(global.version()))));
            objects.add(client.window(150, 150).surface());
            fixture.settle();
        }

        void rage() throws Exception {
            for (int i = 0; i < REQUESTS && client.isAlive(); i++) {
                var target = objects.get(random.nextInt(objects.size()));
                if (target.isAlive() && target.wireInterface().requests().count() > 0) {
                    request(target);
                }
                if (random.nextInt(3) == 0) {
                    input();
                }
            }
            fixture.settle();
            client.connection()
                    .end()
                    .flatMap(ConnectionException::serverError)
                    .ifPresent(error -> assertThat(error.interfaceName().equals("wl_display")
                                    && error.code() == WlDisplayProtocol.Error.IMPLEMENTATION.value())
                            .as(error.message())
                            .isFalse());
            client.close();
            fixture.settle();
        }

        private void input() throws Exception {
            switch (random.nextInt(4)) {
                case 0 -> fixture.pointerTo(random.nextInt(800), random.nextInt(600));
                case 1 -> fixture.press(0x110);
                case 2 -> fixture.release(0x110);
                default -> {
                    fixture.keyDown(30);
                    fixture.keyUp(30);
                }
            }
        }

        @SuppressWarnings("unchecked") // the record is one of the proxy's requests
        private <RQ> void request(Proxy<RQ, ?> target) throws Exception {
            var requests = target.wireInterface().requests();
            int opcode = random.nextInt(requests.count());
            MessageType type = requests.type(opcode);
            boolean ends = type.destructor() || LAST_RESORT.contains(type.name());
            if (type.since() > target.version() || (ends && random.nextInt(10) != 0)) {
                return;
            }
            var arguments = new @Nullable Object[type.arguments().size()];
            WireInterface<?, ?> created = null;
            int newId = -1;
            for (int i = 0; i < arguments.length; i++) {
                var argument = type.arguments().get(i);
                if (argument.kind() == Argument.Kind.NEW_ID) {
                    newId = i;
                    created = Objects.requireNonNull(argument.created()).get();
                } else {
                    Object value = value(argument);
                    if (value == null && argument.kind() == Argument.Kind.OBJECT) {
                        return;
                    }
                    arguments[i] = value;
                }
            }
            var record = constructor(target.wireInterface(), type.name());
            if (created == null) {
                target.send((RQ) record.newInstance(arguments));
            } else {
                int at = newId;
                objects.add(target.create(created, id -> {
                    arguments[at] = id;
                    try {
                        return (RQ) record.newInstance(arguments);
                    } catch (ReflectiveOperationException e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            fixture.settle();
        }

        /** @return null where an object is needed and the client has none of the kind */
        private @Nullable Object value(Argument argument) throws Exception {
            return switch (argument.kind()) {
                case INT, UINT ->
                    random.nextInt(4) == 0
                            ? fixture.display().serial() - random.nextInt(20)
                            : NUMBERS[random.nextInt(random.nextInt(8) == 0 ? NUMBERS.length : HARMLESS_NUMBERS)];
                case FIXED -> random.nextDouble(1000);
                case STRING -> argument.nullable() && random.nextBoolean() ? null : "text/plain";
                case ARRAY -> new byte[random.nextInt(20)];
                case FD -> WireFd.owning(memory.duplicate());
                case OBJECT -> {
                    var fitting = objects.stream()
                            .filter(Proxy::isAlive)
                            .filter(object -> object.wireInterface().name().equals(argument.interfaceName()))
                            .toList();
                    if (fitting.isEmpty() || (argument.nullable() && random.nextInt(3) == 0)) {
                        yield argument.nullable() ? 0 : null;
                    }
                    yield fitting.get(random.nextInt(fitting.size())).id();
                }
                case NEW_ID, UNTYPED_NEW_ID -> throw new AssertionError(argument);
            };
        }
    }

    /** The constructor of a request's record: {@code set_title} is {@code SetTitle}. */
    private static Constructor<?> constructor(WireInterface<?, ?> wireInterface, String request) throws Exception {
        var simple = camel(request);
        var folder = wireInterface.name().startsWith("zxdg_decoration")
                        || wireInterface.name().startsWith("zxdg_toplevel_decoration")
                ? "xdgdecoration"
                : wireInterface.name().startsWith("xdg") ? "xdgshell" : "core";
        var requests = Class.forName("org.wayray.wayland.protocols." + folder + "." + camel(wireInterface.name())
                + "Protocol$Request$" + simple);
        return requests.getDeclaredConstructors()[0];
    }

    private static String camel(String name) {
        var result = new StringBuilder();
        for (var part : name.split("_")) {
            result.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
        }
        return result.toString();
    }
}
