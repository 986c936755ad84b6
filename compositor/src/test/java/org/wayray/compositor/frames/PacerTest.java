package org.wayray.compositor.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

final class PacerTest {
    private static final long MILLI = 1_000_000;

    private final Pacer pacer = new Pacer(16 * MILLI);

    @Test
    void itHoldsOneRoundTripAndOneFrame() {
        exchange(0, MILLI);
        assertThat(pacer.size()).isEqualTo(2);
        exchange(60_000 * MILLI, 32 * MILLI);
        exchange(70_000 * MILLI, 32 * MILLI);
        assertThat(pacer.size()).isEqualTo(3);
        exchange(80_000 * MILLI, 33 * MILLI);
        exchange(90_000 * MILLI, 33 * MILLI);
        assertThat(pacer.size()).isEqualTo(4);
    }

    @Test
    void itHasABoundWhateverTheRoundTrip() {
        exchange(0, 3_600_000 * MILLI);
        assertThat(pacer.size()).isEqualTo(8);
        int serial = 0;
        while (pacer.isOpen()) {
            serial = pacer.sent(1000, 0);
        }
        assertThat(pacer.inFlight()).isEqualTo(8);
        assertThat(pacer.acknowledged(serial, MILLI)).isTrue();
        assertThat(pacer.inFlight()).isZero();
    }

    @Test
    void aQueueOfOurOwnDoesNotWidenIt() {
        exchange(0, 2 * MILLI);
        for (int i = 1; i < 40; i++) {
            exchange(i * 100 * MILLI, 90 * MILLI);
        }
        assertThat(pacer.size()).isEqualTo(2);
    }

    @Test
    void aLongerWayIsNoticedAfterSeconds() {
        exchange(0, 2 * MILLI);
        for (int i = 1; i < 200; i++) {
            exchange(i * 100 * MILLI, 90 * MILLI);
        }
        assertThat(pacer.size()).isEqualTo(7);
    }

    @Test
    void anOldSerialIsIgnoredAndAFutureOneRefused() {
        for (int i = 0; i < 100; i++) {
            int serial = pacer.sent(1000, i);
            assertThat(pacer.acknowledged(serial, i + 1)).isTrue();
            assertThat(pacer.acknowledged(serial + 1, i + 1)).isFalse();
            assertThat(pacer.acknowledged(serial - 5, i + 1)).isTrue();
        }
        assertThat(pacer.inFlight()).isZero();
    }

    @Test
    void littleTrafficSaysNothingOfWhatTheWayCarries() {
        for (int i = 0; i < 100; i++) {
            exchange(i * 100 * MILLI, 5 * MILLI);
        }
        assertThat(pacer.bytesPerSecond()).isZero();
        assertThat(pacer.window()).isEqualTo(128 * 1024);
    }

    @Test
    void aSlowWayHoldsTwentyMillisecondsOfOurs() {
        int rate = 625_000; // 5 Mbit/s
        exchange(0, 50 * MILLI);
        run(rate, 50 * MILLI, 3_000);
        assertThat(pacer.bytesPerSecond()).isBetween(0.8 * rate, 1.1 * rate);
        assertThat(pacer.window()).isBetween((long) (0.8 * rate * 0.070), (long) (1.1 * rate * 0.070));
    }

    @Test
    void aWayThatBecomesFasterIsUsed() {
        exchange(0, 50 * MILLI);
        run(625_000, 50 * MILLI, 3_000);
        run(2_500_000, 50 * MILLI, 3_000);
        assertThat(pacer.bytesPerSecond()).isBetween(2_000_000.0, 2_750_000.0);
    }

    @Test
    void aWayThatBecomesSlowerIsNotFilledForLong() {
        exchange(0, 50 * MILLI);
        run(2_500_000, 50 * MILLI, 3_000);
        run(625_000, 50 * MILLI, 12_000);
        assertThat(pacer.bytesPerSecond()).isBetween(500_000.0, 700_000.0);
        assertThat(pacer.roundTripNanos()).isLessThan(80 * MILLI);
    }

    private long nowNanos = 1000 * MILLI;

    /** Sends all that may be sent, in frames of 64 kB at most, over a way of that rate and round trip. */
    private void run(int bytesPerSecond, long roundTripNanos, int millis) {
        var arrivals = new ArrayDeque<long[]>();
        long free = nowNanos;
        for (long end = nowNanos + millis * MILLI; nowNanos < end; nowNanos += MILLI) {
            while (!arrivals.isEmpty() && arrivals.peek()[1] <= nowNanos) {
                assertThat(pacer.acknowledged((int) arrivals.remove()[0], nowNanos))
                        .isTrue();
            }
            while (pacer.isOpen()) {
                long bytes = Math.clamp(pacer.room(), 1000, 64_000);
                pacer.press();
                free = Math.max(free, nowNanos) + bytes * 1_000_000_000 / bytesPerSecond;
                arrivals.add(new long[] {pacer.sent(bytes, nowNanos), free + roundTripNanos});
            }
        }
        while (!arrivals.isEmpty()) {
            nowNanos = Math.max(nowNanos, arrivals.peek()[1]);
            pacer.acknowledged((int) arrivals.remove()[0], nowNanos);
        }
    }

    private void exchange(long atNanos, long roundTripNanos) {
        assertThat(pacer.acknowledged(pacer.sent(1000, atNanos), atNanos + roundTripNanos))
                .isTrue();
    }
}
