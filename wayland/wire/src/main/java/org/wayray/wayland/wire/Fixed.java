package org.wayray.wayland.wire;

/** Wayland's signed 24.8 fixed-point numbers. Every such number is exactly a {@code double}. */
public final class Fixed {
    private static final double ONE = 256.0;

    private Fixed() {}

    /** The value of a number as it is on the wire; exact. */
    public static double toDouble(int fixed) {
        return fixed / ONE;
    }

    /**
     * The nearest number to {@code value}, halves to even. What is out of range becomes the nearest end of the range
     * (about plus or minus 8.4 million), and NaN becomes 0: a coordinate that went astray must not end a connection.
     */
    public static int fromDouble(double value) {
        return (int) Math.rint(value * ONE);
    }
}
