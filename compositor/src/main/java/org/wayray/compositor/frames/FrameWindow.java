package org.wayray.compositor.frames;

/**
 * Which frames a viewer has been sent and has not acknowledged, and how many that may be: what fits into one round trip, plus
 * one. Confined to the session's loop; time is passed in.
 *
 * <p>The round trip is the shortest of the last seconds, not the average: what a queue of our own frames adds to it must not
 * allow more frames, which would lengthen the queue.
 */
final class FrameWindow {
    private static final int MOST_FRAMES = 8;

    /** Before anything is measured: one frame on its way and one behind it. */
    private static final int FIRST_FRAMES = 2;

    /** A round trip counts for one to two of these. */
    private static final long EPOCH_NANOS = 5_000_000_000L;

    private static final long UNKNOWN = Long.MAX_VALUE;

    private final long frameIntervalNanos;

    /** When each unacknowledged frame was sent, by serial modulo the length. */
    private final long[] sentNanos = new long[MOST_FRAMES];

    private int lastSent;
    private int lastAcknowledged;

    private long epochStartNanos;
    private long shortestOfThisEpoch = UNKNOWN;
    private long shortestOfLastEpoch = UNKNOWN;

    FrameWindow(long frameIntervalNanos) {
        this.frameIntervalNanos = frameIntervalNanos;
    }

    /** Frames sent and not acknowledged. */
    int inFlight() {
        return lastSent - lastAcknowledged;
    }

    /** Serial of the frame that was sent last; 0 before the first. */
    int lastSent() {
        return lastSent;
    }

    /** Frames that may be in flight at the same time. */
    int size() {
        long roundTrip = roundTripNanos();
        if (roundTrip == UNKNOWN) {
            return FIRST_FRAMES;
        }
        return 1 + (int) Math.clamp(Math.ceilDiv(roundTrip, frameIntervalNanos), 1, MOST_FRAMES - 1);
    }

    boolean isOpen() {
        return inFlight() < size();
    }

    /** The shortest round trip of late, in nanoseconds; {@link Long#MAX_VALUE} as long as none was measured. */
    long roundTripNanos() {
        return Math.min(shortestOfThisEpoch, shortestOfLastEpoch);
    }

    /** Notes that a frame leaves now. Returns its serial. */
    int sent(long nowNanos) {
        lastSent++;
        sentNanos[slot(lastSent)] = nowNanos;
        return lastSent;
    }

    /**
     * Notes that a frame and those before it were shown. An old serial is ignored.
     *
     * @return false if no frame with that serial has been sent
     */
    boolean acknowledged(int serial, long nowNanos) {
        int fresh = serial - lastAcknowledged;
        if (fresh > inFlight()) {
            return false;
        }
        if (fresh > 0) {
            lastAcknowledged = serial;
            measured(nowNanos - sentNanos[slot(serial)], nowNanos);
        }
        return true;
    }

    /** How long the oldest frame in flight has been waiting for its acknowledgement, in nanoseconds; 0 without any. */
    long oldestWaitNanos(long nowNanos) {
        return inFlight() == 0 ? 0 : nowNanos - sentNanos[slot(lastAcknowledged + 1)];
    }

    private void measured(long roundTripNanos, long nowNanos) {
        if (nowNanos - epochStartNanos > EPOCH_NANOS) {
            shortestOfLastEpoch = shortestOfThisEpoch;
            shortestOfThisEpoch = UNKNOWN;
            epochStartNanos = nowNanos;
        }
        shortestOfThisEpoch = Math.min(shortestOfThisEpoch, roundTripNanos);
    }

    private static int slot(int serial) {
        return serial & (MOST_FRAMES - 1);
    }
}
