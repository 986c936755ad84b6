package org.wayray.compositor.output;

/**
 * What an output makes of each value of red, green and blue. Immutable.
 */
public final class GammaCurves {
    /** Values of a curve: one for each that a colour can have. */
    public static final int SIZE = 256;

    private final int[] red = new int[SIZE];
    private final int[] green = new int[SIZE];
    private final int[] blue = new int[SIZE];

    /**
     * @param values the curves of red, green and blue one after the other, each of {@link #SIZE} unsigned values of 16 bits
     */
    public GammaCurves(short[] values) {
        if (values.length != 3 * SIZE) {
            throw new IllegalArgumentException(values.length + " values");
        }
        for (int i = 0; i < SIZE; i++) {
            red[i] = eightBits(values[i]) << 16;
            green[i] = eightBits(values[SIZE + i]) << 8;
            blue[i] = eightBits(values[2 * SIZE + i]);
        }
    }

    private static int eightBits(short sixteen) {
        return (Short.toUnsignedInt(sixteen) * 255 + 32767) / 65535;
    }

    /** Changes pixels in place; alpha stays. */
    public void apply(int[] pixels, int from, int count) {
        for (int i = from; i < from + count; i++) {
            int pixel = pixels[i];
            pixels[i] = pixel & 0xff000000 | red[pixel >> 16 & 0xff] | green[pixel >> 8 & 0xff] | blue[pixel & 0xff];
        }
    }
}
