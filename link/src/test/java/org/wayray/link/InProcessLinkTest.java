package org.wayray.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.MessageLite;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.Limits;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Ping;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

class InProcessLinkTest {
    private final InProcessLink.Pair pair = InProcessLink.pair();

    @Test
    void messagesComeInOrderByTheGivenExecutor() {
        Loop loop = new Loop();
        Recorder<ToSession> got = new Recorder<>();
        pair.session().start(got, loop);
        pair.viewer().send(ping(1));
        pair.viewer().send(ping(2));
        assertThat(got.events).isEmpty();
        loop.run();
        pair.viewer().send(ping(3));
        loop.run();
        assertThat(got.events).containsExactly(ping(1), ping(2), ping(3));
    }

    @Test
    void whatCameBeforeTheStartIsKept() {
        pair.viewer().send(ping(1));
        Recorder<ToSession> got = new Recorder<>();
        pair.session().start(got);
        pair.viewer().send(ping(2));
        assertThat(got.events).containsExactly(ping(1), ping(2));
    }

    @Test
    void thePayloadBelongsToTheSenderAgainAfterSend() {
        ByteBuffer pixels = ByteBuffer.wrap(new byte[] {1, 2, 3, 4});
        pixels.position(1);
        Recorder<ToViewer> got = new Recorder<>();
        pair.session().send(frame(pixels));
        pixels.array()[2] = 99;
        pair.viewer().start(got);
        assertThat(pixels.remaining()).isEqualTo(3);
        assertThat(((Envelope<?>) got.events.getFirst()).payload()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3, 4}));
    }

    @Test
    void whatWaitsIsCountedUntilItIsTaken() {
        Loop loop = new Loop();
        pair.viewer().start(new Recorder<>(), loop);
        pair.session().send(frame(ByteBuffer.allocate(1000)));
        assertThat(pair.session().queuedBytes()).isBetween(1000L, 2000L);
        loop.run();
        assertThat(pair.session().queuedBytes()).isZero();
    }

    @Test
    void aPeerThatTakesNothingIsGivenUp() {
        Recorder<ToSession> sessionGot = new Recorder<>();
        pair.session().start(sessionGot);
        ByteBuffer pixels = ByteBuffer.allocate(16 * 1024 * 1024);
        for (int i = 0; i < 5; i++) {
            pair.session().send(frame(pixels));
        }
        assertThat(((CloseReason) sessionGot.events.getFirst()).kind()).isEqualTo(CloseReason.Kind.OVERFLOW);
        assertThat(pair.session().queuedBytes()).isLessThanOrEqualTo(Limits.FRAME_PAYLOAD + 1024L * 1024);
    }

    @Test
    void theLastMessageComesBeforeTheEnd() {
        Loop loop = new Loop();
        Recorder<ToSession> got = new Recorder<>();
        pair.session().start(got, loop);
        pair.viewer().send(ping(1));
        pair.viewer().close(CloseReason.finished("bye"));
        pair.viewer().send(ping(2));
        loop.run();
        assertThat(got.events).containsExactly(ping(1), CloseReason.finished("bye"));
    }

    @Test
    void theOneWhoClosesHearsItsOwnReasonAndNothingElse() {
        Loop loop = new Loop();
        Recorder<ToSession> got = new Recorder<>();
        pair.session().start(got, loop);
        pair.viewer().send(ping(1));
        pair.session().close(CloseReason.violation("ping"));
        pair.session().close(CloseReason.finished("again"));
        loop.run();
        assertThat(got.events).containsExactly(CloseReason.violation("ping"));
        Recorder<ToViewer> viewerGot = new Recorder<>();
        pair.viewer().start(viewerGot);
        assertThat(viewerGot.events).containsExactly(new CloseReason(CloseReason.Kind.REJECTED, "ping"));
    }

    @Test
    void aListenerThatFailsEndsTheLinkAndNothingElse() {
        Recorder<ToSession> got = new Recorder<>() {
            @Override
            public void received(Envelope<ToSession> envelope) {
                throw new IllegalStateException("a mistake");
            }
        };
        Recorder<ToViewer> viewerGot = new Recorder<>();
        pair.viewer().start(viewerGot);
        pair.session().start(got);
        pair.viewer().send(ping(1));
        assertThat(((CloseReason) got.events.getFirst()).kind()).isEqualTo(CloseReason.Kind.FAILED);
        assertThat(viewerGot.events).containsExactly(new CloseReason(CloseReason.Kind.REJECTED, "an internal error"));
    }

    @Test
    void anExecutorThatIsGoneEndsTheLink() {
        Recorder<ToViewer> viewerGot = new Recorder<>();
        pair.viewer().start(viewerGot);
        pair.session().start(new Recorder<>(), task -> {
            throw new RejectedExecutionException();
        });
        pair.viewer().send(ping(1));
        assertThat(((CloseReason) viewerGot.events.getFirst()).kind()).isEqualTo(CloseReason.Kind.REJECTED);
    }

    @Test
    void theRulesOfTheNetworkHoldHereToo() {
        assertThatThrownBy(() -> pair.viewer().send(Envelope.of(Channel.INPUT, ping(1).message())))
                .isInstanceOf(IllegalArgumentException.class);
        pair.session().start(new Recorder<>());
        assertThatThrownBy(() -> pair.session().start(new Recorder<>())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void manySendersLoseNothing() throws Exception {
        int senders = 4;
        int each = 5000;
        CountDownLatch left = new CountDownLatch(senders * each);
        List<Long> nonces = new ArrayList<>();
        try (var loop = Executors.newSingleThreadExecutor();
                var pool = Executors.newFixedThreadPool(senders)) {
            pair.session()
                    .start(
                            new LinkListener<>() {
                                @Override
                                public void received(Envelope<ToSession> envelope) {
                                    nonces.add(envelope.message().getPing().getNonce());
                                    left.countDown();
                                }

                                @Override
                                public void closed(CloseReason reason) {}
                            },
                            loop);
            for (int sender = 0; sender < senders; sender++) {
                long base = (long) sender << 32;
                pool.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        pair.viewer().send(ping(base + i));
                    }
                });
            }
            assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(nonces).doesNotHaveDuplicates();
        for (int sender = 0; sender < senders; sender++) {
            long from = sender;
            assertThat(nonces.stream().filter(nonce -> nonce >> 32 == from)).isSorted();
        }
    }

    @Test
    void aFloodLetsTheLoopDoOtherThings() {
        Loop loop = new Loop();
        List<Object> done = new ArrayList<>();
        pair.session()
                .start(
                        new LinkListener<>() {
                            @Override
                            public void received(Envelope<ToSession> envelope) {
                                long nonce = envelope.message().getPing().getNonce();
                                done.add(nonce);
                                if (nonce < 1000) {
                                    pair.viewer().send(ping(nonce + 1));
                                } else if (nonce == 1000) {
                                    pair.viewer().close(new CloseReason(CloseReason.Kind.FINISHED, "enough"));
                                }
                            }

                            @Override
                            public void closed(CloseReason reason) {
                                done.add("closed");
                            }
                        },
                        loop);
        pair.viewer().send(ping(1));
        loop.execute(() -> done.add("other"));
        loop.run();
        assertThat(done.indexOf("other")).isBetween(1, Inbox.MOST_AT_ONCE);
        done.remove("other");
        assertThat(done.removeLast()).isEqualTo("closed");
        assertThat(done).isEqualTo(LongStream.rangeClosed(1, 1000).boxed().toList());
    }

    @Test
    void aSlowListenerPausesTheSource() {
        AtomicInteger changes = new AtomicInteger();
        Inbox<ToSession> inbox = new Inbox<>(
                new Inbox.Source() {
                    @Override
                    public void flowChanged() {
                        changes.incrementAndGet();
                    }

                    @Override
                    public void abort(CloseReason reason) {
                        throw new AssertionError(reason);
                    }
                },
                1000);
        inbox.add(ping(1));
        assertThat(inbox.isPaused()).isFalse();
        for (int i = 0; i < 20; i++) {
            inbox.add(ping(i));
        }
        assertThat(inbox.isPaused()).isTrue();
        assertThat(changes).hasValue(1);
        inbox.start(new Recorder<>(), Runnable::run);
        assertThat(inbox.isPaused()).isFalse();
        assertThat(changes).hasValue(2);
        assertThat(inbox.waitingBytes()).isZero();
    }

    private static Envelope<ToSession> ping(long nonce) {
        return Envelope.of(
                Channel.CONTROL,
                ToSession.newBuilder()
                        .setPing(Ping.newBuilder().setNonce(nonce))
                        .build());
    }

    private static Envelope<ToViewer> frame(ByteBuffer pixels) {
        return new Envelope<>(
                Channel.DISPLAY,
                ToViewer.newBuilder().setFrame(Frame.newBuilder().setSerial(1)).build(),
                pixels);
    }

    /** Keeps what it is told, in order. */
    private static class Recorder<I extends MessageLite> implements LinkListener<I> {
        final List<Object> events = new ArrayList<>();

        @Override
        public void received(Envelope<I> envelope) {
            events.add(envelope);
        }

        @Override
        public void closed(CloseReason reason) {
            events.add(reason);
        }
    }

    /** An executor that runs when a test says so. */
    private static final class Loop implements Executor {
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        void run() {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }
    }
}
