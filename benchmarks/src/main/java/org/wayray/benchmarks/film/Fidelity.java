package org.wayray.benchmarks.film;

import java.util.Arrays;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;

/** How much a picture is like the one that it should be. */
public final class Fidelity {
    /** What a picture without a difference is said to have. */
    public static final double EXACT_DB = 99;

    private static final int COLUMNS = 64;
    private static final int ROWS = 40;
    private static final double MOST = 0.99;

    private Fidelity() {}

    /** Peak signal to noise ratio of a part, over the three colours. */
    public static double psnr(Framebuffer seen, Framebuffer expected, PixelRect part) {
        long squares = 0;
        for (int y = part.y(); y < part.bottom(); y++) {
            int a = seen.index(part.x(), y);
            int b = expected.index(part.x(), y);
            for (int i = 0; i < part.width(); i++) {
                int p = seen.pixels()[a + i];
                int q = expected.pixels()[b + i];
                int red = (p >> 16 & 0xFF) - (q >> 16 & 0xFF);
                int green = (p >> 8 & 0xFF) - (q >> 8 & 0xFF);
                int blue = (p & 0xFF) - (q & 0xFF);
                squares += red * red + green * green + blue * blue;
            }
        }
        return squares == 0 ? EXACT_DB : Math.min(EXACT_DB, 10 * Math.log10(255.0 * 255 * 3 * part.area() / squares));
    }

    /** Whether all pixels have the same colours; alpha means nothing on a screen. */
    public static boolean isExact(Framebuffer seen, Framebuffer expected) {
        if (seen.width() != expected.width() || seen.height() != expected.height()) {
            return false;
        }
        for (int y = 0; y < seen.height(); y++) {
            int a = seen.index(0, y);
            int b = expected.index(0, y);
            int at = 0;
            while (at < seen.width()) {
                int found = Arrays.mismatch(
                        seen.pixels(), a + at, a + seen.width(), expected.pixels(), b + at, b + seen.width());
                if (found < 0) {
                    break;
                }
                at += found;
                if (((seen.pixels()[a + at] ^ expected.pixels()[b + at]) & 0xFFFFFF) != 0) {
                    return false;
                }
                at++;
            }
        }
        return true;
    }

    /** Whether one would say that the whole picture is there, though perhaps not sharp yet: 99 % of the points of a grid are. */
    public static boolean isThere(Framebuffer seen, Framebuffer expected, int tolerance) {
        if (seen.width() != expected.width() || seen.height() != expected.height()) {
            return false;
        }
        int near = 0;
        for (int row = 0; row < ROWS; row++) {
            int y = (2 * row + 1) * seen.height() / (2 * ROWS);
            for (int column = 0; column < COLUMNS; column++) {
                int x = (2 * column + 1) * seen.width() / (2 * COLUMNS);
                near += isNear(seen.pixel(x, y), expected.pixel(x, y), tolerance) ? 1 : 0;
            }
        }
        return near >= MOST * ROWS * COLUMNS;
    }

    static boolean isNear(int argb, int other, int tolerance) {
        return Math.abs((argb >> 16 & 0xFF) - (other >> 16 & 0xFF)) <= tolerance
                && Math.abs((argb >> 8 & 0xFF) - (other >> 8 & 0xFF)) <= tolerance
                && Math.abs((argb & 0xFF) - (other & 0xFF)) <= tolerance;
    }
}
