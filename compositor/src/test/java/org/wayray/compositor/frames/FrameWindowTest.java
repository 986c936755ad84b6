package org.wayray.compositor.frames;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FrameWindowTest {
    private static final long MILLI = 1_000_000;

    private final FrameWindow window = new FrameWindow(16 * MILLI);

    @Test
    void itHoldsOneRoundTripAndOneFrame() {
        exchange(0, MILLI);
        assertThat(window.size()).isEqualTo(2);
        exchange(60_000 * MILLI, 32 * MILLI);
        exchange(70_000 * MILLI, 32 * MILLI);
        assertThat(window.size()).isEqualTo(3);
        exchange(80_000 * MILLI, 33 * MILLI);
        exchange(90_000 * MILLI, 33 * MILLI);
        assertThat(window.size()).isEqualTo(4);
    }

    @Test
    void itHasABoundWhateverTheRoundTrip() {
        exchange(0, 3_600_000 * MILLI);
        assertThat(window.size()).isEqualTo(8);
        int serial = 0;
        while (window.isOpen()) {
            serial = window.sent(0);
        }
        assertThat(window.inFlight()).isEqualTo(8);
        assertThat(window.acknowledged(serial, MILLI)).isTrue();
        assertThat(window.inFlight()).isZero();
    }

    @Test
    void aQueueOfOurOwnDoesNotWidenIt() {
        exchange(0, 2 * MILLI);
        for (int i = 1; i < 40; i++) {
            exchange(i * 100 * MILLI, 90 * MILLI);
        }
        assertThat(window.size()).isEqualTo(2);
    }

    @Test
    void aLongerWayIsNoticedAfterSeconds() {
        exchange(0, 2 * MILLI);
        for (int i = 1; i < 200; i++) {
            exchange(i * 100 * MILLI, 90 * MILLI);
        }
        assertThat(window.size()).isEqualTo(7);
    }

    @Test
    void anOldSerialIsIgnoredAndAFutureOneRefused() {
        for (int i = 0; i < 100; i++) {
            int serial = window.sent(i);
            assertThat(window.acknowledged(serial, i + 1)).isTrue();
            assertThat(window.acknowledged(serial + 1, i + 1)).isFalse();
            assertThat(window.acknowledged(serial - 5, i + 1)).isTrue();
        }
        assertThat(window.inFlight()).isZero();
    }

    private void exchange(long atNanos, long roundTripNanos) {
        assertThat(window.acknowledged(window.sent(atNanos), atNanos + roundTripNanos))
                .isTrue();
    }
}
