package org.wayray.compositor.viewer;

/**
 * When clients are told to draw: at once after a pause or an input, then once for each refresh of the output. Time is passed in.
 *
 * <p>Confined to the session loop.
 */
final class FrameClock {
    private long intervalNanos;
    private long dueNanos;
    private boolean started;

    /** @param intervalNanos from one refresh to the next */
    FrameClock(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    /** The time from one refresh to the next is another one, beginning with the next. */
    void setInterval(long nanos) {
        intervalNanos = nanos;
    }

    /** Whether enough time has passed since the last tick. */
    boolean isDue(long nowNanos) {
        return !started || nowNanos - dueNanos >= 0;
    }

    /** When the next tick may be. */
    long dueNanos() {
        return dueNanos;
    }

    /** Somebody waits for what clients are about to draw: the next tick may be at once. */
    void expire(long nowNanos) {
        if (dueNanos - nowNanos > 0) {
            dueNanos = nowNanos;
        }
    }

    /**
     * Clients are told to draw, now. A tick that is late by less than an interval does not delay those that follow, so that the
     * rate is the output's although timers are late.
     */
    void tick(long nowNanos) {
        long late = nowNanos - dueNanos;
        dueNanos = nowNanos + intervalNanos - (started && late < intervalNanos ? late : 0);
        started = true;
    }
}
