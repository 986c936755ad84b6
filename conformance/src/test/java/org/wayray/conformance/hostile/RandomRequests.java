package org.wayray.conformance.hostile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.wayray.posix.Fd;
import org.wayray.posix.SharedMemory;
import org.wayray.testkit.TestClient;
import org.wayray.wayland.client.ConnectionException;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlBufferProtocol;
import org.wayray.wayland.protocols.core.WlCompositorProtocol;
import org.wayray.wayland.protocols.core.WlDataDeviceManagerProtocol;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlOutputProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlShmPoolProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.core.WlSubcompositorProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.presentationtime.WpPresentationProtocol;
import org.wayray.wayland.protocols.viewporter.WpViewporterProtocol;
import org.wayray.wayland.protocols.xdgdecoration.ZxdgDecorationManagerV1Protocol;
import org.wayray.wayland.protocols.xdgoutput.ZxdgOutputManagerV1Protocol;
import org.wayray.wayland.protocols.xdgshell.XdgSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgWmBaseProtocol;
import org.wayray.wayland.wire.Argument;
import org.wayray.wayland.wire.MessageReader;
import org.wayray.wayland.wire.MessageType;
import org.wayray.wayland.wire.WireException;
import org.wayray.wayland.wire.WireFd;
import org.wayray.wayland.wire.WireInterface;

/**
 * A client that binds everything and then sends requests at random: well-formed, to objects that exist, mostly with values
 * that could be meant. It keeps the requests as text, for the report of a failure.
 */
final class RandomRequests {
    private static final List<WireInterface<?, ?>> GLOBALS = List.of(
            WlCompositorProtocol.INTERFACE,
            WlSubcompositorProtocol.INTERFACE,
            WlShmProtocol.INTERFACE,
            WlSeatProtocol.INTERFACE,
            WlOutputProtocol.INTERFACE,
            WlDataDeviceManagerProtocol.INTERFACE,
            XdgWmBaseProtocol.INTERFACE,
            ZxdgDecorationManagerV1Protocol.INTERFACE,
            ZxdgOutputManagerV1Protocol.INTERFACE,
            WpViewporterProtocol.INTERFACE,
            WpPresentationProtocol.INTERFACE);

    /** Side of the buffers, in pixels. */
    private static final int SIDE = 64;

    private static final int ROW = SIDE * 4;
    private static final int[] WILD = {Integer.MIN_VALUE, -1, 0, 1, 1 << 16, Integer.MAX_VALUE};

    /** One value in so many is wild. */
    private static final int WILDNESS = 300;

    /** Requests that are an error when repeated for the same object, or always: sent seldom, or clients would not live long. */
    private static final Set<String> DANGEROUS = Set.of(
            "get_touch",
            "get_xdg_surface",
            "get_toplevel",
            "get_popup",
            "get_toplevel_decoration",
            "get_viewport",
            "get_subsurface",
            "start_drag",
            "set_selection",
            "set_actions",
            "set_parent",
            "ack_configure");

    private final TestClient client;
    private final RandomGenerator random;
    private final SharedMemory memory;
    private final List<Proxy<?, ?>> objects = new ArrayList<>();
    private final List<Integer> serials = new ArrayList<>(List.of(1));
    private final List<String> sent = new ArrayList<>();

    RandomRequests(TestClient client, RandomGenerator random, SharedMemory memory) {
        this.client = client;
        this.random = random;
        this.memory = memory;
        for (var each : GLOBALS) {
            client.registry().find(each).ifPresent(entry -> bind(each, random.nextInt(1, entry.version() + 1)));
        }
    }

    private <RQ, EV> void bind(WireInterface<RQ, EV> wireInterface, int version) {
        add(client.registry().bind(wireInterface, version));
    }

    private <RQ, EV> Proxy<RQ, EV> add(Proxy<RQ, EV> proxy) {
        objects.add(proxy);
        return proxy.setHandler(event -> {
            switch (event) {
                case XdgSurfaceProtocol.Event.Configure configure -> serials.add(configure.serial());
                case WlPointerProtocol.Event.Enter enter -> serials.add(enter.serial());
                case WlPointerProtocol.Event.Button button -> serials.add(button.serial());
                case WlKeyboardProtocol.Event.Key key -> serials.add(key.serial());
                default -> {}
            }
        });
    }

    /** Makes a window as a well-behaved client does, up to its first picture: what random requests seldom reach. */
    void openWindow() throws IOException {
        var registry = client.registry();
        var surface = add(add(registry.bind(WlCompositorProtocol.INTERFACE, 6))
                .create(WlSurfaceProtocol.INTERFACE, WlCompositorProtocol.Request.CreateSurface::new));
        var shell = add(registry.bind(XdgWmBaseProtocol.INTERFACE, 6));
        var shellSurface = add(shell.create(
                XdgSurfaceProtocol.INTERFACE, id -> new XdgWmBaseProtocol.Request.GetXdgSurface(id, surface.id())));
        add(shellSurface.create(XdgToplevelProtocol.INTERFACE, XdgSurfaceProtocol.Request.GetToplevel::new));
        surface.send(new WlSurfaceProtocol.Request.Commit());
        client.roundTrip();
        shellSurface.send(new XdgSurfaceProtocol.Request.AckConfigure(serials.getLast()));
        var descriptor = WireFd.owning(memory.duplicate());
        var pool = add(add(registry.bind(WlShmProtocol.INTERFACE, 1))
                .create(
                        WlShmPoolProtocol.INTERFACE,
                        id -> new WlShmProtocol.Request.CreatePool(id, descriptor, memory.size())));
        var buffer = add(pool.create(
                WlBufferProtocol.INTERFACE,
                id -> new WlShmPoolProtocol.Request.CreateBuffer(id, 0, SIDE, SIDE, ROW, 0)));
        surface.send(new WlSurfaceProtocol.Request.Attach(buffer.id(), 0, 0));
        surface.send(new WlSurfaceProtocol.Request.Commit());
        client.roundTrip();
    }

