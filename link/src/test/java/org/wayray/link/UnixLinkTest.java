package org.wayray.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.EventLoop;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Key;
import org.wayray.protocol.v1.Ping;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

class UnixLinkTest {
    private static final int MEGABYTE = 1 << 20;

    private EventLoop loop;
    private UnixSocket.Pair sockets;

    @BeforeEach
    void open() throws PosixException {
        loop = EventLoop.create("test");
        sockets = UnixSocket.pair();
    }

    @AfterEach
    void close() {
        loop.close();
        sockets.close();
    }

    @Test
    void messagesOfAllChannelsComeInTheOrderTheyWereSent() throws PosixException {
        var viewer = viewer();
        var got = new Recorder<ToSession>();
        session().start(got);
        viewer.send(ping(1));
        viewer.send(key(30));
        viewer.send(ping(2));
        runUntil(() -> got.messages.size() == 3);
        assertThat(got.messages)
                .extracting(Envelope::message)
                .containsExactly(ping(1).message(), key(30).message(), ping(2).message());
        assertThat(got.messages)
                .extracting(Envelope::channel)
                .containsExactly(Channel.CONTROL, Channel.INPUT, Channel.CONTROL);
    }

    @Test
    void framesLargerThanTheSocketArriveWhole() throws PosixException {
        var session = session();
        var got = new Recorder<ToViewer>();
        viewer().start(got);
        var random = new Random(3);
        var pixels = IntStream.of(0, 1, 60_000, 70_000, 5 * MEGABYTE, 300_000)
                .mapToObj(size -> {
                    var bytes = new byte[size];
                    random.nextBytes(bytes);
                    return bytes;
                })
                .toList();
        pixels.forEach(bytes -> session.send(frame(bytes)));
        assertThat(session.queuedBytes()).isGreaterThan(MEGABYTE);
        runUntil(() -> got.messages.size() == pixels.size());
        for (int i = 0; i < pixels.size(); i++) {
            assertThat(got.messages.get(i).payload()).isEqualTo(ByteBuffer.wrap(pixels.get(i)));
        }
        assertThat(session.queuedBytes()).isZero();
    }

    @Test
    void aListenerThatIsBehindStopsTheSender() throws PosixException {
        var viewer = viewer();
        var session = session();
        var stuck = new ArrayList<Runnable>();
        var got = new Recorder<ToSession>();
        session.start(got, stuck::add);
        int sent = 0;
        while (viewer.queuedBytes() < MEGABYTE) {
            viewer.send(key(30));
            sent++;
            loop.runOnce(Duration.ZERO);
        }
        assertThat(got.messages).isEmpty();

        int all = sent;
        runUntil(() -> {
            while (!stuck.isEmpty()) {
                stuck.removeFirst().run();
            }
            return got.messages.size() == all;
        });
        assertThat(viewer.queuedBytes()).isZero();
    }

    @Test
    void aPeerThatNeverReadsLosesItsLink() throws PosixException {
        var session = session();
        var end = new Recorder<ToSession>();
        session.start(end);
        for (int i = 0; i < 100 && end.closed.isEmpty(); i++) {
            session.send(frame(new byte[MEGABYTE]));
            loop.runOnce(Duration.ZERO);
        }
        assertThat(end.closed).singleElement().extracting(CloseReason::kind).isEqualTo(CloseReason.Kind.OVERFLOW);
        runUntil(() -> loop.watchCount() == 0);
        assertThat(sockets.left().fd().isOpen()).isFalse();
    }

    @Test
    void whatWasSentBeforeAnOrderlyEndArrives() throws PosixException {
        var session = session();
        var got = new Recorder<ToViewer>();
        viewer().start(got);
        session.start(new Recorder<>());
        session.send(frame(new byte[3 * MEGABYTE]));
        session.close(CloseReason.finished("all done"));
        runUntil(() -> !got.closed.isEmpty());
        assertThat(got.messages).hasSize(1);
        assertThat(got.closed).containsExactly(CloseReason.finished("all done"));
        runUntil(() -> loop.watchCount() == 0);
    }

