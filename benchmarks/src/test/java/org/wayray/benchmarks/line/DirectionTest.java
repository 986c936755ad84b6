package org.wayray.benchmarks.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DirectionTest {
    private static final long MILLI = 1_000_000;

    @Test
    void aDatagramTravelsForHalfTheRoundTrip() {
        var direction = new Direction(new LineModel(50 * MILLI, 0, 0, 0, 1), 1);
        assertThat(direction.offer(1200, 7)).isEqualTo(25 * MILLI + 7);
        assertThat(direction.offer(1200, 8)).isEqualTo(25 * MILLI + 8);
    }

    @Test
    void aSlowLineSendsOneAfterTheOther() {
        // 8 Mbit/s: a microsecond a byte
        var direction = new Direction(new LineModel(20 * MILLI, 0, 8e6, 100 * MILLI, 1), 1);
        assertThat(direction.offer(958, 0)).isEqualTo(11 * MILLI);
        assertThat(direction.offer(958, 0)).isEqualTo(12 * MILLI);
        assertThat(direction.offer(958, 5 * MILLI)).isEqualTo(16 * MILLI);
    }

    @Test
    void aFullQueueDropsTheLast() {
        var direction = new Direction(new LineModel(0, 0, 8e6, 2 * MILLI, 1), 1);
        for (int i = 0; i < 3; i++) {
            assertThat(direction.offer(958, 0)).isEqualTo((i + 1) * MILLI);
        }
        assertThat(direction.offer(958, 0)).isEqualTo(Direction.NEVER);
        assertThat(direction.offer(958, MILLI)).isEqualTo(4 * MILLI);
        assertThat(direction.count()).isEqualTo(new LineCount(5, 5 * 958, 0, 1));
    }

    @Test
    void lossIsAtRandomAndTheSameForASeed() {
        var model = new LineModel(0, 10, 0, 0, 1);
        var one = new Direction(model, 3);
        var two = new Direction(model, 3);
        for (int i = 0; i < 10_000; i++) {
            assertThat(one.offer(1, i)).isEqualTo(two.offer(1, i));
        }
        assertThat(one.count().lost()).isCloseTo(1000, within(150L));
        assertThat(one.count().datagrams()).isEqualTo(10_000);
    }

    @Test
    void theClockMayBeginAnywhere() {
        var direction = new Direction(new LineModel(0, 0, 8e6, 100 * MILLI, 1), 1);
        long start = Long.MAX_VALUE - MILLI / 2;
        assertThat(direction.offer(958, start) - start).isEqualTo(MILLI);
        assertThat(direction.offer(958, start) - start).isEqualTo(2 * MILLI);
    }
}
