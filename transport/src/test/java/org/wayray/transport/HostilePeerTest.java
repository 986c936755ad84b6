package org.wayray.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wayray.link.CloseReason;
import org.wayray.link.Link;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Direction;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.EnvelopeEncoder;
import org.wayray.protocol.Limits;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Goodbye;
import org.wayray.protocol.v1.Key;
import org.wayray.protocol.v1.Ping;
import org.wayray.protocol.v1.Pong;
import org.wayray.protocol.v1.Refusal;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/** Whatever one peer does, it loses its own connection and nobody else's. */
class HostilePeerTest {
    private static final long MAX_QUEUED = 2 * 1024 * 1024;

    private Loopback loopback;
    private Loopback.Pair bystander;

    @BeforeEach
    void open() throws Exception {
        loopback = new Loopback(options -> options.withMaxConnections(8, 8)
                .withTimeouts(Duration.ofMillis(1500), Duration.ofSeconds(10))
                .withMaxQueuedBytes(MAX_QUEUED));
        bystander = loopback.pair();
    }

    @AfterEach
    void othersWentOnAllTheTime() throws Exception {
        try {
            assertThat(bystander.viewerGot().isClosed()).isFalse();
            bystander
                    .viewer()
                    .send(Envelope.of(
                            Channel.CONTROL,
                            ToSession.newBuilder()
                                    .setPing(Ping.newBuilder().setNonce(1))
                                    .build()));
            assertThat(bystander.sessionGot().next().message().hasPing()).isTrue();
            assertThat(loopback.door.connections()).isLessThanOrEqualTo(8);
        } finally {
            loopback.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTROL", "DISPLAY", "INPUT", "CURSOR", "CLIPBOARD"})
    void garbageOnAStreamEndsTheConnection(Channel channel) throws Exception {
        byte[] garbage = new byte[4096];
        new Random(channel.id()).nextBytes(garbage);
        garbage[0] = 40;
        garbage[1] = 0;
        garbage[2] = 7; // a protobuf wire type that does not exist
        try (RawViewer raw = new RawViewer(loopback.port())) {
            raw.stream(channel, garbage);
            assertThat(raw.ended()).startsWith("1 a header on " + channel + " that is not a message");
        }
    }

    @Test
    void aHeaderThatClaimsToBeHugeEndsTheConnection() throws Exception {
        try (RawViewer raw = new RawViewer(loopback.port())) {
            raw.stream(Channel.CONTROL, bytes(0xff, 0xff, 0xff, 0xff, 0x07));
            assertThat(raw.ended())
                    .isEqualTo("1 a header of 2147483647 bytes on CONTROL where at most 65536 are allowed");
        }
    }

    @Test
    void aPayloadThatClaimsToBeHugeEndsTheConnection() throws Exception {
        try (RawViewer raw = new RawViewer(loopback.port())) {
            raw.stream(Channel.CONTROL, bytes(2, 0xff, 0xff, 0xff, 0xff, 0x0f));
            assertThat(raw.ended())
                    .isEqualTo("1 a payload of 4294967295 bytes on CONTROL where at most 67108864 are allowed");
        }
    }

    @Test
    void aPayloadOnAMessageWithoutOneEndsTheConnection() throws Exception {
        byte[] hello = encoded(Loopback.HELLO);
        hello[1] = 5;
        try (RawViewer raw = new RawViewer(loopback.port())) {
            raw.stream(Channel.CONTROL, hello);
            assertThat(raw.ended()).isEqualTo("1 a payload of 5 bytes on CONTROL where at most 0 are allowed");
        }
    }

    @Test
    void aMessageOnTheWrongChannelEndsTheConnection() throws Exception {
        var key = Envelope.of(
                Channel.INPUT,
                ToSession.newBuilder().setKey(Key.newBuilder().setCode(1)).build());
        try (RawViewer raw = new RawViewer(loopback.port())) {
            raw.stream(Channel.DISPLAY, encoded(key));
            assertThat(raw.ended()).isEqualTo("1 a message on DISPLAY that belongs on INPUT");
        }
    }

    @Test
    void anUnknownChannelEndsTheConnection() throws Exception {
        try (RawViewer raw = new RawViewer(loopback.port())) {
            raw.stream(true).writeAndFlush(Unpooled.wrappedBuffer(bytes(99)));
            assertThat(raw.ended()).isEqualTo("1 a stream for the unknown channel 99");
        }
    }

    @Test
    void aSecondStreamForAChannelEndsTheConnection() throws Exception {
        try (RawViewer raw = new RawViewer(loopback.port())) {
            raw.stream(Channel.INPUT);
            raw.stream(Channel.INPUT);
            assertThat(raw.ended()).isEqualTo("1 a second stream for INPUT");
        }
    }

    @Test
    void aStreamThatEndsWithinAMessageEndsTheConnection() throws Exception {
        try (RawViewer raw = new RawViewer(loopback.port())) {
            raw.stream(Channel.CONTROL, bytes(20, 0, 1)).shutdownOutput();
            assertThat(raw.ended()).isEqualTo("1 a stream that ends within a message");
        }
    }

    @Test
    void thereAreNoMoreStreamsThanChannels() throws Exception {
        try (RawViewer raw = new RawViewer(loopback.port())) {
            List<QuicStreamChannel> streams = new ArrayList<>();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            streams.add(raw.stream(true));
                        }
                    })
                    .hasMessageContaining("QUICHE_ERR_STREAM_LIMIT");
            assertThat(streams).hasSize(Channel.OPENED.size() + Limits.TRANSFERS);
        }
    }

    @Test
    void aViewerThatNeverReadsIsGivenUpWithBoundedMemory() throws Exception {
        try (RawViewer raw = new RawViewer(loopback.port())) {
            raw.stream(Channel.CONTROL, encoded(Loopback.HELLO));
            QuicStreamChannel display = raw.stream(false);
            display.writeAndFlush(Unpooled.wrappedBuffer(bytes(Channel.DISPLAY.id())));
            var session = loopback.accepted();
            Recorder<ToSession> got = new Recorder<>();
            session.start(got);
            ByteBuffer pixels = ByteBuffer.allocate(512 * 1024);
            long sent = 0;
            while (!got.isClosed() && sent < 200L * 1024 * 1024) {
                session.send(new Envelope<>(
                        Channel.DISPLAY,
                        ToViewer.newBuilder()
                                .setFrame(Frame.newBuilder().setSerial(1))
                                .build(),
                        pixels));
                sent += pixels.remaining();
                assertThat(session.queuedBytes()).isLessThanOrEqualTo(MAX_QUEUED);
            }
            assertThat(got.closeReason().kind()).isEqualTo(CloseReason.Kind.OVERFLOW);
            assertThat(raw.ended()).startsWith("2 ");
        }
    }

    @Test
    void aFloodOfInputWaitsInTheNetworkAndNotInMemory() throws Exception {
        var pair = loopback.connect();
        pair.start(new Recorder<>());
        pair.send(Loopback.HELLO);
        var session = loopback.accepted();
        // nobody has started this link: nothing takes what comes in
        byte[] text = new byte[60_000];
        Arrays.fill(text, (byte) 'x');
        var big = Envelope.of(
                Channel.CONTROL,
                ToSession.newBuilder()
                        .setGoodbye(Goodbye.newBuilder().setText(new String(text, StandardCharsets.US_ASCII)))
                        .build());
        for (int i = 0; i < 60; i++) {
            pair.send(big);
        }
        // 3.6 MB were sent; 1 MB waits unread in the server, the windows of QUIC hold the next, the rest stays here
        Await.until(() -> pair.queuedBytes() > 0 && settled(pair));
        assertThat(pair.queuedBytes()).isGreaterThan(500_000);
        Recorder<ToSession> got = new Recorder<>();
        session.start(got);
        assertThat(got.next()).isEqualTo(Loopback.HELLO);
        for (int i = 0; i < 60; i++) {
            assertThat(got.next()).isEqualTo(big);
        }
        pair.close(CloseReason.finished("done"));
    }

    @Test
    void aViewerThatSaysNothingIsClosedAndNeverHandedOut() throws Exception {
        try (RawViewer raw = new RawViewer(loopback.port())) {
            assertThat(raw.ended()).isEqualTo("4 no first message in time");
            assertThat(loopback.noneAccepted()).isTrue();
        }
    }

    @Test
    void handshakesThatStopHalfWayAreForgotten() throws Exception {
        try (Loopback roomy = new Loopback(options -> options.withMaxConnections(100, 100)
                        .withTimeouts(Duration.ofMillis(1500), Duration.ofSeconds(10)));
                UdpRelay relay = new UdpRelay(roomy.port(), 1);
                var impatient = new QuicViewerConnector(
                        (host, port, certificate) -> {}, Optional.empty(), Duration.ofMillis(500))) {
            relay.pass(true, false);
            List<CompletableFuture<?>> attempts = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                attempts.add(impatient.connect("127.0.0.1", relay.port()));
            }
            Await.until(roomy.door::underPressure);
            for (var attempt : attempts) {
                assertThatThrownBy(attempt::get).hasRootCauseInstanceOf(ConnectTimeoutException.class);
            }
            Await.until(() -> roomy.door.connections() == 0);
            assertThat(roomy.door.underPressure()).isFalse();
        }
    }

    @Test
    void datagramsThatAreNotQuicAreIgnored() throws Exception {
        Random random = new Random(5);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 2000; i++) {
                byte[] bytes = new byte[random.nextInt(1500)];
                random.nextBytes(bytes);
                if (bytes.length > 0 && i % 2 == 0) {
                    bytes[0] |= (byte) 0xc0; // looks like the beginning of a handshake
                }
                socket.send(new DatagramPacket(bytes, bytes.length, loopback.door.address()));
            }
        }
        var pair = loopback.pair();
        pair.session().close(CloseReason.finished("works"));
    }

    @Test
    void aViewerBeyondTheLimitIsToldThatTheServerIsBusy() throws Exception {
        List<Loopback.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            pairs.add(loopback.pair());
        }
        var tooMany = loopback.connect();
        Recorder<ToViewer> got = new Recorder<>();
        tooMany.start(got);
        tooMany.send(Loopback.HELLO);
        assertThat(got.next().message().getRefusal().getCode()).isEqualTo(Refusal.Code.BUSY);
        assertThat(got.closeReason().kind()).isEqualTo(CloseReason.Kind.FINISHED);
        assertThat(loopback.noneAccepted()).isTrue();

        pairs.getFirst().viewer().close(CloseReason.finished("leaving"));
        Await.until(() -> loopback.door.connections() == 7);
        loopback.pair().viewer().close(CloseReason.finished("there was room again"));
    }

    @Test
    void aFloodOfConnectionsLeavesTheDoorWorking() throws Exception {
        List<CompletableFuture<Link<ToViewer, ToSession>>> attempts = new ArrayList<>();
        try (var flood =
                new QuicViewerConnector((host, port, certificate) -> {}, Optional.empty(), Duration.ofSeconds(3))) {
            for (int i = 0; i < 100; i++) {
                attempts.add(flood.connect("127.0.0.1", loopback.port()));
            }
            int let = 0;
            for (var attempt : attempts) {
                try {
                    attempt.get();
                    let++;
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(ConnectFailure.class);
                }
            }
            assertThat(let).isGreaterThan(0);
            // none of them says Hello
            Await.until(() -> loopback.door.connections() == 1);
        }
        loopback.pair().viewer().close(CloseReason.finished("works"));
    }

    @Test
    void aServerThatBreaksTheProtocolLosesItsViewer() throws Exception {
        var pair = loopback.pair();
        pair.session()
                .send(Envelope.of(
                        Channel.CONTROL,
                        ToViewer.newBuilder()
                                .setPong(Pong.newBuilder().setNonce(3))
                                .build()));
        assertThat(pair.viewerGot().next().message().hasPong()).isTrue();
        pair.viewer().close(CloseReason.violation("a frame outside the screen"));
        assertThat(pair.sessionGot().closeReason())
                .isEqualTo(new CloseReason(CloseReason.Kind.REJECTED, "a frame outside the screen"));
    }

    private static boolean settled(Link<?, ?> link) {
        long before = link.queuedBytes();
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        return link.queuedBytes() == before;
    }

    private static byte[] encoded(Envelope<ToSession> envelope) {
        var encoder = new EnvelopeEncoder<>(Direction.TO_SESSION);
        ByteBuffer bytes = ByteBuffer.allocate(encoder.size(envelope));
        encoder.encode(envelope, bytes);
        return bytes.array();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
