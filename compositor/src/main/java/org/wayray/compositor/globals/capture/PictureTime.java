package org.wayray.compositor.globals.capture;

/**
 * A time on the monotonic clock as the protocols send it.
 *
 * @param secondsHigh upper half of the seconds
 * @param secondsLow lower half of the seconds
 * @param nanos the rest
 */
record PictureTime(int secondsHigh, int secondsLow, int nanos) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    static PictureTime of(long nowNanos) {
        long seconds = Math.floorDiv(nowNanos, NANOS_PER_SECOND);
        return new PictureTime((int) (seconds >>> 32), (int) seconds, (int) Math.floorMod(nowNanos, NANOS_PER_SECOND));
    }
}
