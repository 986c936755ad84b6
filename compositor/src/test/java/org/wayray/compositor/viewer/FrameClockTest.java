package org.wayray.compositor.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameClockTest {
    private final FrameClock clock = new FrameClock(100);

    @Test
    void the_first_tick_is_due_at_once_whatever_the_time() {
        assertThat(clock.isDue(Long.MIN_VALUE)).isTrue();
        assertThat(clock.isDue(5)).isTrue();
    }

    @Test
    void the_next_tick_is_due_an_interval_later() {
        clock.tick(1000);
        assertThat(clock.isDue(1099)).isFalse();
        assertThat(clock.isDue(1100)).isTrue();
        assertThat(clock.dueNanos()).isEqualTo(1100);
    }

    @Test
    void late_timers_do_not_lower_the_rate() {
        clock.tick(1000);
        clock.tick(1130);
        assertThat(clock.dueNanos()).isEqualTo(1200);
    }

    @Test
    void after_a_pause_the_count_begins_anew() {
        clock.tick(1000);
        clock.tick(5000);
        assertThat(clock.isDue(5099)).isFalse();
        assertThat(clock.dueNanos()).isEqualTo(5100);
    }

    @Test
    void an_input_makes_the_next_tick_due_at_once_and_the_ones_after_it_not() {
        clock.tick(1000);
        clock.expire(1030);
        assertThat(clock.isDue(1030)).isTrue();
        clock.tick(1030);
        assertThat(clock.dueNanos()).isEqualTo(1130);
    }
}
