package org.wayray.benchmarks.film;

import java.util.Random;
import org.wayray.codec.Framebuffer;

/** The noise of a camera's sensor: stronger in brightness than in colour, different in every picture. */
final class Grain {
    private static final int SAMPLES = 1 << 14;
    private static final int ONE = 1 << 6;

    /** Normal deviates, in 64ths. */
    private static final short[] NORMAL = new short[SAMPLES];

    static {
        var random = new Random(17);
        for (int i = 0; i < SAMPLES; i++) {
            NORMAL[i] = (short) Math.round(Math.clamp(random.nextGaussian(), -4, 4) * ONE);
        }
    }

    private Grain() {}

    /**
     * Adds it to all of a picture.
     *
     * @param strength standard deviation of the brightness, in 255ths of white
     */
    static void add(Framebuffer picture, long seed, double strength) {
        int[] pixels = picture.pixels();
        int bright = (int) Math.round(strength * ONE);
        int colour = bright / 4;
        long state = seed * 0x2545F4914F6CDD1DL + 1;
        for (int i = 0; i < pixels.length; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            int level = NORMAL[(int) (state & SAMPLES - 1)] * bright;
            int warm = NORMAL[(int) (state >>> 20 & SAMPLES - 1)] * colour;
            int cold = NORMAL[(int) (state >>> 40 & SAMPLES - 1)] * colour;
            int half = ONE * ONE / 2;
            int pixel = pixels[i];
            pixels[i] = argb(
                    (pixel >> 16 & 0xFF) + (level + warm + half >> 12),
                    (pixel >> 8 & 0xFF) + (level + half >> 12),
                    (pixel & 0xFF) + (level + cold + half >> 12));
        }
    }

    /** An opaque pixel of these levels, brought into their range. */
    static int argb(int red, int green, int blue) {
        return 0xFF000000 | Math.clamp(red, 0, 255) << 16 | Math.clamp(green, 0, 255) << 8 | Math.clamp(blue, 0, 255);
    }
}
