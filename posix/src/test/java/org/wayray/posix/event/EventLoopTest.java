package org.wayray.posix.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventLoopTest {
    @Test
    void tasks_timers_and_hooks_run_on_the_loop() throws Exception {
        try (var loop = EventLoop.create("test")) {
            List<String> log = new ArrayList<>();
            loop.afterBatch(() -> log.add("hook"));
            loop.schedule(Duration.ofMillis(5), () -> {
                log.add("timer");
                loop.stop();
            });
            loop.execute(() -> log.add("task"));
            loop.run();
            assertThat(log).containsExactly("hook", "task", "hook", "timer", "hook");
        }
    }

    @Test
    void posts_of_another_thread_wake_the_loop() throws Exception {
        try (var loop = EventLoop.create("test")) {
            var ran = new AtomicInteger();
            var thread = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 100_000; i++) {
                    loop.execute(ran::incrementAndGet);
                }
                loop.execute(loop::stop);
            });
            loop.run();
            assertThat(ran).hasValue(100_000);
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
    }
}
