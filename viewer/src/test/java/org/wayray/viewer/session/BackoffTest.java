package org.wayray.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void waitsDoubleUpToFiveSeconds() {
        Backoff backoff = new Backoff(always(Long.MAX_VALUE));
        assertThat(millis(backoff, 7)).containsExactly(250L, 500L, 1000L, 2000L, 4000L, 5000L, 5000L);
    }

    @Test
    void chanceTakesAwayUpToHalf() {
        assertThat(millis(new Backoff(always(0)), 6)).containsExactly(125L, 250L, 500L, 1000L, 2000L, 2500L);
        assertThat(new Backoff(new Random(1)).next()).isNotEqualTo(new Backoff(new Random(2)).next());
    }

    @Test
    void successStartsAnew() {
        Backoff backoff = new Backoff(always(Long.MAX_VALUE));
        millis(backoff, 4);
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(250));
    }

    private static List<Long> millis(Backoff backoff, int count) {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            waits.add(backoff.next().toMillis());
        }
        return waits;
    }

    /** Always the largest number that is asked for, or the smallest. */
    static RandomGenerator always(long value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return value;
            }

            @Override
            public long nextLong(long bound) {
                return Math.min(value, bound - 1);
            }
        };
    }
}
