package org.wayray.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wayray.testkit.VirtualClock;

class ViewerLoopTest {
    private final VirtualClock clock = new VirtualClock();
    private final List<String> done = new ArrayList<>();
    private int wakeUps;
    private final ViewerLoop loop = new ViewerLoop(clock, () -> wakeUps++);

    @Test
    void tasksRunInOrderWithThoseThatTheyHandIn() {
        loop.execute(() -> {
            done.add("one");
            loop.execute(() -> done.add("three"));
        });
        loop.execute(() -> done.add("two"));
        assertThat(loop.runDue()).isEqualTo(ViewerLoop.NO_TIMER);
        assertThat(done).containsExactly("one", "two", "three");
    }

    @Test
    void anyNumberOfTasksWakesTheOwnerOnce() {
        for (int i = 0; i < 10; i++) {
            loop.execute(() -> {});
        }
        assertThat(wakeUps).isEqualTo(1);
        loop.runDue();
        loop.execute(() -> {});
        assertThat(wakeUps).isEqualTo(2);
    }

    @Test
    void timersRunInTheOrderOfTheirTimesAndNeverEarly() {
        loop.schedule(30, () -> done.add("late"));
        loop.schedule(10, () -> done.add("early"));
        loop.schedule(10, () -> done.add("early too"));
        assertThat(loop.runDue()).isEqualTo(10);
        clock.advance(Duration.ofNanos(9));
        assertThat(loop.runDue()).isEqualTo(1);
        assertThat(done).isEmpty();
        clock.advance(Duration.ofNanos(1));
        assertThat(loop.runDue()).isEqualTo(20);
        assertThat(done).containsExactly("early", "early too");
        clock.advance(Duration.ofNanos(100));
        assertThat(loop.runDue()).isEqualTo(ViewerLoop.NO_TIMER);
        assertThat(done).containsExactly("early", "early too", "late");
    }

    @Test
    void aCancelledTimerDoesNotRun() {
        var timer = loop.schedule(10, () -> done.add("cancelled"));
        timer.cancel();
        clock.advance(Duration.ofNanos(20));
        assertThat(loop.runDue()).isEqualTo(ViewerLoop.NO_TIMER);
        assertThat(done).isEmpty();
    }
}
