package org.wayray.wayland.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.SealedMemory;
import org.wayray.wayland.client.Connection;
import org.wayray.wayland.client.ConnectionException;
import org.wayray.wayland.client.ConnectionException.ServerError;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlCompositorProtocol;
import org.wayray.wayland.protocols.core.WlDataDeviceManagerProtocol;
import org.wayray.wayland.protocols.core.WlDataDeviceProtocol;
import org.wayray.wayland.protocols.core.WlDataOfferProtocol;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlOutputProtocol;
import org.wayray.wayland.protocols.core.WlRegionProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlShmPoolProtocol;
import org.wayray.wayland.protocols.core.WlShmProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.wire.NoMessage;
import org.wayray.wayland.wire.WireFd;
import org.wayray.wayland.wire.WireInterface;

/** The life of resources: creation, requests, events, destruction, and what becomes of descriptors. */
final class ResourceTest {
    private final ServerFixture server;
    private final Display display;
    private final List<String> log = new ArrayList<>();
    private final List<Resource<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event>> surfaces = new ArrayList<>();
    private final Connection connection;
    private final Proxy<WlCompositorProtocol.Request, NoMessage> compositor;

    ResourceTest() throws Exception {
        server = new ServerFixture();
        display = server.display();
        display.global(WlCompositorProtocol.INTERFACE, 6, this::bindCompositor);
        connection = server.connect();
        compositor = bind(WlCompositorProtocol.INTERFACE, 6);
    }

    private <RQ, EV> Proxy<RQ, EV> bind(WireInterface<RQ, EV> wireInterface, int version) throws ConnectionException {
        connection.registry();
        server.roundtrip(connection);
        return connection.registry().bind(wireInterface, version);
    }

    private void bindCompositor(Resource<WlCompositorProtocol.Request, NoMessage> resource) {
        resource.setHandler(request -> {
            switch (request) {
                case WlCompositorProtocol.Request.CreateSurface(var id) -> {
                    var surface = resource.client().create(WlSurfaceProtocol.INTERFACE, id, resource.version());
                    surface.setHandler(this::handleSurface);
                    surface.onDestroy(() -> log.add("gone " + surface));
                    surfaces.add(surface);
                }
                case WlCompositorProtocol.Request.CreateRegion(var id) -> throw new IllegalStateException("a bug");
            }
        });
    }

    @SuppressWarnings("InfiniteRecursion") // is what it is for
    private static int nestForEver() {
        return 1 + nestForEver();
    }

    private void handleSurface(WlSurfaceProtocol.Request request) {
        if (request instanceof WlSurfaceProtocol.Request.Offset) {
            nestForEver();
        }
        log.add(request.toString());
        if (request instanceof WlSurfaceProtocol.Request.SetBufferScale(var scale) && scale < 1) {
            throw new ProtocolException(
                    surfaces.getFirst(), WlSurfaceProtocol.Error.INVALID_SCALE, "scale " + scale + " is not positive");
        }
    }

    private Proxy<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event> createSurface() {
        return compositor.create(WlSurfaceProtocol.INTERFACE, WlCompositorProtocol.Request.CreateSurface::new);
    }