    /** Sends some requests and handles what comes back; how the server ended the connection, if it did. */
    Optional<ConnectionException> run(int requests) throws IOException, WireException {
        for (int i = 0; i < requests && client.connection().end().isEmpty(); i++) {
            objects.removeIf(proxy -> !proxy.isAlive());
            // newer objects are more interesting than the globals
            int index = Math.max(random.nextInt(objects.size()), random.nextInt(objects.size()));
            send(objects.get(index));
            if (random.nextInt(8) == 0) {
                client.dispatch();
            }
        }
        if (client.connection().end().isEmpty()) {
            try {
                client.roundTrip();
            } catch (AssertionError e) {
                if (client.connection().end().isEmpty()) {
                    throw e;
                }
            }
        }
        return client.connection().end();
    }

    /** The last requests, one on each line. */
    String history() {
        return String.join("\n", sent.subList(Math.max(0, sent.size() - 60), sent.size()));
    }

    private <RQ, EV> void send(Proxy<RQ, EV> proxy) throws IOException, WireException {
        var requests = proxy.wireInterface().requests();
        if (requests.count() == 0) {
            return;
        }
        int opcode = random.nextInt(requests.count());
        var type = requests.type(opcode);
        boolean dangerous = type.destructor() || DANGEROUS.contains(type.name());
        if (dangerous && random.nextInt(8) != 0 || type.since() > proxy.version() || !haveObjectsFor(type)) {
            return;
        }
        var created = type.arguments().stream()
                .map(Argument::created)
                .filter(each -> each != null)
                .findFirst();
        if (created.isPresent()) {
            create(proxy, opcode, created.get().get());
        } else {
            proxy.send(request(proxy, opcode, 0));
        }
    }

    private <RQ, EV, R, E> void create(Proxy<RQ, EV> proxy, int opcode, WireInterface<R, E> created) {
        add(proxy.create(created, id -> {
            try {
                return request(proxy, opcode, id);
            } catch (IOException | WireException e) {
                throw new AssertionError(e);
            }
        }));
    }

    private boolean haveObjectsFor(MessageType type) {
        return type.arguments().stream()
                .filter(argument -> argument.kind() == Argument.Kind.OBJECT && !argument.nullable())
                .allMatch(argument -> objects.stream().anyMatch(proxy -> fits(proxy, argument)));
    }

    private static boolean fits(Proxy<?, ?> proxy, Argument argument) {
        return proxy.isAlive() && proxy.wireInterface().name().equals(argument.interfaceName());
    }

    /** Makes a request by writing and decoding its bytes. */
    private <RQ> RQ request(Proxy<RQ, ?> proxy, int opcode, int newId) throws IOException, WireException {
        var requests = proxy.wireInterface().requests();
        var type = requests.type(opcode);
        var bytes = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());
        var descriptors = new ArrayDeque<Fd>();
        bytes.putInt(proxy.id()).putInt(0);
        for (var argument : type.arguments()) {
            switch (argument.kind()) {
                case INT, UINT -> bytes.putInt(type.name().equals("attach") ? 0 : number(argument.name()));
                case FIXED -> bytes.putInt(number(argument.name()) << 8);
                case OBJECT -> bytes.putInt(object(argument));
                case NEW_ID -> bytes.putInt(newId);
                case STRING -> putBytes(bytes, "text/plain\0".getBytes(StandardCharsets.UTF_8));
                case ARRAY -> putBytes(bytes, new byte[random.nextInt(9)]);
                case FD -> descriptors.add(memory.duplicate());
                case UNTYPED_NEW_ID -> throw new AssertionError("nothing but the registry has one");
            }
        }
        bytes.putInt(4, bytes.position() << 16 | opcode);
        var reader = new MessageReader(descriptors);
        reader.reset(bytes.flip());
        if (!reader.next()) {
            throw new AssertionError("half a message");
        }
        var request = requests.decode(opcode, reader);
        sent.add(proxy + " " + request);
        return request;
    }

    private static void putBytes(ByteBuffer to, byte[] content) {
        to.putInt(content.length).put(content);
        while (to.position() % 4 != 0) {
            to.put((byte) 0);
        }
    }

    /** A value that could be meant for an argument of that name. */
    private int number(String name) {
        if (random.nextInt(WILDNESS) == 0) {
            return WILD[random.nextInt(WILD.length)];
        }
        return switch (name) {
            case "serial" -> serials.get(random.nextInt(Math.max(0, serials.size() - 3), serials.size()));
            case "size" -> memory.size();
            case "stride" -> ROW;
            case "offset" -> 0;
            case "format" -> random.nextInt(2);
            case "scale" -> random.nextInt(1, 3);
            case "transform", "anchor", "gravity" -> random.nextInt(8);
            case "mode" -> random.nextInt(1, 3);
            case "edges" -> 10;
            case "constraint_adjustment" -> random.nextInt(64);
            case "width", "height", "parent_width", "parent_height" -> random.nextInt(1, SIDE + 1);
            case "dnd_actions", "preferred_action" -> 1;
            default -> random.nextInt(-20, 100);
        };
    }

    private int object(Argument argument) {
        if (argument.nullable() && random.nextInt(4) == 0) {
            return 0;
        }
        var candidates = objects.stream().filter(proxy -> fits(proxy, argument)).toList();
        return candidates.isEmpty()
                ? 0
                : candidates.get(random.nextInt(candidates.size())).id();
    }

    /** Bytes of memory that one buffer needs. */
    static int memorySize() {
        return ROW * SIDE;
    }
}
