package org.wayray.viewer.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt to reconnect: a quarter of a second at first, twice as long each time, at most five seconds,
 * each shortened by up to half at random so that the viewers of a restarted server do not come back in step. It knows no clock: the
 * caller waits. Not thread-safe.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LAST = Duration.ofSeconds(5);

    private final RandomGenerator random;
    private Duration next = FIRST;

    /** Starts with short waits. */
    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The wait before the next attempt. */
    Duration next() {
        Duration full = next;
        Duration twice = full.multipliedBy(2);
        next = twice.compareTo(LAST) > 0 ? LAST : twice;
        long half = full.toNanos() / 2;
        return Duration.ofNanos(half + random.nextLong(half + 1));
    }

    /** An attempt succeeded: the next wait is short again. */
    void reset() {
        next = FIRST;
    }
}
