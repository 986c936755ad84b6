package org.wayray.compositor.frames;

/**
 * Which frames a viewer has been sent and has not acknowledged, and how much that may be: in frames, what fits into one round
 * trip, plus one; in bytes, what the way carries in one round trip and 20 ms. Confined to the session's loop; time is passed in.
 *
 * <p>The round trip is the shortest of the last seconds, not the average: what a queue of our own adds to it must not allow
 * more, which would lengthen the queue. The rate is the highest at which acknowledgements came of late; it is forgotten only
 * while there is more to send than this lets through, because a viewer that is sent little says nothing of the rate. For the
 * same reason it bounds nothing before as much was sent as could fill the way. The 20 ms are what the way is allowed to hold back
 * for us, and at the same time the probe that finds out when it carries more.
 */
final class Pacer {
    /** What our frames may wait for each other on the way. */
    private static final long DELAY_NANOS = 20_000_000;

    /** What a frame may take on its way, less than the delay: else a way that becomes faster would not be noticed. */
    private static final double STEP_NANOS = 15_000_000;

    /** Frames in flight at most, and those that hurry beside them. */
    private static final int MOST_FRAMES = 8;

    private static final int MOST_HURRYING = 4;
    private static final int SLOTS = 16;

    /** Before anything is measured: one frame on its way and one behind it, of so many bytes. */
    private static final int FIRST_FRAMES = 2;

    private static final long FIRST_BYTES = 128 * 1024;

    /** Less in flight says nothing of what the way carries. */
    private static final long TELLING_BYTES = 32 * 1024;

    private static final long LEAST_BYTES = 16 * 1024;

    /** Room for less is waited for to become more. */
    private static final long WORTHWHILE_BYTES = 4 * 1024;

    private static final long MOST_BYTES = 8L << 20;

    /** A measurement counts for one to two of these. */
    private static final long EPOCH_NANOS = 5_000_000_000L;

    private static final long UNKNOWN = Long.MAX_VALUE;
    private static final double NANOS_PER_SECOND = 1e9;

    private final long frameIntervalNanos;

    // of each unacknowledged frame, by serial modulo the length

    private final long[] sentNanos = new long[SLOTS];
    private final long[] sentBytes = new long[SLOTS];

    /** What had been acknowledged when it was sent, and when that was. */
    private final long[] deliveredBefore = new long[SLOTS];

    private final long[] deliveredBeforeNanos = new long[SLOTS];

    private int lastSent;
    private int lastAcknowledged;
    private long bytesInFlight;
    private long delivered;
    private long deliveredNanos;

    private long epochStartNanos;
    private long shortestOfThisEpoch = UNKNOWN;
    private long shortestOfLastEpoch = UNKNOWN;

    private long rateStartNanos;
    private double rateOfThisEpoch;
    private double rateOfLastEpoch;

    /** Whether more was to be sent than the last frames let through. */
    private boolean pressed;

    /** Whether so much was in flight at some time that the rate is what the way carries. */
    private boolean told;

    /** Until nothing is in flight and then one small frame, so that a round trip without a queue of ours is measured. */
    private boolean draining;

    private boolean probed;

