package org.wayray.compositor.frames;

import static org.assertj.core.api.Assertions.assertThat;

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

    private void exchange(long atNanos, long roundTripNanos) {
        assertThat(pacer.acknowledged(pacer.sent(1000, atNanos), atNanos + roundTripNanos))
                .isTrue();
    }
}
