package org.wayray.posix.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wayray.posix.LeakCheck;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.libc.Fallbacks;
import org.wayray.posix.libc.Os;

/**
 * Random operations from outside and from within handlers, on real sockets and a virtual clock, held against a model after
 * each step. A failure names the seed and the step.
 */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class EventLoopRandomTest {
    private static final int STEPS = 400;
    private static final int SOCKETS = 12;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void any_order_of_operations_keeps_the_promises(long seed) throws IOException {
        new Scenario(seed).run();
    }

    /** A socket, the watch on it, and what the model knows of both. */
    private static final class Peer {
        final UnixSocket.Pair pair;
        int unread;

        @Nullable
        Watch watch;

        Peer(UnixSocket.Pair pair) {
            this.pair = pair;
        }
    }

    private static final class Alarm {
        final long deadline;

        @Nullable
        Timer timer;

        boolean ran;
        boolean cancelled;

        Alarm(long deadline) {
            this.deadline = deadline;
        }
    }

    private static final class Scenario {
        private final Random random;
        private final long seed;
        private final EventLoop loop;
        private final List<Peer> peers = new ArrayList<>();
        private final List<Alarm> alarms = new ArrayList<>();
        private final List<Hook> hooks = new ArrayList<>();
        private long now = 1_000;
        private int step;
        private int depth;
        private int posted;
        private int run;
        private long failures;
        private int hookCalls;
        private int extraHookCalls;
        private boolean hooksChanged;

        Scenario(long seed) throws IOException {
            this.seed = seed;
            this.random = new Random(seed);
            this.loop = seed % 2 == 0
                    ? new EventLoop("random", () -> now, Fallbacks.poller(), Fallbacks.wakeUp())
                    : new EventLoop(
                            "random",
                            () -> now,
                            Os.current().newPoller(),
                            Os.current().newWakeUp());
        }

        String where() {
            return "seed " + seed + ", step " + step;
        }

        void run() throws IOException {
            for (int i = 0; i < SOCKETS; i++) {
                peers.add(new Peer(UnixSocket.pair()));
            }
            loop.afterBatch(() -> hookCalls++);
            for (step = 0; step < STEPS; step++) {
                for (int i = random.nextInt(6); i >= 0; i--) {
                    operate();
                }
                hooksChanged = false;
                int before = hookCalls;
                int extraBefore = extraHookCalls;
                boolean extra = !hooks.isEmpty();
                if (random.nextInt(3) == 0) {
                    loop.runOnce(Duration.ZERO);
                    assertThat(hookCalls).as(where()).isEqualTo(before + 1);
                    // A handler of the batch may have registered or closed it.
                    if (!hooksChanged) {
                        assertThat(extraHookCalls).as(where()).isEqualTo(extraBefore + (extra ? 1 : 0));
                    }
                } else {
                    loop.dispatchPending();
                    verifyRest();
                }
                verifyInvariants();
            }
            loop.close();
            for (Peer peer : peers) {
                if (peer.watch != null) {
                    assertThat(peer.watch.isOpen()).isFalse();
                }
                peer.pair.close();
            }
        }

        private void operate() throws IOException {
            var peer = peers.get(random.nextInt(peers.size()));
            switch (random.nextInt(10)) {
                case 0, 1 -> {
                    int bytes = 1 + random.nextInt(20);
                    assertThat(peer.pair.left().send(ByteBuffer.allocate(bytes), new ArrayDeque<>()))
                            .isEqualTo(bytes);
                    peer.unread += bytes;
                }
                case 2, 3 -> {
                    if (peer.watch == null) {
                        watch(peer);
                    } else {
                        peer.watch.interest(random.nextBoolean() ? Interest.READ : Interest.NONE);
                    }
                }
                case 4 -> {
                    if (peer.watch != null) {
                        var closed = peer.watch;
                        peer.watch = null;
                        closed.close();
                        closed.close();
                    }
                }
                case 5 -> schedule();
                case 6 -> {
                    if (!alarms.isEmpty()) {
                        var alarm = alarms.get(random.nextInt(alarms.size()));
                        if (alarm.timer != null) {
                            alarm.cancelled |= !alarm.ran;
                            alarm.timer.cancel();
                        }
                    }
                }
                case 7 -> {
                    int number = posted++;
                    loop.execute(
                            () -> handler(() -> assertThat(run++).as(where()).isEqualTo(number)));
                }
                case 8 -> now += random.nextInt(50);
                default -> {
                    hooksChanged = true;
                    if (hooks.isEmpty()) {
                        hooks.add(loop.afterBatch(() -> extraHookCalls++));
                    } else {
                        hooks.removeLast().close();
                    }
                }
            }
        }

        private void watch(Peer peer) throws IOException {
            var own = new ArrayList<Watch>();
            own.add(loop.watch(
                    peer.pair.right().fd(),
                    Interest.READ,
                    (readable, writable) -> handler(() -> {
                        assertThat(peer.watch)
                                .as("%s: a closed watch was called", where())
                                .isSameAs(own.getFirst());
                        assertThat(own.getFirst().interest()).as(where()).isEqualTo(Interest.READ);
                        assertThat(readable && !writable).as(where()).isTrue();
                        int received = peer.pair.right().receive(ByteBuffer.allocate(16), new ArrayDeque<>());
                        assertThat(received).as(where()).isPositive();
                        peer.unread -= received;
                    })));
            peer.watch = own.getFirst();
        }

        private void schedule() {
            var alarm = new Alarm(now + random.nextInt(60));
            alarms.add(alarm);
            alarm.timer = loop.scheduleAt(
                    alarm.deadline,
                    () -> handler(() -> {
                        assertThat(alarm.ran || alarm.cancelled).as(where()).isFalse();
                        alarm.ran = true;
                        assertThat(alarm.deadline).as(where()).isLessThanOrEqualTo(now);
                        assertThat(alarms.stream()
                                        .filter(other -> !other.ran && !other.cancelled)
                                        .filter(other -> other.deadline < alarm.deadline)
                                        .filter(other -> alarms.indexOf(other) < alarms.indexOf(alarm)))
                                .as("%s: an earlier timer waits", where())
                                .isEmpty();
                    }));
        }

        private interface Body {
            void run() throws IOException;
        }

        /** A handler also operates on everything, and fails now and then. */
        private void handler(Body body) {
            try {
                body.run();
                if (depth < 1 && random.nextInt(3) == 0) {
                    depth++;
                    operate();
                    depth--;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (random.nextInt(10) == 0) {
                failures++;
                throw new IllegalStateException("on purpose");
            }
        }

        private void verifyRest() {
            for (Peer peer : peers) {
                if (peer.watch != null && peer.watch.interest() == Interest.READ) {
                    assertThat(peer.unread).as(where()).isZero();
                }
            }
            assertThat(run).as(where()).isEqualTo(posted);
            assertThat(alarms.stream().filter(alarm -> !alarm.ran && !alarm.cancelled && alarm.deadline <= now))
                    .as("%s: a due timer waits", where())
                    .isEmpty();
        }

        private void verifyInvariants() {
            assertThat(loop.failures()).as(where()).isEqualTo(failures);
            assertThat(loop.watchCount()).as(where()).isEqualTo((int)
                    peers.stream().filter(peer -> peer.watch != null).count());
            assertThat(loop.timerCount()).as(where()).isEqualTo((int) alarms.stream()
                    .filter(alarm -> !alarm.ran && !alarm.cancelled)
                    .count());
        }
    }
}
