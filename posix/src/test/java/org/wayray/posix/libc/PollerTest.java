package org.wayray.posix.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wayray.posix.LeakCheck;

/** Both pollers and both wake-ups keep the same contract. */
@ExtendWith(LeakCheck.class)
@Timeout(20)
class PollerTest {
    enum Kind {
        OWN(Os.current()::newPoller, Os.current()::newWakeUp),
        FALLBACK(Fallbacks::poller, Fallbacks::wakeUp);

        final Supplier<Poller> poller;
        final Supplier<WakeUp> wakeUp;

        Kind(Supplier<Poller> poller, Supplier<WakeUp> wakeUp) {
            this.poller = poller;
            this.wakeUp = wakeUp;
        }
    }

    private interface Body {
        void run(Poller poller, WakeUp wakeUp, int[] pair);
    }

    private static void with(Kind kind, Body body) {
        var poller = kind.poller.get();
        var wakeUp = kind.wakeUp.get();
        int[] pair = new int[2];
        assertThat(poller.open()).isZero();
        assertThat(wakeUp.open()).isZero();
        assertThat(Os.current().unixSocketPair(pair)).isZero();
        try {
            body.run(poller, wakeUp, pair);
        } finally {
            Libc.close(pair[0]);
            Libc.close(pair[1]);
            wakeUp.close();
            wakeUp.close();
            poller.close();
            poller.close();
        }
    }

    private static void write(int fd) {
        try (var arena = Arena.ofConfined()) {
            assertThat(Libc.write(fd, arena.allocate(1), 1)).isEqualTo(1);
        }
    }

    private static Set<String> events(Poller poller, int count) {
        var events = new TreeSet<String>();
        for (int i = 0; i < count; i++) {
            events.add(poller.token(i) + ":" + poller.readiness(i));
        }
        return events;
    }

    @ParameterizedTest
    @EnumSource
    void readiness_is_reported_until_it_is_used_up(Kind kind) {
        with(kind, (poller, wakeUp, pair) -> {
            long token = 0x7fff_0000_1234L;
            assertThat(poller.add(pair[0], Poller.READ, token)).isZero();
            assertThat(poller.await(0)).isZero();
            write(pair[1]);
            for (int i = 0; i < 2; i++) {
                assertThat(poller.await(-1)).isEqualTo(1);
                assertThat(events(poller, 1)).containsExactly(token + ":" + Poller.READ);
            }
            assertThat(poller.modify(pair[0], Poller.READ | Poller.WRITE, 5)).isZero();
            assertThat(events(poller, poller.await(0))).containsExactly("5:" + (Poller.READ | Poller.WRITE));
            assertThat(poller.modify(pair[0], Poller.WRITE, 6)).isZero();
            assertThat(events(poller, poller.await(0))).containsExactly("6:" + Poller.WRITE);
            assertThat(poller.remove(pair[0])).isZero();
            assertThat(poller.await(0)).isZero();
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_hang_up_is_ready_for_everything(Kind kind) {
        with(kind, (poller, wakeUp, pair) -> {
            int[] other = new int[2];
            assertThat(Os.current().unixSocketPair(other)).isZero();
            assertThat(poller.add(other[0], Poller.READ, 1)).isZero();
            Libc.close(other[1]);
            assertThat(events(poller, poller.await(-1))).containsExactly("1:" + (Poller.READ | Poller.WRITE));
            assertThat(poller.remove(other[0])).isZero();
            Libc.close(other[0]);
        });
    }

    @ParameterizedTest
    @EnumSource
    void mistakes_are_values(Kind kind) {
        with(kind, (poller, wakeUp, pair) -> {
            assertThat(poller.modify(pair[0], Poller.READ, 1)).isEqualTo(-Errno.ENOENT);
            assertThat(poller.remove(pair[0])).isEqualTo(-Errno.ENOENT);
            assertThat(poller.add(pair[0], Poller.READ, 1)).isZero();
            assertThat(poller.add(pair[0], Poller.READ, 1)).isEqualTo(-Errno.EEXIST);
        });
    }

    @ParameterizedTest
    @EnumSource
    void many_descriptors_come_and_go_and_keep_their_tokens(Kind kind) {
        with(kind, (poller, wakeUp, pair) -> {
            int[][] pairs = new int[40][2];
            for (int i = 0; i < pairs.length; i++) {
                assertThat(Os.current().unixSocketPair(pairs[i])).isZero();
                assertThat(poller.add(pairs[i][0], Poller.READ, i)).isZero();
                write(pairs[i][1]);
            }
            for (int i = 0; i < pairs.length; i += 3) {
                assertThat(poller.remove(pairs[i][0])).isZero();
            }
            var expected = new TreeSet<String>();
            for (int i = 0; i < pairs.length; i++) {
                if (i % 3 != 0) {
                    expected.add(i + ":" + Poller.READ);
                }
            }
            assertThat(events(poller, poller.await(-1))).isEqualTo(expected);
            for (int[] each : pairs) {
                Libc.close(each[0]);
                Libc.close(each[1]);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_wait_lasts_at_least_its_time(Kind kind) {
        with(kind, (poller, wakeUp, pair) -> {
            for (long nanos : new long[] {1, 300_000, 2_500_000}) {
                long start = System.nanoTime();
                assertThat(poller.await(nanos)).isZero();
                assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(nanos);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_wake_up_ends_a_wait_and_many_are_as_one(Kind kind) {
        with(kind, (poller, wakeUp, pair) -> {
            assertThat(poller.add(wakeUp.fd(), Poller.READ, 9)).isZero();
            assertThat(poller.await(0)).isZero();
            for (int i = 0; i < 100_000; i++) {
                wakeUp.signal(); // more than a pipe has room for
            }
            assertThat(events(poller, poller.await(-1))).containsExactly("9:" + Poller.READ);
            wakeUp.drain();
            assertThat(poller.await(0)).isZero();
            wakeUp.signal();
            assertThat(poller.await(TimeUnit.SECONDS.toNanos(10))).isEqualTo(1);
        });
    }
}
