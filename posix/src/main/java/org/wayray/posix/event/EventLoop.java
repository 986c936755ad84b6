package org.wayray.posix.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.libc.Os;
import org.wayray.posix.libc.Poller;
import org.wayray.posix.libc.WakeUp;

/**
 * One thread's duty cycle over descriptors, posted tasks and timers. Whatever belongs to the loop needs no lock.
 *
 * <p>It works in batches: ready descriptors, then the tasks posted until now, then the timers that are due, then the hooks;
 * then it waits. What a batch posts or schedules belongs to the next one, so that nobody starves anybody.
 *
 * <p>Threads: {@link #execute}, {@link #stop}, {@link #inLoop} and {@link #nowNanos} may be called by any thread. All else
 * belongs to the thread that runs the loop; while nobody does, to whoever sets it up or drives it by hand with {@link
 * #runOnce} or {@link #dispatchPending}.
 *
 * <p>An exception of a listener, task, timer or hook is a bug of ours: it is logged as an error and counted, and the loop
 * goes on. An {@link Error} ends {@link #run}.
 */
public final class EventLoop implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    /** The wake-up's token; those of watches have a generation above 0. */
    private static final long WAKE_UP = 0;

    private static final long FOR_EVER = -1;
    private static final int FIRST_CAPACITY = 16;

    /** After so many batches without rest, {@link #dispatchPending} takes the loop for one that has no end. */
    private static final int RESTLESS = 100_000;

    private final String name;
    private final LongSupplier nanoClock;
    private final Poller poller;
    private final WakeUp wakeUp;

    // Watches, by slot; a token is the slot below and a generation above, so that an event for a watch that was closed
    // in this batch does not reach the next user of its slot.
    private @Nullable Watch[] watches = new @Nullable Watch[FIRST_CAPACITY];
    private int[] freeSlots = new int[FIRST_CAPACITY];
    private int freeSlotCount;
    private int slotsUsed;
    private int generation;

    private final TimerQueue timers = new TimerQueue();
    private long timerSequence;
    /** Copied when it changes, because a hook may register or close another. */
    private Runnable[] hooks = {};

    private long batchNanos;
    private long failures;

    private final Object lock = new Object();
    // Guarded by the lock: the posted tasks, and whether the poller waits without anybody having woken it.
    private ArrayDeque<Runnable> posted = new ArrayDeque<>();
    private boolean asleep;
    private boolean closed;

    /** The tasks of the batch under way; empty outside of one. Swapped with {@link #posted}. */
    private ArrayDeque<Runnable> taken = new ArrayDeque<>();

    /** The thread that is inside the loop. Volatile, because any thread asks {@link #inLoop}. */
    private volatile @Nullable Thread runner;

    /** Volatile, because any thread may stop the loop. */
    private volatile boolean stopped;

    EventLoop(String name, LongSupplier nanoClock, Poller poller, WakeUp wakeUp) throws PosixException {
        this.name = name;
        this.nanoClock = nanoClock;
        this.poller = poller;
        this.wakeUp = wakeUp;
        try {
            check(poller.open(), "opening the poller");
            check(wakeUp.open(), "opening the wake-up");
            check(poller.add(wakeUp.fd(), Poller.READ, WAKE_UP), "watching the wake-up");
        } catch (PosixException e) {
            wakeUp.close();
            poller.close();
            throw e;
        }
    }

    /**
     * A loop on the system's clock.
     *
     * @param name for log messages
     */
    public static EventLoop create(String name) throws PosixException {
        return create(name, System::nanoTime);
    }

    /**
     * A loop whose timers follow another clock, for tests that drive it by hand.
     *
     * @param nanoClock nanoseconds from any origin, never going back
     */
    public static EventLoop create(String name, LongSupplier nanoClock) throws PosixException {
        return new EventLoop(
                name, nanoClock, Os.current().newPoller(), Os.current().newWakeUp());
    }

    private void check(int result, String doing) throws PosixException {
        if (result < 0) {
            throw new PosixException("poll", -result, "event loop " + name + ": " + doing);
        }
    }

    // ---- running
    // -----------------------------------------------------------------------------------------------------

    /**
     * Runs on the calling thread until {@link #stop}. The batch in which that is called is finished.
     *
     * @throws IllegalStateException when another thread is in the loop
     * @throws PosixException when the operating system does not let us wait
     */
    public void run() throws PosixException {
        enter();
        try {
            runHooks();
            while (!stopped) {
                batch(FOR_EVER);
            }
        } finally {
            runner = null;
        }
    }

    /**
     * One batch: waits until there is something to do, at most as long as the timeout. For tests, and for those who have
     * a loop of their own. After {@link #stop} it works, but does not wait.
     *
     * @param timeout on the system's clock; zero does not wait
     * @return whether a listener, task or timer was run
     */
    public boolean runOnce(Duration timeout) throws PosixException {
        enter();
        try {
            return batch(timeout.toNanos()) > 0;
        } finally {
            runner = null;
        }
    }

    /**
     * Runs batches without waiting until there is nothing to do.
     *
     * @return how many listeners, tasks and timers were run
     * @throws IllegalStateException when that has no end
     */
    public int dispatchPending() throws PosixException {
        enter();
        try {
            int total = 0;
            for (int i = 0; i < RESTLESS; i++) {
                int ran = batch(0);
                if (ran == 0) {
                    return total;
                }
                total += ran;
            }
        } finally {
            runner = null;
        }
        throw new IllegalStateException("event loop " + name + " does not come to rest");
    }

    private void enter() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("event loop " + name + " is closed");
            }
            if (runner != null) {
                throw new IllegalStateException("event loop " + name + " is being run by " + runner);
            }
            runner = Thread.currentThread();
        }
    }

    private int batch(long timeoutNanos) throws PosixException {
        int events = poller.await(beforeWait(timeoutNanos));
        synchronized (lock) {
            asleep = false;
        }
        check(events, "waiting");
        batchNanos = nowNanos();
        int ran = dispatch(events) + runTasks() + runTimers();
        runHooks();
        return ran;
    }

    /** How long to wait; from here on, whoever posts must wake the loop. */
    private long beforeWait(long timeoutNanos) {
        long wait = timeoutNanos;
        Timer next = timers.first();
        if (next != null) {
            long untilNext = Math.max(0, next.deadlineNanos - nowNanos());
            wait = wait < 0 ? untilNext : Math.min(wait, untilNext);
        }
        synchronized (lock) {
            if (!posted.isEmpty() || stopped) {
                return 0;
            }
            asleep = wait != 0;
        }
        return wait;
    }

    private int dispatch(int events) {
        int ran = 0;
        for (int i = 0; i < events; i++) {
            long token = poller.token(i);
            if (token == WAKE_UP) {
                wakeUp.drain();
                continue;
            }
            Watch watch = watches[(int) token];
            if (watch == null || watch.token != token) {
                continue;
            }
            int ready = poller.readiness(i) & watch.interest().bits;
            if (ready != 0) {
                ran++;
                try {
                    watch.listener.ready((ready & Poller.READ) != 0, (ready & Poller.WRITE) != 0);
                } catch (RuntimeException e) {
                    failed("listener of " + watch.fd, e);
                }
            }
        }
        return ran;
    }

    private int runTasks() {
        synchronized (lock) {
            var empty = taken;
            taken = posted;
            posted = empty;
        }
        int ran = 0;
        Runnable task;
        while ((task = taken.poll()) != null) {
            ran++;
            run(task, "task");
        }
        return ran;
    }

    private int runTimers() {
        long now = nowNanos();
        long scheduledInThisBatch = timerSequence;
        int ran = 0;
        Timer timer;
        while ((timer = timers.first()) != null
                && timer.deadlineNanos - now <= 0
                && timer.sequence < scheduledInThisBatch) {
            timers.remove(timer);
            ran++;
            run(timer.action, "timer");
        }
        return ran;
    }

    private void runHooks() {
        for (Runnable hook : hooks) {
            run(hook, "hook");
        }
    }

    private void run(Runnable action, String what) {
        try {
            action.run();
        } catch (RuntimeException e) {
            failed(what, e);
        }
    }

    private void failed(String what, RuntimeException e) {
        failures++;
        LOG.error("event loop {}: a {} failed", name, what, e);
    }

    // ---- from any thread
    // ---------------------------------------------------------------------------------------------

    /**
     * Posts a task to the loop; tasks of one thread run in their order. The loop is woken when it waits, once.
     *
     * @throws RejectedExecutionException when the loop is closed
     */
    @Override
    public void execute(Runnable task) {
        synchronized (lock) {
            if (closed) {
                throw new RejectedExecutionException("event loop " + name + " is closed");
            }
            posted.addLast(task);
            wake();
        }
    }

    /** Makes {@link #run} return after the batch under way, or at once when it is called later. Idempotent. */
    public void stop() {
        synchronized (lock) {
            stopped = true;
            wake();
        }
    }

    /** With the lock held, so that the wake-up cannot be closed meanwhile. */
    private void wake() {
        if (asleep) {
            asleep = false;
            wakeUp.signal();
        }
    }

    /** Whether the calling thread is inside the loop. */
    public boolean inLoop() {
        return runner == Thread.currentThread();
    }

    /** The time on the loop's clock. */
    public long nowNanos() {
        return nanoClock.getAsLong();
    }

    // ---- confined to the loop
    // ----------------------------------------------------------------------------------------

    /**
     * Fails when another thread is inside the loop: a check for whatever belongs to it.
     *
     * @throws IllegalStateException then
     */
    public void requireConfined() {
        Thread inside = runner;
        if (inside != null && inside != Thread.currentThread()) {
            throw new IllegalStateException("event loop " + name + " is being run by " + inside + ": "
                    + Thread.currentThread() + " has to post a task instead");
        }
    }

    /** When the batch under way, or the last one, began: what it handles was there by then. On the loop's clock. */
    public long batchNanos() {
        requireConfined();
        return batchNanos;
    }

    /**
     * Watches a descriptor.
     *
     * @param fd stays the caller's; at most one watch for each
     * @param listener called on the loop
     */
    public Watch watch(Fd fd, Interest interest, IoListener listener) throws PosixException {
        requireConfined();
        int slot = freeSlotCount > 0 ? freeSlots[freeSlotCount - 1] : slotsUsed;
        generation = generation == Integer.MAX_VALUE ? 1 : generation + 1;
        long token = (long) generation << Integer.SIZE | slot;
        var watch = new Watch(this, fd, interest, listener, slot, token);
        change(watch, Interest.NONE, interest);
        if (freeSlotCount > 0) {
            freeSlotCount--;
        } else {
            slotsUsed++;
            if (slot == watches.length) {
                watches = Arrays.copyOf(watches, 2 * slot);
                freeSlots = Arrays.copyOf(freeSlots, 2 * slot);
            }
        }
        watches[slot] = watch;
        return watch;
    }

    void change(Watch watch, Interest from, Interest to) throws PosixException {
        int raw = watch.fd.raw();
        int result;
        if (to == Interest.NONE) {
            result = from == Interest.NONE ? 0 : poller.remove(raw);
        } else if (from == Interest.NONE) {
            result = poller.add(raw, to.bits, watch.token);
        } else {
            result = poller.modify(raw, to.bits, watch.token);
        }
        check(result, "watching a descriptor");
    }

    void remove(Watch watch) {
        watches[watch.slot] = null;
        freeSlots[freeSlotCount++] = watch.slot;
        if (watch.interest() == Interest.NONE) {
            return;
        }
        int result = watch.fd.isOpen() ? poller.remove(watch.fd.raw()) : -1;
        if (result < 0) {
            failed("watch", new IllegalStateException("a descriptor was closed before its watch"));
        }
    }

    /**
     * Runs something after a time, once. A time that is not positive means the next batch.
     *
     * @return to cancel it
     */
    public Timer schedule(Duration delay, Runnable action) {
        return scheduleAt(nowNanos() + Math.max(0, delay.toNanos()), action);
    }

    /** As {@link #schedule}, at a time on the loop's clock. */
    public Timer scheduleAt(long deadlineNanos, Runnable action) {
        requireConfined();
        var timer = new Timer(this, deadlineNanos, timerSequence++, action);
        timers.add(timer);
        return timer;
    }

    void cancel(Timer timer) {
        timers.remove(timer);
    }

    /**
     * Runs something after each batch, before the loop waits; also once before the first wait of {@link #run}. Hooks run in
     * the order in which they were registered.
     */
    public Hook afterBatch(Runnable hook) {
        requireConfined();
        Runnable own = hook::run; // so that the same object can be registered twice
        hooks = Arrays.copyOf(hooks, hooks.length + 1);
        hooks[hooks.length - 1] = own;
        return () -> {
            requireConfined();
            hooks = Arrays.stream(hooks).filter(each -> each != own).toArray(Runnable[]::new);
        };
    }

    /** How many exceptions of listeners, tasks, timers and hooks have been logged. A test expects 0. */
    public long failures() {
        requireConfined();
        return failures;
    }

    /** How many watches are open. */
    public int watchCount() {
        requireConfined();
        return slotsUsed - freeSlotCount;
    }

    /** How many timers wait. */
    public int timerCount() {
        requireConfined();
        return timers.size();
    }

    /**
     * Frees what the loop holds: watches and timers end, posted tasks are dropped. Descriptors stay their owners'.
     * Idempotent.
     *
     * @throws IllegalStateException while a thread is inside the loop: stop it, and join its thread
     */
    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            if (runner != null) {
                throw new IllegalStateException("event loop " + name + " is still being run by " + runner);
            }
            closed = true;
            posted.clear();
            wakeUp.close();
        }
        for (Watch watch : watches) {
            if (watch != null) {
                watch.loopClosed();
            }
        }
        Arrays.fill(watches, null);
        slotsUsed = 0;
        freeSlotCount = 0;
        timers.clear();
        hooks = new Runnable[0];
        poller.close();
    }

    @Override
    public String toString() {
        return "event loop " + name;
    }
}
