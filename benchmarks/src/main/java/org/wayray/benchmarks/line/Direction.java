package org.wayray.benchmarks.line;

import java.util.Random;

/**
 * What happens to the datagrams of one direction: loss, queue, rate, delay. It says when each arrives and moves none. Not
 * thread-safe.
 */
final class Direction {
    /** Answered instead of a time for a datagram that does not arrive. */
    static final long NEVER = Long.MIN_VALUE;

    private final LineModel model;
    private final Random random;
    private boolean busy;
    private long freeNanos;
    private long datagrams;
    private long bytes;
    private long lost;
    private long dropped;

    Direction(LineModel model, long seed) {
        this.model = model;
        this.random = new Random(seed);
    }

    /**
     * A datagram comes to the line.
     *
     * @param nowNanos never before the last one
     * @return when it arrives at the other end, or {@link #NEVER}
     */
    long offer(int size, long nowNanos) {
        datagrams++;
        bytes += size;
        if (model.lossPercent() > 0 && random.nextDouble() * 100 < model.lossPercent()) {
            lost++;
            return NEVER;
        }
        long start = busy && freeNanos - nowNanos > 0 ? freeNanos : nowNanos;
        if (start - nowNanos > model.queueNanos()) {
            dropped++;
            return NEVER;
        }
        busy = true;
        freeNanos = start + model.sendingNanos(size);
        return freeNanos + model.roundTripNanos() / 2;
    }

    LineCount count() {
        return new LineCount(datagrams, bytes, lost, dropped);
    }
}