    @BeforeEach
    void settle() throws ConnectionException {
        server.roundtrip(connection);
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void aDestructorIsHandledAndThenDestroysTheResourceOnce() throws Exception {
        var surface = createSurface();
        surface.send(new WlSurfaceProtocol.Request.Destroy());
        server.roundtrip(connection);
        assertThat(log).containsExactly("Destroy[]", "gone wl_surface@" + surface.id());
        surfaces.getFirst().destroy();
        assertThat(surfaces.getFirst().isAlive()).isFalse();
        connection.close();
        server.loop().dispatchPending();
        assertThat(log).hasSize(2);
    }

    @Test
    void theIdOfADestroyedObjectIsUsedAgain() throws Exception {
        var first = createSurface();
        first.send(new WlSurfaceProtocol.Request.Destroy());
        var second = createSurface();
        assertThat(second.id()).as("not yet deleted by the server").isNotEqualTo(first.id());
        server.roundtrip(connection);
        assertThat(List.of(createSurface().id(), createSurface().id())).contains(first.id());
    }

    @Test
    void aResourceThatTheServerDestroysTellsTheClient() throws Exception {
        var surface = createSurface();
        server.roundtrip(connection);
        surfaces.getFirst().destroy();
        server.roundtrip(connection);
        assertThat(surface.isAlive()).isFalse();
        assertThatThrownBy(() -> surface.send(new WlSurfaceProtocol.Request.Commit()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whenAClientGoesItsListenersRunFirstAndItsResourcesDieFromTheNewestToTheOldest() throws Exception {
        var old = createSurface();
        int first = createSurface().id();
        int second = createSurface().id();
        old.send(new WlSurfaceProtocol.Request.Destroy());
        server.roundtrip(connection);
        int third = createSurface().id();
        int fourth = createSurface().id();
        assertThat(List.of(third, fourth)).as("an old id for a new object").contains(old.id());
        server.roundtrip(connection);
        var client = display.clients().getFirst();
        client.onDestroy(() -> log.add("client"));
        client.onDestroy(() -> assertThat(client.resource(first)).isPresent());
        log.clear();

        connection.close();
        server.loop().dispatchPending();
        assertThat(log)
                .containsExactly(
                        "client",
                        "gone wl_surface@" + fourth,
                        "gone wl_surface@" + third,
                        "gone wl_surface@" + second,
                        "gone wl_surface@" + first);
        client.onDestroy(() -> log.add("late"));
        assertThat(log).endsWith("late");
        assertThatThrownBy(() -> client.create(WlDataOfferProtocol.INTERFACE, 3))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void listenersMayDestroyAndCreateWhileTheirClientGoes() throws Exception {
        createSurface();
        createSurface();
        server.roundtrip(connection);
        var client = display.clients().getFirst();
        surfaces.get(1).onDestroy(() -> {
            surfaces.get(0).destroy();
            client.create(WlDataOfferProtocol.INTERFACE, 3).onDestroy(() -> log.add("gone offer"));
        });
        connection.close();
        server.loop().dispatchPending();
        assertThat(log).containsExactly("gone " + surfaces.get(1), "gone " + surfaces.get(0), "gone offer");
    }

    @Test
    void aFailingListenerKeepsNobodyFromBeingCleanedUp() throws Exception {
        createSurface();
        createSurface();
        server.roundtrip(connection);
        quietly(() -> {
            surfaces.get(1).onDestroy(() -> {
                throw new IllegalStateException("a bug");
            });
            surfaces.get(1).onDestroy(() -> log.add("after"));
            connection.close();
            server.loop().dispatchPending();
        });
        assertThat(log).containsExactly("gone " + surfaces.get(1), "after", "gone " + surfaces.get(0));
    }

    @Test
    void aListenerThatIsRemovedIsNotCalled() throws Exception {
        createSurface();
        server.roundtrip(connection);
        Runnable listener = () -> log.add("unwanted");
        surfaces.getFirst().onDestroy(listener);
        surfaces.getFirst().removeDestroyListener(listener);
        display.clients().getFirst().onDestroy(listener);
        display.clients().getFirst().removeDestroyListener(listener);
        connection.close();
        server.loop().dispatchPending();
        assertThat(log).containsExactly("gone " + surfaces.getFirst());
    }

    @Test
    void aProtocolExceptionEndsTheClientWithItsCodeAndText() {
        var surface = createSurface();
        surface.send(new WlSurfaceProtocol.Request.SetBufferScale(0));
        surface.send(new WlSurfaceProtocol.Request.Commit());
        assertThat(refusal())
                .contains(new ServerError(
                        "wl_surface",
                        surface.id(),
                        WlSurfaceProtocol.Error.INVALID_SCALE.value(),
                        "scale 0 is not positive"));
        assertThat(log).as("requests after the error").doesNotContain("Commit[]");
        assertThat(display.clients()).isEmpty();
    }

    @Test
    void anErrorMayBeAnnouncedOutsideOfAHandler() throws Exception {
        var surface = createSurface();
        server.roundtrip(connection);
        surfaces.getFirst().protocolError(WlSurfaceProtocol.Error.INVALID_SIZE, "x".repeat(5000) + '\0');
        surfaces.getFirst().protocolError(WlSurfaceProtocol.Error.INVALID_OFFSET, "only the first counts");
        assertThat(surfaces.getFirst().client().isAlive()).isFalse();
        var error = refusal().orElseThrow();
        assertThat(error.objectId()).isEqualTo(surface.id());
        assertThat(error.code()).isEqualTo(WlSurfaceProtocol.Error.INVALID_SIZE.value());
        assertThat(error.message()).isEqualTo("x".repeat(1000));
    }

    @Test
    void aBugInAHandlerEndsTheClientAndNobodyElse() throws Exception {
        var other = server.connect();
        server.roundtrip(other);
        quietly(() -> {
            compositor.create(WlRegionProtocol.INTERFACE, WlCompositorProtocol.Request.CreateRegion::new);
            var error = refusal().orElseThrow();
            assertThat(error.code()).isEqualTo(WlDisplayProtocol.Error.IMPLEMENTATION.value());
            assertThat(error.message()).doesNotContain("a bug");
        });
        server.roundtrip(other);
    }

    @Test
    void aHandlerThatUsesUpTheStackEndsTheClientAndNobodyElse() throws Exception {
        var other = server.connect();
        server.roundtrip(other);
        quietly(() -> {
            createSurface().send(new WlSurfaceProtocol.Request.Offset(1, 1));
            assertThat(refusal().orElseThrow().code()).isEqualTo(WlDisplayProtocol.Error.IMPLEMENTATION.value());
        });
        server.roundtrip(other);
    }

    @Test
    void aResourceWithoutHandlerIsABugToo() throws Exception {
        display.global(WlShmProtocol.INTERFACE, 1, resource -> {});
        quietly(() -> {
            var shm = bind(WlShmProtocol.INTERFACE, 1);
            var memory = SealedMemory.of(new byte[1]);
            shm.create(
                    WlShmPoolProtocol.INTERFACE,
                    id -> new WlShmProtocol.Request.CreatePool(id, WireFd.owning(memory.fd()), 1));
            assertThat(refusal().orElseThrow().code()).isEqualTo(WlDisplayProtocol.Error.IMPLEMENTATION.value());
        });
    }

    @Test
    void disconnectingSendsWhatIsBufferedFirst() throws Exception {
        var surface = createSurface();
        server.roundtrip(connection);
        surface.setHandler(event -> log.add(event.toString()));
        surfaces.getFirst().send(new WlSurfaceProtocol.Event.PreferredBufferScale(2));
        surfaces.getFirst().client().disconnect();
        surfaces.getFirst().send(new WlSurfaceProtocol.Event.PreferredBufferScale(3));
        assertThat(refusal()).isEmpty();
        assertThat(log).contains("PreferredBufferScale[factor=2]").doesNotContain("PreferredBufferScale[factor=3]");
    }

    @Test
    void anEventThatTheClientIsTooOldForIsNotSent() throws Exception {
        var resources = new ArrayList<Resource<WlOutputProtocol.Request, WlOutputProtocol.Event>>();
        display.global(WlOutputProtocol.INTERFACE, 4, resources::add);
        var output = bind(WlOutputProtocol.INTERFACE, 3);
        var events = new ArrayList<WlOutputProtocol.Event>();
        output.setHandler(events::add);
        server.roundtrip(connection);
        resources.getFirst().send(new WlOutputProtocol.Event.Scale(2));
        resources.getFirst().send(new WlOutputProtocol.Event.Name("since version 4"));
        resources.getFirst().send(new WlOutputProtocol.Event.Done());
        server.roundtrip(connection);
        assertThat(events).containsExactly(new WlOutputProtocol.Event.Scale(2), new WlOutputProtocol.Event.Done());
    }

    @Test
    void aRequestThatTheObjectIsTooOldForIsNotSentByOurClient() throws Exception {
        var old = connection.registry().bind(WlCompositorProtocol.INTERFACE, 4);
        var surface = old.create(WlSurfaceProtocol.INTERFACE, WlCompositorProtocol.Request.CreateSurface::new);
        assertThatIllegalArgumentException().isThrownBy(() -> surface.send(new WlSurfaceProtocol.Request.Offset(1, 1)));
        server.roundtrip(connection);
    }

    @Test
    void anEventThatIsTooLongIsABugOfOursAndSendsNothing() throws Exception {
        var resources = new ArrayList<Resource<WlOutputProtocol.Request, WlOutputProtocol.Event>>();
        display.global(WlOutputProtocol.INTERFACE, 4, resources::add);
        bind(WlOutputProtocol.INTERFACE, 4);
        server.roundtrip(connection);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resources.getFirst().send(new WlOutputProtocol.Event.Name("x".repeat(4096))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resources.getFirst().send(new WlOutputProtocol.Event.Name("x\0x")));
        server.roundtrip(connection);
    }

    @Test
    void theServerMakesObjectsThatTheClientGetsToKnowByAnEvent() throws Exception {
        var devices = new ArrayList<Resource<WlDataDeviceProtocol.Request, WlDataDeviceProtocol.Event>>();
        display.global(WlSeatProtocol.INTERFACE, 5, resource -> {});
        display.global(
                WlDataDeviceManagerProtocol.INTERFACE,
                3,
                manager -> manager.setHandler(request -> {
                    if (request instanceof WlDataDeviceManagerProtocol.Request.GetDataDevice(var id, var seat)) {
                        devices.add(manager.client().create(WlDataDeviceProtocol.INTERFACE, id, manager.version()));
                    }
                }));
        var seat = bind(WlSeatProtocol.INTERFACE, 5);
        var manager = connection.registry().bind(WlDataDeviceManagerProtocol.INTERFACE, 3);
        var device = manager.create(
                WlDataDeviceProtocol.INTERFACE,
                id -> new WlDataDeviceManagerProtocol.Request.GetDataDevice(id, seat.id()));
        var offers = new ArrayList<Proxy<WlDataOfferProtocol.Request, WlDataOfferProtocol.Event>>();
        device.setHandler(event -> {
            if (event instanceof WlDataDeviceProtocol.Event.DataOffer(var id)) {
                var offer = connection.proxy(id, WlDataOfferProtocol.INTERFACE).orElseThrow();
                offer.setHandler(offered -> log.add(offered.toString()));
                offers.add(offer);
            }
        });
        server.roundtrip(connection);

        var client = display.clients().getFirst();
        for (int i = 0; i < 3; i++) {
            var offer = client.create(WlDataOfferProtocol.INTERFACE, 3);
            offer.setHandler(request -> log.add(request.toString()));
            assertThat(offer.id()).as("free again each time").isEqualTo(0xff000000);
            devices.getFirst().send(new WlDataDeviceProtocol.Event.DataOffer(offer.id()));
            offer.send(new WlDataOfferProtocol.Event.Offer("text/plain"));
            server.roundtrip(connection);
            offers.getLast().send(new WlDataOfferProtocol.Request.Destroy());
            server.roundtrip(connection);
        }
        assertThat(offers).hasSize(3);
        assertThat(log).hasSize(6).startsWith("Offer[mimeType=text/plain]", "Destroy[]");
    }

    @Test
    void aDescriptorInARequestIsTheHandlersIfItTakesIt() throws Exception {
        var taken = new ArrayList<Fd>();
        display.global(
                WlShmProtocol.INTERFACE,
                1,
                shm -> shm.setHandler(request -> {
                    if (request instanceof WlShmProtocol.Request.CreatePool(var id, var fd, var size)) {
                        shm.client().create(WlShmPoolProtocol.INTERFACE, id, 1);
                        if (size == 2) {
                            taken.add(fd.take(Fd.class));
                        }
                    }
                }));
        var shm = bind(WlShmProtocol.INTERFACE, 1);
        server.roundtrip(connection);
        long before = Fd.open();
        for (int size = 1; size <= 2; size++) {
            var memory = SealedMemory.of(new byte[size]);
            int bytes = size;
            shm.create(
                    WlShmPoolProtocol.INTERFACE,
                    id -> new WlShmProtocol.Request.CreatePool(id, WireFd.owning(memory.fd()), bytes));
        }
        server.roundtrip(connection);
        assertThat(taken).hasSize(1);
        assertThat(Fd.open()).isEqualTo(before + 1);
        taken.getFirst().close();
    }

    @Test
    void aDescriptorInAnEventIsClosedWhetherItIsSentOrDropped() throws Exception {
        var keyboards = new ArrayList<Resource<WlKeyboardProtocol.Request, WlKeyboardProtocol.Event>>();
        display.global(
                WlSeatProtocol.INTERFACE,
                5,
                seat -> seat.setHandler(request -> {
                    if (request instanceof WlSeatProtocol.Request.GetKeyboard(var id)) {
                        keyboards.add(seat.client().create(WlKeyboardProtocol.INTERFACE, id, seat.version()));
                    }
                }));
        var keyboard = bind(WlSeatProtocol.INTERFACE, 5)
                .create(WlKeyboardProtocol.INTERFACE, WlSeatProtocol.Request.GetKeyboard::new);
        var keymaps = new ArrayList<Fd>();
        keyboard.setHandler(event -> {
            if (event instanceof WlKeyboardProtocol.Event.Keymap(var format, var fd, var size)) {
                keymaps.add(fd.take(Fd.class));
            }
        });
        server.roundtrip(connection);
        long before = Fd.open();
        keyboards.getFirst().send(keymap());
        server.roundtrip(connection);
        assertThat(keymaps).hasSize(1);
        assertThat(Fd.open()).isEqualTo(before + 1);
        keymaps.getFirst().close();

        keyboards.getFirst().destroy();
        keyboards.getFirst().send(keymap());
        assertThat(Fd.open()).as("sent to a dead resource").isEqualTo(before);
    }

    private static WlKeyboardProtocol.Event keymap() {
        try {
            return new WlKeyboardProtocol.Event.Keymap(
                    1, WireFd.owning(SealedMemory.of(new byte[1]).fd()), 1);
        } catch (PosixException e) {
            throw new AssertionError(e);
        }
    }

    /** The error that ends the connection, empty when it ends without. */
    private Optional<ServerError> refusal() {
        assertThatThrownBy(() -> server.roundtrip(connection)).isInstanceOf(ConnectionException.class);
        return connection.end().orElseThrow().serverError();
    }

    /** Runs something that logs an error on purpose. */
    private static void quietly(Step step) throws Exception {
        var logger = (Logger) LoggerFactory.getLogger(Client.class);
        var before = logger.getLevel();
        logger.setLevel(Level.OFF);
        try {
            step.run();
        } finally {
            logger.setLevel(before);
        }
    }

    private interface Step {
        void run() throws Exception;
    }
}
