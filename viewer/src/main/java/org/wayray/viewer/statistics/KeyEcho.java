package org.wayray.viewer.statistics;

/**
 * The time from a key press to the picture that answers it, as far as a viewer can tell: it does not know why a frame came. So only
 * a press into a picture that has been at rest counts, and the frame after it, unless that came so soon that it was on its way
 * already, or so late that it was something else. Modifiers answer nothing. Confined to the viewer's loop.
 */
final class KeyEcho {
    private static final long REST_NANOS = 50_000_000;
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private boolean waiting;
    private boolean answered;
    private long pressedNanos;
    private boolean anyArrived;
    private long lastArrivedNanos;

    /**
     * A key went down.
     *
     * @param code evdev's
     */
    void pressed(int code, long nowNanos) {
        boolean rests = !anyArrived || nowNanos - lastArrivedNanos >= REST_NANOS;
        boolean over = !waiting || (!answered && nowNanos - pressedNanos > PATIENCE_NANOS);
        if (rests && over && !isModifier(code)) {
            waiting = true;
            answered = false;
            pressedNanos = nowNanos;
        }
    }

    /**
     * A frame came.
     *
     * @param roundTripNanos the shortest that was seen; 0 if none was
     */
    void arrived(long arrivedNanos, long roundTripNanos) {
        anyArrived = true;
        lastArrivedNanos = arrivedNanos;
        if (waiting && !answered) {
            long after = arrivedNanos - pressedNanos;
            answered = after >= roundTripNanos / 2 && after <= PATIENCE_NANOS;
            waiting = answered;
        }
    }

    /** All that has come is visible. Returns the nanoseconds from the press; -1 if this does not answer one. */
    long presented(long nowNanos) {
        if (!answered) {
            return -1;
        }
        waiting = false;
        answered = false;
        return nowNanos - pressedNanos;
    }

    private static boolean isModifier(int code) {
        return switch (code) {
            // Ctrl, Shift, Alt, Caps Lock, Num Lock, Scroll Lock, Meta
            case 29, 97, 42, 54, 56, 100, 58, 69, 70, 125, 126 -> true;
            default -> false;
        };
    }
}
