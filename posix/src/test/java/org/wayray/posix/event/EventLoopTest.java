package org.wayray.posix.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wayray.posix.LeakCheck;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.libc.Os;
import org.wayray.posix.libc.WakeUp;

@ExtendWith(LeakCheck.class)
@Timeout(20)
class EventLoopTest {
    private final List<String> log = new ArrayList<>();
    private long now;

    private EventLoop virtual() throws IOException {
        return EventLoop.create("test", () -> now);
    }

    private static void send(UnixSocket socket, int bytes) throws IOException {
        assertThat(socket.send(ByteBuffer.allocate(bytes), new ArrayDeque<>())).isEqualTo(bytes);
    }

    private static int receive(UnixSocket socket) {
        try {
            return socket.receive(ByteBuffer.allocate(64), new ArrayDeque<>());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The loop on a thread of its own, which has ended when this is closed. */
    private record Running(EventLoop loop, Thread thread) implements AutoCloseable {
        static Running start(EventLoop loop) throws InterruptedException {
            var entered = new CountDownLatch(1);
            loop.execute(entered::countDown);
            var thread = Thread.ofPlatform().start(() -> {
                try {
                    loop.run();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            return new Running(loop, thread);
        }

        @Override
        public void close() throws InterruptedException {
            loop.stop();
            thread.join(TimeUnit.SECONDS.toMillis(10));
            assertThat(thread.isAlive()).isFalse();
            loop.close();
        }
    }

    @Test
    void a_batch_is_listeners_then_tasks_then_timers_then_hooks() throws IOException {
        try (var loop = virtual();
                var pair = UnixSocket.pair()) {
            loop.afterBatch(() -> log.add("hook"));
            loop.schedule(Duration.ZERO, () -> log.add("timer"));
            loop.execute(() -> log.add("task"));
            try (var watch = loop.watch(pair.right().fd(), Interest.READ, (readable, writable) -> {
                log.add("listener " + readable + writable);
                receive(pair.right());
            })) {
                assertThat(watch.isOpen()).isTrue();
                send(pair.left(), 1);
                assertThat(loop.runOnce(Duration.ZERO)).isTrue();
            }
            assertThat(log).containsExactly("listener truefalse", "task", "timer", "hook");
            assertThat(loop.runOnce(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void run_calls_the_hooks_before_the_first_wait() throws IOException {
        try (var loop = EventLoop.create("test")) {
            loop.afterBatch(loop::stop);
            loop.run();
        }
    }

    @Test
    void what_a_batch_posts_or_schedules_belongs_to_the_next() throws IOException {
        try (var loop = virtual()) {
            var hook = loop.afterBatch(() -> log.add("|"));
            loop.execute(() -> {
                log.add("a");
                loop.execute(() -> log.add("b"));
            });
            loop.schedule(Duration.ZERO, () -> {
                log.add("1");
                loop.schedule(Duration.ofNanos(-5), () -> log.add("2"));
            });
            assertThat(loop.dispatchPending()).isEqualTo(4);
            hook.close();
            hook.close();
            loop.execute(() -> log.add("c"));
            loop.dispatchPending();
            assertThat(log).containsExactly("a", "1", "|", "b", "2", "|", "|", "c");
        }
    }

    @Test
    void timers_follow_the_clock_that_was_passed_in() throws IOException {
        try (var loop = virtual()) {
            now = Long.MAX_VALUE - 10; // a nano clock may wrap
            loop.schedule(Duration.ofNanos(20), () -> log.add("late"));
            var cancelled = loop.schedule(Duration.ofNanos(5), () -> log.add("never"));
            var early = loop.schedule(Duration.ofNanos(5), () -> log.add("early"));
            assertThat(early.deadlineNanos()).isEqualTo(Long.MAX_VALUE - 5);
            cancelled.cancel();
            cancelled.cancel();
            assertThat(loop.timerCount()).isEqualTo(2);
            now += 4;
            assertThat(loop.dispatchPending()).isZero();
            now += 1;
            assertThat(loop.dispatchPending()).isEqualTo(1);
            assertThat(early.isPending()).isFalse();
            early.cancel();
            now += 15;
            loop.dispatchPending();
            assertThat(log).containsExactly("early", "late");
        }
    }

    @Test
    void a_timer_may_cancel_another_that_is_due_in_the_same_batch() throws IOException {
        try (var loop = virtual()) {
            var second = new AtomicReference<Timer>();
            loop.schedule(Duration.ZERO, () -> second.get().cancel());
            second.set(loop.schedule(Duration.ZERO, () -> log.add("never")));
            assertThat(loop.dispatchPending()).isEqualTo(1);
            assertThat(log).isEmpty();
        }
    }

    @Test
    void a_real_timer_ends_the_wait() throws IOException {
        try (var loop = EventLoop.create("test")) {
            long start = System.nanoTime();
            loop.schedule(Duration.ofMillis(3), loop::stop);
            loop.run();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(3));
        }
    }

    @Test
    void a_watch_closed_during_the_batch_is_not_called_any_more() throws IOException {
        try (var loop = virtual();
                var one = UnixSocket.pair();
                var two = UnixSocket.pair()) {
            var watches = new ArrayList<Watch>();
            IoListener closesAll = (readable, writable) -> {
                log.add("called");
                watches.forEach(Watch::close);
            };
            watches.add(loop.watch(one.right().fd(), Interest.READ, closesAll));
            watches.add(loop.watch(two.right().fd(), Interest.READ, closesAll));
            send(one.left(), 1);
            send(two.left(), 1);
            loop.dispatchPending();
            assertThat(log).containsExactly("called");
            assertThat(loop.watchCount()).isZero();
        }
    }

    @Test
    void a_watch_that_takes_a_closed_ones_place_in_the_batch_does_not_get_its_events() throws IOException {
        try (var loop = virtual();
                var one = UnixSocket.pair();
                var two = UnixSocket.pair();
                var three = UnixSocket.pair()) {
            var watches = new ArrayList<Watch>();
            IoListener replacesTheOther = (readable, writable) -> {
                log.add("first");
                watches.forEach(Watch::close);
                for (int i = 0; i < 2; i++) {
                    try {
                        loop.watch(
                                (i == 0 ? three.left() : three.right()).fd(), Interest.READ, (r, w) -> log.add("new"));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
            };
            watches.add(loop.watch(one.right().fd(), Interest.READ, replacesTheOther));
            watches.add(loop.watch(two.right().fd(), Interest.READ, replacesTheOther));
            send(one.left(), 1);
            send(two.left(), 1);
            loop.dispatchPending();
            assertThat(log).containsExactly("first");
        }
    }

    @Test
    void an_interest_changed_during_the_batch_holds_at_once() throws IOException {
        try (var loop = virtual();
                var pair = UnixSocket.pair()) {
            var watch = new AtomicReference<Watch>();
            watch.set(loop.watch(pair.right().fd(), Interest.READ_WRITE, (readable, writable) -> {
                log.add(readable + " " + writable);
                if (readable) {
                    receive(pair.right());
                }
                try {
                    watch.get().interest(log.size() == 1 ? Interest.READ : Interest.NONE);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }));
            send(pair.left(), 1);
            loop.dispatchPending();
            send(pair.left(), 1);
            loop.dispatchPending();
            send(pair.left(), 1);
            pair.left().close();
            assertThat(loop.dispatchPending()).isZero();
            watch.get().interest(Interest.WRITE);
            assertThat(loop.runOnce(Duration.ZERO)).isTrue();
            assertThat(log).containsExactly("true true", "true false", "false true");
            watch.get().close();
            assertThatThrownBy(() -> watch.get().interest(Interest.READ)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_failing_handler_is_counted_and_the_loop_goes_on() throws IOException {
        try (var loop = virtual();
                var pair = UnixSocket.pair()) {
            Runnable fails = () -> {
                throw new IllegalStateException("on purpose");
            };
            loop.watch(pair.right().fd(), Interest.READ, (readable, writable) -> {
                receive(pair.right());
                fails.run();
            });
            send(pair.left(), 1);
            loop.execute(fails);
            loop.execute(() -> log.add("task"));
            loop.schedule(Duration.ZERO, fails);
            loop.schedule(Duration.ZERO, () -> log.add("timer"));
            var hook = loop.afterBatch(fails);
            loop.afterBatch(() -> log.add("hook"));
            loop.runOnce(Duration.ZERO);
            hook.close();
            assertThat(log).containsExactly("task", "timer", "hook");
            assertThat(loop.failures()).isEqualTo(4);
        }
    }

    @Test
    void an_error_ends_the_run_and_the_loop_can_still_be_closed() throws IOException {
        try (var loop = virtual()) {
            loop.execute(() -> {
                throw new AssertionError("on purpose");
            });
            assertThatThrownBy(loop::run).hasMessage("on purpose");
            assertThat(loop.inLoop()).isFalse();
        }
    }

    @Test
    void a_descriptor_closed_before_its_watch_is_a_failure_of_ours() throws IOException {
        try (var loop = virtual();
                var pair = UnixSocket.pair()) {
            var watch = loop.watch(pair.right().fd(), Interest.READ, (readable, writable) -> {});
            pair.right().close();
            watch.close();
            assertThat(loop.failures()).isEqualTo(1);
            assertThat(loop.watchCount()).isZero();
        }
    }

    @Test
    void a_descriptor_cannot_be_watched_twice_and_a_closed_one_not_at_all() throws IOException {
        try (var loop = virtual();
                var pair = UnixSocket.pair()) {
            loop.watch(pair.right().fd(), Interest.READ, (readable, writable) -> {});
            assertThatThrownBy(() -> loop.watch(pair.right().fd(), Interest.READ, (readable, writable) -> {}))
                    .hasMessageContaining("EEXIST");
            pair.left().close();
            assertThatThrownBy(() -> loop.watch(pair.left().fd(), Interest.READ, (readable, writable) -> {}))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(loop.watchCount()).isEqualTo(1);
        }
    }

    @Test
    void a_loop_without_rest_is_told_apart_from_one_that_works() throws IOException {
        try (var loop = virtual();
                var pair = UnixSocket.pair()) {
            loop.watch(pair.right().fd(), Interest.WRITE, (readable, writable) -> {});
            assertThatThrownBy(loop::dispatchPending).hasMessageContaining("does not come to rest");
        }
    }

    @Test
    void posts_of_many_threads_all_run_in_the_order_of_each() throws Exception {
        int threads = 4;
        int each = 20_000;
        var loop = EventLoop.create("test");
        var seen = new int[threads];
        var outOfOrder = new AtomicInteger();
        try (var running = Running.start(loop)) {
            var posters = new ArrayList<Thread>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                posters.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < each; i++) {
                        int number = i;
                        running.loop.execute(() -> {
                            if (seen[thread]++ != number) {
                                outOfOrder.incrementAndGet();
                            }
                        });
                    }
                }));
            }
            for (var poster : posters) {
                poster.join();
            }
            var done = new CountDownLatch(1);
            loop.execute(done::countDown);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(outOfOrder).hasValue(0);
        assertThat(seen).containsOnly(each);
    }

    @Test
    void no_wake_up_is_lost_between_a_loop_that_falls_asleep_and_a_post() throws Exception {
        var loop = EventLoop.create("test");
        var answers = new Semaphore(0);
        try (var running = Running.start(loop)) {
            for (int i = 0; i < 20_000; i++) {
                running.loop.execute(answers::release);
                if (i % 2 == 0) {
                    assertThat(answers.tryAcquire(10, TimeUnit.SECONDS))
                            .as("round %d", i)
                            .isTrue();
                }
            }
            assertThat(answers.tryAcquire(10_000, 10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void only_the_first_post_to_a_sleeping_loop_is_a_system_call() throws Exception {
        var signals = new AtomicInteger();
        var wakeUp = Os.current().newWakeUp();
        var counting = new WakeUp() {
            @Override
            public int open() {
                return wakeUp.open();
            }

            @Override
            public int fd() {
                return wakeUp.fd();
            }

            @Override
            public void signal() {
                signals.incrementAndGet();
                wakeUp.signal();
            }

            @Override
            public void drain() {
                wakeUp.drain();
            }

            @Override
            public void close() {
                wakeUp.close();
            }
        };
        var loop = new EventLoop("test", System::nanoTime, Os.current().newPoller(), counting);
        loop.execute(() -> {});
        assertThat(signals).hasValue(0);
        var busy = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        try (var running = Running.start(loop)) {
            running.loop.execute(() -> {
                busy.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                for (int i = 0; i < 1000; i++) {
                    loop.execute(() -> {});
                }
            });
            assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
            int before = signals.get();
            for (int i = 0; i < 1000; i++) {
                loop.execute(() -> {});
            }
            loop.execute(done::countDown);
            assertThat(signals).hasValue(before);
            release.countDown();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(signals.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void a_second_thread_is_refused_everything_but_posts() throws Exception {
        var loop = EventLoop.create("test");
        try (var running = Running.start(loop);
                var pair = UnixSocket.pair()) {
            assertThat(running.loop.inLoop()).isFalse();
            var inside = new CountDownLatch(1);
            loop.execute(() -> {
                if (loop.inLoop()) {
                    inside.countDown();
                }
            });
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            assertRefused(loop::run);
            assertRefused(() -> loop.runOnce(Duration.ZERO));
            assertRefused(loop::dispatchPending);
            assertRefused(loop::close);
            assertRefused(loop::failures);
            assertRefused(loop::requireConfined);
            assertRefused(() -> loop.schedule(Duration.ZERO, () -> {}));
            assertRefused(() -> loop.afterBatch(() -> {}));
            assertRefused(() -> loop.watch(pair.left().fd(), Interest.READ, (readable, writable) -> {}));
        }
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("being run by");
    }

    @Test
    void a_loop_cannot_be_entered_from_within_itself() throws IOException {
        try (var loop = virtual()) {
            loop.execute(() ->
                    assertThatThrownBy(() -> loop.runOnce(Duration.ZERO)).isInstanceOf(IllegalStateException.class));
            assertThat(loop.dispatchPending()).isEqualTo(1);
        }
    }

    @Test
    void stop_before_run_is_not_forgotten() throws IOException {
        try (var loop = EventLoop.create("test")) {
            loop.stop();
            loop.run();
        }
    }

    @Test
    void a_closed_loop_holds_nothing_and_takes_nothing() throws IOException {
        try (var pair = UnixSocket.pair()) {
            var loop = virtual();
            var watch = loop.watch(pair.right().fd(), Interest.READ, (readable, writable) -> {});
            var timer = loop.schedule(Duration.ZERO, () -> log.add("never"));
            loop.execute(() -> log.add("never"));
            loop.close();
            loop.close();
            assertThat(watch.isOpen()).isFalse();
            watch.close();
            assertThat(timer.isPending()).isFalse();
            timer.cancel();
            assertThat(pair.right().fd().isOpen()).isTrue();
            assertThat(loop.watchCount()).isZero();
            assertThat(loop.failures()).isZero();
            assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(loop::run).hasMessageContaining("closed");
            assertThat(log).isEmpty();
        }
    }
}
