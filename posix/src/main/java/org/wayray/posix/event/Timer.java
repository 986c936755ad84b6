package org.wayray.posix.event;

/** Something that an {@link EventLoop} runs once, at a time. Confined to the loop. */
public final class Timer {
    /** Not in the queue. */
    static final int NOWHERE = -1;

    final long deadlineNanos;
    final long sequence;
    final Runnable action;

    /** Place in the queue's heap, kept by the queue. */
    int place = NOWHERE;

    private final EventLoop loop;

    Timer(EventLoop loop, long deadlineNanos, long sequence, Runnable action) {
        this.loop = loop;
        this.deadlineNanos = deadlineNanos;
        this.sequence = sequence;
        this.action = action;
    }

    /** When it is due, on the loop's clock. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Whether it waits for its time: neither run nor cancelled. */
    public boolean isPending() {
        return place != NOWHERE;
    }

    /** Sees to it that it does not run, also when it is due in the batch under way; nothing happens when it has run. */
    public void cancel() {
        loop.requireConfined();
        if (isPending()) {
            loop.cancel(this);
        }
    }
}
