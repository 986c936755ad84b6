package org.wayray.viewer.session;

/**
 * How long to wait before the next attempt to reach the server: short at first, because most interruptions are, then longer,
 * and never so long that the person at the desk gives up first. Confined to its owner.
 */
final class Backoff {
    private static final long FIRST_NANOS = 250_000_000L;
    private static final long LONGEST_NANOS = 8_000_000_000L;

    private long nextNanos = FIRST_NANOS;

    /** Nanoseconds to wait now: 0.25 s, then twice as long each time, up to 8 s. */
    long next() {
        long delay = nextNanos;
        nextNanos = Math.min(nextNanos * 2, LONGEST_NANOS);
        return delay;
    }

    /** The server was reached: starts over. */
    void reset() {
        nextNanos = FIRST_NANOS;
    }
}
