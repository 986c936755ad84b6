package org.wayray.compositor.seat;

/**
 * A push of the pointer, whether or not it can go there. Immutable; distances in logical pixels.
 *
 * @param timeMs when
 * @param dx to the right
 * @param dy downwards
 * @param dxUnaccelerated to the right, as the hand moved
 * @param dyUnaccelerated downwards, as the hand moved
 */
public record RelativeMotion(int timeMs, double dx, double dy, double dxUnaccelerated, double dyUnaccelerated) {

    /** A push that nothing accelerated. */
    public static RelativeMotion plain(int timeMs, double dx, double dy) {
        return new RelativeMotion(timeMs, dx, dy, dx, dy);
    }

    boolean isNothing() {
        return dx == 0 && dy == 0 && dxUnaccelerated == 0 && dyUnaccelerated == 0;
    }
}