    @Test
    void anErrorIsToldToTheOtherSide() throws PosixException {
        var got = new Recorder<ToViewer>();
        viewer().start(got);
        session().close(new CloseReason(CloseReason.Kind.FAILED, "an internal error"));
        runUntil(() -> !got.closed.isEmpty());
        assertThat(got.closed).containsExactly(new CloseReason(CloseReason.Kind.REJECTED, "an internal error"));
    }

    @Test
    void aProcessThatDiesIsALostPeer() throws PosixException {
        var got = new Recorder<ToViewer>();
        viewer().start(got);
        sockets.left().close();
        runUntil(() -> !got.closed.isEmpty());
        assertThat(got.closed).singleElement().extracting(CloseReason::kind).isEqualTo(CloseReason.Kind.LOST);
        runUntil(() -> loop.watchCount() == 0);
    }

    @Test
    void nonsenseEndsTheLinkAndNothingElse() throws PosixException {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            try (var pair = UnixSocket.pair()) {
                var got = new Recorder<ToSession>();
                var link = UnixLink.ofSession(pair.left(), loop, "seed " + seed);
                link.start(got);
                var bytes = nonsense(random);
                pair.right().send(ByteBuffer.wrap(bytes), new ArrayDeque<>());
                pair.right().close();
                runUntil(() -> !got.closed.isEmpty());
                runUntil(() -> loop.watchCount() == 0);
            }
        }
        assertThat(loop.failures()).isZero();
    }

    @Test
    void descriptorsThatComeAlongAreClosed() throws PosixException {
        var got = new Recorder<ToSession>();
        session().start(got);
        long before = Fd.open();
        try (var extra = UnixSocket.pair()) {
            var fds = new ArrayDeque<Fd>();
            fds.add(extra.left().fd());
            sockets.right().send(ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 9, 1}), fds);
            loop.runOnce(Duration.ofSeconds(5));
        }
        assertThat(Fd.open()).isEqualTo(before);
    }

    /** Records that are nearly right, so that more than their first byte is looked at. */
    private static byte[] nonsense(Random random) {
        var bytes = ByteBuffer.allocate(4096);
        for (int i = random.nextInt(8); i >= 0; i--) {
            var message = ping(random.nextLong()).message().toByteArray();
            int length = message.length + 2 + (random.nextInt(4) == 0 ? random.nextInt(-5, 100) : 0);
            bytes.put((byte) (random.nextInt(4) == 0 ? random.nextInt(256) : 1)).putInt(length);
            bytes.put((byte) message.length)
                    .put((byte) (random.nextInt(8) == 0 ? 3 : 0))
                    .put(message);
            if (random.nextInt(4) == 0) {
                bytes.put(random.nextInt(bytes.position()), (byte) random.nextInt());
            }
        }
        var all = new byte[random.nextInt(1, bytes.position() + 1)];
        bytes.get(0, all);
        return all;
    }

    private UnixLink<ToSession, ToViewer> session() throws PosixException {
        return UnixLink.ofSession(sockets.left(), loop, "the viewer");
    }

    private UnixLink<ToViewer, ToSession> viewer() throws PosixException {
        return UnixLink.ofViewer(sockets.right(), loop, "the session");
    }

    private void runUntil(BooleanSupplier condition) throws PosixException {
        for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
            loop.runOnce(Duration.ofMillis(50));
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static Envelope<ToSession> ping(long nonce) {
        return Envelope.of(
                Channel.CONTROL,
                ToSession.newBuilder()
                        .setPing(Ping.newBuilder().setNonce(nonce))
                        .build());
    }

    private static Envelope<ToSession> key(int code) {
        return Envelope.of(
                Channel.INPUT,
                ToSession.newBuilder().setKey(Key.newBuilder().setCode(code)).build());
    }

    private static Envelope<ToViewer> frame(byte[] pixels) {
        var message =
                ToViewer.newBuilder().setFrame(Frame.newBuilder().setSerial(1)).build();
        return new Envelope<>(Channel.DISPLAY, message, ByteBuffer.wrap(pixels));
    }

    private static final class Recorder<M extends MessageLite> implements LinkListener<M> {
        final List<Envelope<M>> messages = new ArrayList<>();
        final List<CloseReason> closed = new ArrayList<>();

        @Override
        public void received(Envelope<M> envelope) {
            messages.add(envelope);
        }

        @Override
        public void closed(CloseReason reason) {
            closed.add(reason);
        }
    }
}
