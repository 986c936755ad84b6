package org.wayray.compositor.seat;

/**
 * One scroll movement. Immutable.
 *
 * @param timeMs when
 * @param source what scrolled
 * @param horizontal along the x axis
 * @param vertical along the y axis
 */
public record AxisEvent(int timeMs, Source source, Movement horizontal, Movement vertical) {

    /** The kind of device. */
    public enum Source {
        WHEEL,
        FINGER,
        CONTINUOUS,
        WHEEL_TILT
    }

    /**
     * The part on one axis.
     *
     * @param distance in logical pixels, to the right and downwards
     * @param value120 in 120ths of a wheel's detent, 0 where the device has no detents
     * @param stop whether the movement ended (a finger was lifted)
     */
    public record Movement(double distance, int value120, boolean stop) {
        public static final Movement NONE = new Movement(0, 0, false);
    }
}
