package org.wayray.wayland.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wayray.wayland.server.RawClient.DISPLAY;
import static org.wayray.wayland.server.RawClient.GET_REGISTRY;
import static org.wayray.wayland.server.RawClient.SYNC;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.wayland.client.Connection;
import org.wayray.wayland.client.ConnectionException;
import org.wayray.wayland.client.Registry;
import org.wayray.wayland.protocols.core.WlCompositorProtocol;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;
import org.wayray.wayland.protocols.core.WlOutputProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.wire.WireTrace;

/** The display's own objects: wl_display, wl_registry, wl_callback; globals; sockets; the trace. */
final class DisplayTest {
    private final ServerFixture server;
    private final Display display;

    @TempDir
    Path directory = Path.of("");

    DisplayTest() throws PosixException {
        server = new ServerFixture();
        display = server.display();
    }

    @BeforeEach
    void offerCompositor() {
        display.global(WlCompositorProtocol.INTERFACE, 4, resource -> {});
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void syncIsAnsweredWithDoneAndThenTheIdIsFree() throws PosixException {
        display.nextSerial();
        display.nextSerial();
        var raw = server.connectRaw().send(DISPLAY, SYNC, 2).send(DISPLAY, SYNC, 3);
        assertThat(raw.events()).hasToString("[2.0[2], 1.1[2], 3.0[2], 1.1[3]]");
    }

    @Test
    void anIdCanBeUsedAgainAfterItsDeletion() throws PosixException {
        var raw = server.connectRaw();
        for (int i = 0; i < 100; i++) {
            raw.send(DISPLAY, SYNC, 2);
        }
        assertThat(raw.events()).hasSize(200);
    }

    @Test
    void aRegistryAnnouncesGlobalsInTheirOrderAndLaterOnesAsTheyCome() throws PosixException {
        var raw = server.connectRaw().send(DISPLAY, GET_REGISTRY, 2);
        display.global(WlShmProtocol.INTERFACE, 1, resource -> {});
        var events = raw.events();
        assertThat(events).hasSize(2);
        assertThat(events.get(0).words().getFirst()).isEqualTo(1);
        assertThat(events.get(0).string(1)).isEqualTo("wl_compositor");
        assertThat(events.get(0).words().getLast()).isEqualTo(4);
        assertThat(events.get(1).string(1)).isEqualTo("wl_shm");

        var output = display.global(WlOutputProtocol.INTERFACE, 4, resource -> {});
        assertThat(raw.events().getFirst().string(1)).isEqualTo("wl_output");
        output.remove();
        output.remove();
        assertThat(raw.events()).hasToString("[2.1[3]]");
        assertThat(display.globals()).hasSize(2);
    }

    @Test
    void aBoundGlobalGetsTheVersionThatTheClientAskedFor() throws Exception {
        var versions = new ArrayList<Integer>();
        display.global(WlSeatProtocol.INTERFACE, 7, resource -> versions.add(resource.version()));
        var connection = server.connect();
        var registry = connection.registry();
        server.roundtrip(connection);
        registry.bind(WlSeatProtocol.INTERFACE, 5);
        registry.bind(WlSeatProtocol.INTERFACE, 9);
        server.roundtrip(connection);
        assertThat(versions).containsExactly(5, 7);
    }

    @Test
    void bindsThatCannotBeAreRefusedOnTheRegistry() throws PosixException {
        int invalidObject = WlDisplayProtocol.Error.INVALID_OBJECT.value();
        bindRaw(9, "wl_compositor", 1).expectError(2, invalidObject, "invalid global wl_compositor (9)");
        bindRaw(1, "wl_shm", 1)
                .expectError(2, invalidObject, "invalid interface for global 1: have wl_compositor, wanted wl_shm");
        bindRaw(1, "wl_compositor", 0).expectError(2, invalidObject, "have 4, wanted 0");
        bindRaw(1, "wl_compositor", 5).expectError(2, invalidObject, "have 4, wanted 5");
        bindRaw(1, "wl_compositor", -1).expectError(2, invalidObject, "have 4, wanted 4294967295");
    }

    private RawClient bindRaw(int name, String interfaceName, int version) throws PosixException {
        return server.connectRaw()
                .send(DISPLAY, GET_REGISTRY, 2)
                .sendBytes(RawClient.bind(2, name, interfaceName, version, 3));
    }

    @Test
    void aLateBindOfARemovedGlobalMakesObjectsWithoutEffect() throws Exception {
        var bound = new ArrayList<Resource<?, ?>>();
        var seat = display.global(WlSeatProtocol.INTERFACE, 7, bound::add);
        var connection = server.connect();
        var registry = connection.registry();
        server.roundtrip(connection);
        var entry = registry.find(WlSeatProtocol.INTERFACE).orElseThrow();
        seat.remove();

        var late = registry.bind(entry, WlSeatProtocol.INTERFACE, 7);
        var pointer = late.create(WlPointerProtocol.INTERFACE, WlSeatProtocol.Request.GetPointer::new);
        pointer.send(new WlPointerProtocol.Request.SetCursor(0, 0, 0, 0));
        pointer.send(new WlPointerProtocol.Request.Release());
        server.roundtrip(connection);
        assertThat(bound).isEmpty();
        assertThat(registry.find(WlSeatProtocol.INTERFACE)).isEmpty();
        assertThat(display.clients().getFirst().resource(pointer.id())).isEmpty();
    }

    @Test
    void aGlobalCannotBeNewerThanItsInterface() {
        assertThatIllegalArgumentException().isThrownBy(() -> display.global(WlShmProtocol.INTERFACE, 99, r -> {}));
        assertThatIllegalArgumentException().isThrownBy(() -> display.global(WlShmProtocol.INTERFACE, 0, r -> {}));
    }

    @Test
    void clientsConnectThroughTheListeningSocket() throws Exception {
        var path = directory.resolve("wayland-7");
        display.listen(path);
        try (var connection = Connection.connect(server.loop(), path)) {
            var registry = connection.registry();
            server.roundtrip(connection);
            assertThat(registry.entries())
                    .extracting(Registry.Entry::interfaceName)
                    .containsExactly("wl_compositor");
            var client = display.clients().getFirst();
            assertThat(client.credentials().pid())
                    .isEqualTo((int) ProcessHandle.current().pid());
        }
        display.close();
        assertThat(path).doesNotExist();
        assertThat(directory.resolve("wayland-7.lock")).doesNotExist();
    }

    @Test
    void aSocketOfALivingServerIsLeftAlone() throws Exception {
        var path = directory.resolve("wayland-7");
        display.listen(path);
        try (var other = new Display(server.loop())) {
            assertThatThrownBy(() -> other.listen(path))
                    .isInstanceOfSatisfying(
                            PosixException.class,
                            e -> assertThat(e.is("EAGAIN")).isTrue());
        }
        try (var connection = Connection.connect(server.loop(), path)) {
            server.roundtrip(connection);
        }
    }

    @Test
    void aSocketThatADeadServerLeftIsReplaced() throws Exception {
        var path = directory.resolve("wayland-7");
        try (var stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stale.bind(UnixDomainSocketAddress.of(path));
        }
        Files.createFile(directory.resolve("wayland-7.lock"));
        assertThat(path).exists();
        display.listen(path);
        try (var connection = Connection.connect(server.loop(), path)) {
            server.roundtrip(connection);
        }
    }

    @Test
    void aFileInTheSocketsPlaceIsNotRemoved() throws Exception {
        var path = Files.writeString(directory.resolve("wayland-7"), "somebody's");
        long before = Fd.open();
        assertThatThrownBy(() -> display.listen(path)).isInstanceOf(PosixException.class);
        assertThat(path).hasContent("somebody's");
        assertThat(Fd.open()).isEqualTo(before);
    }

    @Test
    void theTraceShowsEachMessageOnALine() throws Exception {
        var lines = new ArrayList<String>();
        display.setTrace(
                new WireTrace(line -> lines.add(line.replaceFirst("^\\[ *[0-9.]+\\] client 1 \\(pid \\d+\\): ", ""))));
        var connection = server.connect();
        var registry = connection.registry();
        server.roundtrip(connection);
        assertThat(lines)
                .containsExactly(
                        "wl_display@1.get_registry(new id wl_registry@2)",
                        " -> wl_registry@2.global(1, \"wl_compositor\", 4)",
                        "wl_display@1.sync(new id wl_callback@3)",
                        " -> wl_callback@3.done(0)",
                        " -> wl_display@1.delete_id(3)");
        assertThat(registry.entries()).hasSize(1);
    }

    @Test
    void closingTheDisplayEndsItsClients() throws Exception {
        var connection = server.connect();
        server.roundtrip(connection);
        display.close();
        assertThatThrownBy(() -> server.roundtrip(connection))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("closed the connection");
    }

    @Test
    void handlersAreFoundByTheObjectsThatRequestsName() throws Exception {
        record Surface(Resource<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event> resource)
                implements RequestHandler<WlSurfaceProtocol.Request> {
            @Override
            public void handle(WlSurfaceProtocol.Request request) {}
        }
        display.global(
                WlCompositorProtocol.INTERFACE,
                6,
                resource -> resource.setHandler(request -> {
                    switch (request) {
                        case WlCompositorProtocol.Request.CreateSurface(var id) -> {
                            var surface = resource.client().create(WlSurfaceProtocol.INTERFACE, id, resource.version());
                            surface.setHandler(new Surface(surface));
                        }
                        case WlCompositorProtocol.Request.CreateRegion(var id) -> throw new AssertionError(id);
                    }
                }));
        var connection = server.connect();
        var registry = connection.registry();
        server.roundtrip(connection);
        var entry = registry.entries().getLast();
        var surface = registry.bind(entry, WlCompositorProtocol.INTERFACE, 6)
                .create(WlSurfaceProtocol.INTERFACE, WlCompositorProtocol.Request.CreateSurface::new);
        server.roundtrip(connection);

        var client = display.clients().getFirst();
        var handler = client.handler(surface.id(), Surface.class);
        assertThat(handler.resource().id()).isEqualTo(surface.id());
        assertThat(handler.resource().version()).isEqualTo(6);
        assertThat(client.find(surface.id(), Surface.class)).contains(handler);
        assertThat(client.find(0, Surface.class)).isEmpty();
        assertThat(client.find(surface.id(), WlDisplay.class)).isEmpty();
        assertThatThrownBy(() -> client.handler(99, Surface.class)).isInstanceOf(IllegalStateException.class);
        assertThat(List.of(surface.toString(), handler.resource().toString()))
                .containsOnly("wl_surface@" + surface.id());
    }
}
