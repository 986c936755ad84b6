package org.wayray.wayland.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.SealedMemory;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.EventLoop;
import org.wayray.wayland.client.ConnectionException.ServerError;
import org.wayray.wayland.protocols.core.WlCallbackProtocol;
import org.wayray.wayland.protocols.core.WlDataDeviceProtocol;
import org.wayray.wayland.protocols.core.WlDataOfferProtocol;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.wire.WireTrace;

/** The client's side, against literal words. */
final class ConnectionTest {
    private static final int OFFER = 0xff000000;

    private final long fdsBefore = Fd.open();
    private final EventLoop loop = EventLoop.create("test");
    private final FakeServer server;
    private final Connection connection;
    private final List<String> log = new ArrayList<>();

    ConnectionTest() throws PosixException {
        var pair = UnixSocket.pair();
        server = new FakeServer(pair.left());
        connection = Connection.over(loop, pair.right());
    }

    @AfterEach
    void close() throws PosixException {
        connection.close();
        connection.close();
        server.close();
        loop.dispatchPending();
        assertThat(loop.failures()).isZero();
        assertThat(loop.watchCount()).isZero();
        loop.close();
        assertThat(Fd.open()).isEqualTo(fdsBefore);
    }

    private ConnectionException end() {
        return connection.end().orElseThrow();
    }

