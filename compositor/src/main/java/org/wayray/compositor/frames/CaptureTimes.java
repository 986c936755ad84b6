package org.wayray.compositor.frames;

/** When the pixels of one frame came about and were taken, in nanoseconds on the session's clock. Confined to its loop. */
final class CaptureTimes {
    private long waitNanos;
    private long renderNanos;
    private long startNanos;
    private long endNanos;

    /** The capture begins, of changes of which the oldest is that old and which took so long to paint. */
    void begin(long nowNanos, long oldestChangeNanos, long paintingNanos) {
        startNanos = nowNanos;
        waitNanos = nowNanos - oldestChangeNanos;
        renderNanos = paintingNanos;
    }

    /** The capture ends, and encoding begins. */
    void end(long nowNanos) {
        endNanos = nowNanos;
    }

    /** From the oldest change to the capture's begin. */
    long waitNanos() {
        return waitNanos;
    }

    /** Of that: painting. */
    long renderNanos() {
        return renderNanos;
    }

    /** What the capture took. */
    long captureNanos() {
        return endNanos - startNanos;
    }

    /** When the capture ended. */
    long endNanos() {
        return endNanos;
    }
}
