package org.wayray.benchmarks.line;

/**
 * How a line behaves, the same in both directions. Each datagram is lost at random, or waits in a queue until the line has sent
 * those before it and itself, and then travels. One that would wait longer than the queue allows is dropped. Immutable.
 *
 * @param roundTripNanos half of it in each direction; nothing changes it, so datagrams keep their order
 * @param lossPercent of the datagrams of each direction, independent of each other
 * @param bitsPerSecond in each direction, headers included; 0 for a line that is never full
 * @param queueNanos the longest wait in front of the line
 * @param seed of the loss
 */
public record LineModel(long roundTripNanos, double lossPercent, double bitsPerSecond, long queueNanos, long seed) {
    /** What Ethernet, IPv4 and UDP add to a datagram. */
    static final int HEADER_BYTES = 14 + 20 + 8;

    public LineModel {
        if (roundTripNanos < 0 || lossPercent < 0 || lossPercent > 100 || bitsPerSecond < 0 || queueNanos < 0) {
            throw new IllegalArgumentException("no line is like that");
        }
    }

    /** How long a datagram occupies the line. */
    long sendingNanos(int bytes) {
        return bitsPerSecond == 0 ? 0 : Math.round((bytes + HEADER_BYTES) * 8 * 1e9 / bitsPerSecond);
    }
}
