package org.wayray.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.wayray.link.CloseReason;
import org.wayray.link.Link;
import org.wayray.link.LinkStats;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.CursorHidden;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Goodbye;
import org.wayray.protocol.v1.Key;
import org.wayray.protocol.v1.Pong;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

class QuicLinkTest {
    private static Loopback loopback;

    @BeforeAll
    static void open() throws Exception {
        loopback = new Loopback();
    }

    @AfterAll
    static void close() {
        loopback.close();
    }

    @Test
    void messagesGoBothWaysOnEveryChannel() throws Exception {
        var pair = loopback.pair();
        var key = key(30);
        pair.viewer().send(key);
        assertThat(pair.sessionGot().next()).isEqualTo(key);
        var pong = pong(7);
        pair.session().send(pong);
        assertThat(pair.viewerGot().next()).isEqualTo(pong);
        var cursor = Envelope.of(
                Channel.CURSOR,
                ToViewer.newBuilder()
                        .setCursorHidden(CursorHidden.getDefaultInstance())
                        .build());
        pair.session().send(cursor);
        assertThat(pair.viewerGot().next()).isEqualTo(cursor);
        pair.viewer().close(CloseReason.finished("done"));
        assertThat(pair.sessionGot().closeReason().kind()).isEqualTo(CloseReason.Kind.FINISHED);
    }

    @Test
    void largeFramesArriveWholeAndInOrder() throws Exception {
        var pair = loopback.pair();
        byte[] pixels = new byte[8 * 1024 * 1024];
        new Random(1).nextBytes(pixels);
        for (int serial = 1; serial <= 3; serial++) {
            pair.session().send(frame(serial, ByteBuffer.wrap(pixels)));
        }
        for (int serial = 1; serial <= 3; serial++) {
            var got = pair.viewerGot().next();
            assertThat(got.message().getFrame().getSerial()).isEqualTo(serial);
            assertThat(got.payload()).isEqualTo(ByteBuffer.wrap(pixels));
        }
        assertThat(pair.session().queuedBytes()).isZero();
        pair.session().close(CloseReason.finished("done"));
    }

    /** Each packet less is one that both sides need not encrypt, decrypt and wake up for while somebody waits for an echo. */
    @Test
    void anAnswerTakesTheAcknowledgementOfTheQuestionAlong() throws Exception {
        var pair = loopback.pair();
        // streams open, windows and the like are told, and the large packets of the handshake are long past
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < 2 * AcknowledgementDelay.BULK_NANOS) {
            answer(pair, 1);
        }
        long before = packetsSent(pair.session());
        int questions = 20;
        for (int i = 0; i < questions; i++) {
            answer(pair, i);
        }
        assertThat(packetsSent(pair.session()) - before).isBetween((long) questions, questions + questions / 2L);
        pair.viewer().close(CloseReason.finished("done"));
    }

    /** The peer would take it for lost, and send it again. */
    @Test
    void whatIsNotAnsweredIsAcknowledgedAllTheSame() throws Exception {
        var pair = loopback.pair();
        answer(pair, 1);
        long before = packetsSent(pair.session());
        pair.viewer().send(key(30));
        pair.sessionGot().next();
        Await.until(() -> packetsSent(pair.session()) > before);
        pair.viewer().close(CloseReason.finished("done"));
    }

    private static void answer(Loopback.Pair pair, int number) throws Exception {
        pair.viewer().send(key(30));
        pair.sessionGot().next();
        pair.session().send(pong(number));
        pair.viewerGot().next();
    }

    private static long packetsSent(Link<?, ?> link) {
        return link.stats().toCompletableFuture().join().sentPackets();
    }

    @Test
    void keysOvertakePixels() throws Exception {
        var pair = loopback.pair();
        pair.session().send(frame(1, ByteBuffer.allocate(32 * 1024 * 1024)));
        pair.session().send(pong(1));
        assertThat(pair.viewerGot().next().message().hasPong()).isTrue();
        assertThat(pair.viewerGot().next().message().hasFrame()).isTrue();
        pair.session().close(CloseReason.finished("done"));
    }

    @Test
    void theLastMessageArrivesBeforeTheConnectionEnds() throws Exception {
        for (int round = 0; round < 20; round++) {
            var pair = loopback.pair();
            var goodbye = Envelope.of(
                    Channel.CONTROL,
                    ToViewer.newBuilder()
                            .setGoodbye(Goodbye.newBuilder().setText("bye " + round))
                            .build());
            pair.session().send(frame(1, ByteBuffer.allocate(1024 * 1024)));
            pair.session().send(goodbye);
            pair.session().close(CloseReason.finished("done"));
            var one = pair.viewerGot().next();
            var two = pair.viewerGot().next();
            assertThat(one.equals(goodbye) || two.equals(goodbye)).isTrue();
            assertThat(pair.viewerGot().closeReason().kind()).isEqualTo(CloseReason.Kind.FINISHED);
            assertThat(pair.sessionGot().closeReason()).isEqualTo(CloseReason.finished("done"));
        }
    }

    @Test
    void anErrorReachesThePeerWithItsText() throws Exception {
        var pair = loopback.pair();
        pair.session().close(CloseReason.violation("a key that does not exist"));
        assertThat(pair.viewerGot().closeReason())
                .isEqualTo(new CloseReason(CloseReason.Kind.REJECTED, "a key that does not exist"));
    }

    @Test
    void statisticsTellRoundTripAndBytes() throws Exception {
        var pair = loopback.pair();
        pair.session().send(frame(1, ByteBuffer.allocate(100_000)));
        pair.viewerGot().next();
        LinkStats stats = pair.session().stats().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(stats.roundTripNanos()).isBetween(1_000L, 1_000_000_000L);
        assertThat(stats.sentBytes()).isGreaterThan(100_000);
        pair.session().close(CloseReason.finished("done"));
    }

    @Test
    void aClosedFrontDoorGivesItsPortBack() throws Exception {
        for (int i = 0; i < 5; i++) {
            var closed = new Loopback();
            int port = closed.port();
            closed.close();
            closed.close();
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)).close();
        }
    }

    private static Envelope<ToSession> key(int code) {
        return Envelope.of(
                Channel.INPUT,
                ToSession.newBuilder()
                        .setKey(Key.newBuilder().setCode(code).setPressed(true))
                        .build());
    }

    private static Envelope<ToViewer> pong(long nonce) {
        return Envelope.of(
                Channel.CONTROL,
                ToViewer.newBuilder().setPong(Pong.newBuilder().setNonce(nonce)).build());
    }

    private static Envelope<ToViewer> frame(int serial, ByteBuffer payload) {
        return new Envelope<>(
                Channel.DISPLAY,
                ToViewer.newBuilder()
                        .setFrame(Frame.newBuilder().setSerial(serial))
                        .build(),
                payload);
    }
}
