package org.wayray.compositor.seat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Timer;

/**
 * Knows for how long the user has done nothing, and tells those who wait for that.
 *
 * <p>Activity is what comes by the {@link Seat}. It is noted and no more: the timers are left alone, and look when they are due how
 * much time is left. Confined to the session loop.
 */
public final class Idleness {

    /** Hears of one watch, in turn. Called on the session loop. */
    public interface Listener {
        void idled();

        void resumed();
    }

    private final EventLoop loop;
    private final List<Watch> watches = new ArrayList<>();
    private final Set<Object> inhibitors = new HashSet<>();
    private int idle;
    private long activeNanos;

    /** Follows the activity on a seat. */
    public Idleness(EventLoop loop, Seat seat) {
        this.loop = loop;
        activeNanos = loop.nowNanos();
        seat.addActivityListener(this::activity);
    }

    /**
     * Begins a watch; its time runs from now.
     *
     * @param inputOnly whether inhibitors have no effect on it
     */
    public Watch watch(Duration timeout, boolean inputOnly, Listener listener) {
        var watch = new Watch(timeout.toNanos(), inputOnly, listener);
        watches.add(watch);
        watch.restart();
        return watch;
    }

    /** The user did something. */
    void activity() {
        activeNanos = loop.nowNanos();
        if (idle > 0) {
            List.copyOf(watches).stream().filter(watch -> watch.idled).forEach(Watch::restart);
        }
    }

    /** Keeps the session awake, or does so no longer. */
    public void inhibit(Object inhibitor, boolean on) {
        boolean before = !inhibitors.isEmpty();
        if (on) {
            inhibitors.add(inhibitor);
        } else {
            inhibitors.remove(inhibitor);
        }
        if (before == inhibitors.isEmpty()) {
            List.copyOf(watches).stream().filter(watch -> !watch.inputOnly).forEach(Watch::restart);
        }
    }

    /** Whether anything keeps the session awake. */
    public boolean isInhibited() {
        return !inhibitors.isEmpty();
    }

    /** One that waits for the user to be away. */
    public final class Watch {
        private final long timeoutNanos;
        private final boolean inputOnly;
        private final Listener listener;
        private long sinceNanos;
        private boolean idled;
        private @Nullable Timer timer;

        private Watch(long timeoutNanos, boolean inputOnly, Listener listener) {
            this.timeoutNanos = timeoutNanos;
            this.inputOnly = inputOnly;
            this.listener = listener;
        }

        /** Ends the watch; nothing is told any more. */
        public void end() {
            watches.remove(this);
            cancel();
            if (idled) {
                idled = false;
                idle--;
            }
        }

        /** Begins anew, unless it is inhibited. */
        private void restart() {
            sinceNanos = loop.nowNanos();
            cancel();
            if (idled) {
                idled = false;
                idle--;
                listener.resumed();
            }
            if (inputOnly || !isInhibited()) {
                look();
            }
        }

        /** Says that the user is away, or looks again when it could be so. */
        private void look() {
            long last = sinceNanos - activeNanos > 0 ? sinceNanos : activeNanos;
            if (loop.nowNanos() - last >= timeoutNanos) {
                idled = true;
                idle++;
                listener.idled();
            } else {
                timer = loop.scheduleAt(last + timeoutNanos, this::look);
            }
        }

        private void cancel() {
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
        }
    }
}