    @Test
    void requestsAreWordsOnTheWire() throws PosixException {
        var registry = connection.registry();
        assertThat(connection.registry()).isSameAs(registry);
        loop.dispatchPending();
        assertThat(server.words()).containsExactly(1, 12 << 16 | 1, 2);

        server.send(2, 0, 7, 8, 0x735f6c77, 0x00746165, 9);
        loop.dispatchPending();
        assertThat(registry.entries()).containsExactly(new Registry.Entry(7, "wl_seat", 9));
        var seat = registry.bind(WlSeatProtocol.INTERFACE, 5);
        assertThat(seat.version()).isEqualTo(5);
        loop.dispatchPending();
        assertThat(server.words()).containsExactly(2, 32 << 16, 7, 8, 0x735f6c77, 0x00746165, 5, 3);

        server.send(2, 1, 7);
        loop.dispatchPending();
        assertThat(registry.find(WlSeatProtocol.INTERFACE)).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> registry.bind(WlSeatProtocol.INTERFACE, 5));
    }

    @Test
    void aRoundtripEndsWithTheCallback() throws Exception {
        server.send(2, 0, 0).send(1, 1, 2);
        connection.roundtrip(Duration.ofSeconds(5));
        assertThat(connection.proxy(2)).isEmpty();
        assertThat(server.words()).containsExactly(1, 12 << 16, 2);
        server.send(2, 0, 0).send(1, 1, 2);
        connection.roundtrip(Duration.ofSeconds(5));
        assertThat(server.words()).as("the id is used again").containsExactly(1, 12 << 16, 2);
    }

    @Test
    void aRoundtripDoesNotWaitForEver() {
        assertThatThrownBy(() -> connection.roundtrip(Duration.ofMillis(20)))
                .isInstanceOf(ConnectionException.class)
                .hasMessage("The server did not answer within PT0.02S");
        assertThat(connection.end()).isEmpty();
    }

    @Test
    void aDestroyedObjectsIdIsTakenUntilTheServerDeletesIt() throws PosixException {
        var surface = connection.add(WlSurfaceProtocol.INTERFACE, 6);
        surface.setHandler(event -> log.add(event.toString()));
        server.send(2, 2, 3);
        loop.dispatchPending();
        surface.send(new WlSurfaceProtocol.Request.Destroy());
        assertThat(surface.isAlive()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> surface.send(new WlSurfaceProtocol.Request.Commit()));
        assertThat(connection.add(WlSurfaceProtocol.INTERFACE, 6).id()).isEqualTo(3);

        server.send(2, 2, 4);
        loop.dispatchPending();
        assertThat(log).containsExactly("PreferredBufferScale[factor=3]");
        server.send(1, 1, 2);
        loop.dispatchPending();
        assertThat(connection.add(WlSurfaceProtocol.INTERFACE, 6).id()).isEqualTo(2);
    }

    @Test
    void anEventMayNameAnObjectThatIsDestroyedHere() throws PosixException {
        var surface = connection.add(WlSurfaceProtocol.INTERFACE, 6);
        var keyboard = connection.add(WlKeyboardProtocol.INTERFACE, 9);
        keyboard.setHandler(event -> {
            if (event instanceof WlKeyboardProtocol.Event.Leave(var serial, var left)) {
                log.add(serial + " "
                        + connection.proxy(left, WlSurfaceProtocol.INTERFACE).isPresent());
            }
        });
        server.send(3, 2, 1, 2);
        loop.dispatchPending();
        surface.forget();
        server.send(3, 2, 2, 2);
        loop.dispatchPending();
        assertThat(log).containsExactly("1 true", "2 false");
    }

    @Test
    void descriptorsForObjectsThatNobodyListensToAreClosed() throws PosixException {
        var keyboard = connection.add(WlKeyboardProtocol.INTERFACE, 9);
        for (int i = 0; i < 2; i++) {
            server.send(
                    FakeServer.event(2, 0, 1, 1), SealedMemory.of(new byte[1]).fd());
            loop.dispatchPending();
            assertThat(connection.end()).isEmpty();
            assertThat(Fd.open()).isEqualTo(fdsBefore + 2);
            keyboard.forget();
        }
    }

    @Test
    void objectsOfTheServersAreThereWhenTheirEventIsHandled() throws PosixException {
        var device = connection.add(WlDataDeviceProtocol.INTERFACE, 3);
        device.setHandler(event -> {
            if (event instanceof WlDataDeviceProtocol.Event.DataOffer(var id)) {
                var offer = connection.proxy(id, WlDataOfferProtocol.INTERFACE).orElseThrow();
                log.add(offer + " version " + offer.version());
                offer.send(new WlDataOfferProtocol.Request.Destroy());
            }
        });
        server.send(2, 0, OFFER);
        loop.dispatchPending();
        // crossed our destructor; and the server uses the id again at once
        server.send(OFFER, 0, 2, 'x').send(2, 0, OFFER);
        loop.dispatchPending();
        assertThat(connection.end()).isEmpty();
        assertThat(log).containsExactly("wl_data_offer@4278190080 version 3", "wl_data_offer@4278190080 version 3");
    }

    @Test
    void anErrorOfTheServerIsToldWithItsObject() throws PosixException {
        connection.onEnd(exception -> log.add(String.valueOf(exception.getMessage())));
        var surface = connection.add(WlSurfaceProtocol.INTERFACE, 6);
        server.send(FakeServer.error(2, 1, "bad scale"));
        server.close();
        loop.dispatchPending();
        assertThat(end().serverError()).contains(new ServerError("wl_surface", 2, 1, "bad scale"));
        assertThat(log).containsExactly("The server refused a request: wl_surface@2: bad scale (code 1)");
        surface.send(new WlSurfaceProtocol.Request.Commit());
        assertThatThrownBy(() -> connection.roundtrip(Duration.ofSeconds(5))).isSameAs(end());
    }

    @Test
    void anErrorMayBeAboutAnObjectThatIsNotKnown() throws PosixException {
        server.send(FakeServer.error(99, 0, "gone"));
        loop.dispatchPending();
        assertThat(end().serverError()).contains(new ServerError("", 99, 0, "gone"));
    }

    @Test
    void anErrorIsReadAlsoWhenTheServerHasClosedBeforeWeSend() throws PosixException {
        server.send(FakeServer.error(1, 2, "no memory"));
        server.close();
        connection.registry();
        connection.flush();
        loop.dispatchPending();
        assertThat(end().serverError()).map(ServerError::message).contains("no memory");
    }

    @Test
    void aServerThatIsGoneEndsTheConnection() throws PosixException {
        connection.onEnd(exception -> log.add("end"));
        server.close();
        loop.dispatchPending();
        assertThat(end()).hasMessage("The server closed the connection");
        assertThat(log).containsExactly("end");
    }

    @Test
    void closingIsNoEndThatAnybodyIsToldOf() throws PosixException {
        connection.onEnd(exception -> log.add("end"));
        connection.registry();
        connection.close();
        assertThat(server.words()).as("what was sent before").hasSize(3);
        assertThat(log).isEmpty();
        assertThatThrownBy(() -> connection.roundtrip(Duration.ofSeconds(5))).hasMessage("The connection was closed");
    }

    @Test
    void whatIsNoWaylandEndsTheConnection() throws PosixException {
        server.send(1, 7);
        loop.dispatchPending();
        assertThat(end()).hasMessage("The server sent what is no Wayland: no event 7 of wl_display@1");
    }

    @Test
    void randomBytesEndTheConnectionAndNothingElse() throws PosixException {
        for (long seed = 0; seed < 1000; seed++) {
            var random = new Random(seed);
            try (var pair = UnixSocket.pair();
                    var victim = Connection.over(loop, pair.right())) {
                victim.add(WlDataDeviceProtocol.INTERFACE, 3).setHandler(event -> {});
                victim.add(WlKeyboardProtocol.INTERFACE, 9).setHandler(event -> {});
                var bytes = FakeServer.event(
                        1 + random.nextInt(4),
                        random.nextInt(7),
                        random.ints(random.nextInt(8), 0, 9).toArray());
                for (int i = random.nextInt(3); i > 0; i--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                new FakeServer(pair.left()).send(bytes);
                loop.dispatchPending();
                assertThat(loop.failures()).as("seed %d", seed).isZero();
            }
        }
    }

    @Test
    void eventsThatComeInPiecesAreUnderstood() throws PosixException {
        connection.add(WlSurfaceProtocol.INTERFACE, 6).setHandler(event -> log.add(event.toString()));
        var bytes = FakeServer.event(2, 2, 3);
        for (int split = 1; split < bytes.length; split++) {
            server.send(Arrays.copyOf(bytes, split));
            loop.dispatchPending();
            server.send(Arrays.copyOfRange(bytes, split, bytes.length));
            loop.dispatchPending();
        }
        assertThat(log).hasSize(bytes.length - 1).containsOnly("PreferredBufferScale[factor=3]");
    }

    @Test
    void aHandlersFailureEndsTheConnection() throws PosixException {
        connection.add(WlSurfaceProtocol.INTERFACE, 6).setHandler(event -> {
            throw new IllegalStateException("a bug");
        });
        server.send(2, 2, 3);
        loop.dispatchPending();
        assertThat(end()).hasMessageContaining("a bug").hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRequestThatCannotBeSentTakesNoId() throws PosixException {
        var seat = connection.add(WlSeatProtocol.INTERFACE, 4);
        assertThatIllegalArgumentException().isThrownBy(() -> seat.send(new WlSeatProtocol.Request.Release()));
        seat.forget();
        assertThatIllegalStateException()
                .isThrownBy(() -> seat.create(WlKeyboardProtocol.INTERFACE, WlSeatProtocol.Request.GetKeyboard::new));
        var callback = connection.display().create(WlCallbackProtocol.INTERFACE, WlDisplayProtocol.Request.Sync::new);
        assertThat(callback.id()).isEqualTo(3);
    }

    @Test
    void theTraceShowsBothDirections() throws Exception {
        connection.setTrace(new WireTrace(line -> log.add(line.substring(line.indexOf(']') + 2))));
        server.send(2, 0, 0).send(1, 1, 2);
        connection.roundtrip(Duration.ofSeconds(5));
        loop.dispatchPending();
        assertThat(log)
                .containsExactly(
                        "server:  -> wl_display@1.sync(new id wl_callback@2)",
                        "server: wl_callback@2.done(0)",
                        "server: wl_display@1.delete_id(2)");
    }

    @Test
    void nobodyListening() {
        assertThatThrownBy(() -> Connection.connect(loop, Path.of("/nonexistent/wayland-0")))
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.is("ENOENT")).isTrue());
    }
}