    Pacer(long frameIntervalNanos) {
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

    /** Whether a frame of any size may be sent; what is sent then should not be much more than {@link #room}. */
    boolean isOpen() {
        return inFlight() < size() && (inFlight() == 0 || room() >= WORTHWHILE_BYTES);
    }

    /**
     * Whether a small frame that somebody waits for may be sent, although {@link #isOpen} says no.
     *
     * @param behind whether there is a larger one to overtake that is not sent yet; else there has to be one on its way
     */
    boolean mayHurry(boolean behind) {
        return inFlight() < size() + MOST_HURRYING && (behind || bytesInFlight >= LEAST_BYTES);
    }

    /**
     * Bytes that the next frame should not exceed: what may be added to those in flight, and so little at a time that
     * acknowledgements come steadily enough to measure the rate.
     */
    long room() {
        if (draining) {
            return inFlight() > 0 ? 0 : WORTHWHILE_BYTES;
        }
        double step = rate() * (STEP_NANOS / NANOS_PER_SECOND);
        return Math.clamp(
                window() - bytesInFlight, 0, Math.clamp((long) step, told ? LEAST_BYTES : FIRST_BYTES, MOST_BYTES));
    }

    /** Bytes that may be in flight. */
    long window() {
        double bytes = rate() == 0 ? 0 : rate() * ((roundTripNanos() + DELAY_NANOS) / NANOS_PER_SECOND);
        return Math.clamp((long) bytes, told ? LEAST_BYTES : FIRST_BYTES, MOST_BYTES);
    }

    /** There is more to send than {@link #room} allows: from now on what is acknowledged tells what the way carries. */
    void press() {
        pressed = true;
    }

    /** What the way carries, as far as is known; 0 before there was enough to tell. */
    double bytesPerSecond() {
        return told ? rate() : 0;
    }

    private double rate() {
        return Math.max(rateOfThisEpoch, rateOfLastEpoch);
    }

    /** The shortest round trip of late, in nanoseconds; {@link Long#MAX_VALUE} as long as none was measured. */
    long roundTripNanos() {
        return Math.min(shortestOfThisEpoch, shortestOfLastEpoch);
    }

    /** Notes that a frame of so many bytes leaves now. Returns its serial. */
    int sent(long bytes, long nowNanos) {
        if (inFlight() == 0) {
            deliveredNanos = nowNanos; // a pause says nothing of the rate
        }
        int slot = slot(++lastSent);
        sentNanos[slot] = nowNanos;
        sentBytes[slot] = bytes;
        deliveredBefore[slot] = delivered;
        deliveredBeforeNanos[slot] = deliveredNanos;
        bytesInFlight += bytes;
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
        while (lastAcknowledged - serial < 0) {
            long bytes = sentBytes[slot(++lastAcknowledged)];
            bytesInFlight -= bytes;
            delivered += bytes;
        }
        if (fresh > 0) {
            deliveredNanos = nowNanos;
            draining &= !probed;
            probed = draining && inFlight() == 0;
            int slot = slot(serial);
            roundTrip(nowNanos - sentNanos[slot], nowNanos);
            told |= delivered - deliveredBefore[slot] >= TELLING_BYTES;
            long elapsed = Math.max(1, nowNanos - deliveredBeforeNanos[slot]);
            rate((delivered - deliveredBefore[slot]) * NANOS_PER_SECOND / elapsed, nowNanos);
        }
        return true;
    }

    /** How long the oldest frame in flight has been waiting for its acknowledgement, in nanoseconds; 0 without any. */
    long oldestWaitNanos(long nowNanos) {
        return inFlight() == 0 ? 0 : nowNanos - sentNanos[slot(lastAcknowledged + 1)];
    }

    private void roundTrip(long nanos, long nowNanos) {
        if (nowNanos - epochStartNanos > EPOCH_NANOS) {
            shortestOfLastEpoch = shortestOfThisEpoch;
            shortestOfThisEpoch = UNKNOWN;
            epochStartNanos = nowNanos;
            draining = pressed;
            probed = false;
        }
        shortestOfThisEpoch = Math.min(shortestOfThisEpoch, nanos);
    }

    private void rate(double bytesPerSecond, long nowNanos) {
        if (!pressed) {
            rateStartNanos = nowNanos;
        } else if (nowNanos - rateStartNanos > EPOCH_NANOS) {
            rateOfLastEpoch = rateOfThisEpoch;
            rateOfThisEpoch = 0;
            rateStartNanos = nowNanos;
        }
        pressed &= inFlight() > 0;
        rateOfThisEpoch = Math.max(rateOfThisEpoch, bytesPerSecond);
    }

    private static int slot(int serial) {
        return serial & (SLOTS - 1);
    }
}
