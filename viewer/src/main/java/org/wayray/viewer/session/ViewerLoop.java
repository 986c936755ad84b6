package org.wayray.viewer.session;

import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The queue of tasks and timers of the one thread that owns a viewer's state. The thread itself belongs to the presenter,
 * which knows how it must sleep (in the window system's wait for events, or parked): it calls {@link #runDue} each time before
 * it goes to sleep, and never sleeps longer than that allows.
 *
 * <p>{@link #execute} and {@link #nanoTime} may be called from any thread; everything else from the owning thread.
 */
public final class ViewerLoop implements Executor {
    /** What {@link #runDue} answers when no timer is set. */
    public static final long NO_TIMER = Long.MAX_VALUE;

    private final LongSupplier clock;
    private final Runnable wake;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();

    /** Whether the owner was already told to wake up since it last looked: one wake-up serves any number of tasks. */
    private final AtomicBoolean woken = new AtomicBoolean();

    private long timersSet;

    /**
     * @param clock monotonic nanoseconds, readable from any thread
     * @param wake ends the owner's sleep, or keeps it from falling asleep when it is about to; called from any thread
     */
    public ViewerLoop(LongSupplier clock, Runnable wake) {
        this.clock = clock;
        this.wake = wake;
    }

    /** The loop's monotonic clock. */
    public long nanoTime() {
        return clock.getAsLong();
    }

    /** Runs a task on the owning thread, after those that were handed in before. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (woken.compareAndSet(false, true)) {
            wake.run();
        }
    }

    /**
     * Runs a task once, not before {@code delayNanos} from now.
     *
     * @return takes the task back
     */
    public Timer schedule(long delayNanos, Runnable task) {
        var timer = new Timer(nanoTime() + delayNanos, timersSet++, task);
        timers.add(timer);
        return timer;
    }

    /**
     * Runs all waiting tasks and all timers whose time has come.
     *
     * @return nanoseconds until the next timer, at least 1; {@link #NO_TIMER} if there is none
     */
    public long runDue() {
        while (true) {
            woken.set(false);
            Runnable task;
            while ((task = tasks.poll()) != null) {
                task.run();
            }
            var next = timers.peek();
            if (next == null) {
                return NO_TIMER;
            }
            long left = next.dueNanos - nanoTime();
            if (left > 0) {
                return left;
            }
            timers.remove();
            next.task.run();
        }
    }

    /** A task that waits for its time. */
    public final class Timer implements Comparable<Timer> {
        private final long dueNanos;
        private final long order;
        private final Runnable task;

        private Timer(long dueNanos, long order, Runnable task) {
            this.dueNanos = dueNanos;
            this.order = order;
            this.task = task;
        }

        /** Takes the task back; nothing happens if it has run. */
        public void cancel() {
            timers.remove(this);
        }

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.signum(dueNanos - other.dueNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(order);
        }
    }
}
