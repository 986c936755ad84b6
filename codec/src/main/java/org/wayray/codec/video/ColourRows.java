package org.wayray.codec.video;

/**
 * Rows of red, green and blue to rows of luma and two chroma bytes, and back: ITU-R BT.709 in full range, where grey stays exactly grey.
 * Each loop is one that the optimising compiler turns into vector instructions: from index 0, 32 bits wide, and narrowed or widened by
 * itself. One thread at a time.
 */
final class ColourRows {
    // parts of 65536; those of luma add up to it, those of each chroma to nothing
    private static final int Y_RED = 13933;
    private static final int Y_GREEN = 46871;
    private static final int Y_BLUE = 4732;
    private static final int CB_RED = 7509;
    private static final int CB_GREEN = 25259;
    private static final int CR_GREEN = 29763;
    private static final int CR_BLUE = 3005;
    private static final int HALF = 32768;

    private static final int RED_CR = 103206;
    private static final int GREEN_CB = 12276;
    private static final int GREEN_CR = 30679;
    private static final int BLUE_CB = 121609;

    /** Chroma's zero, and rounding that leaves the largest value in a byte. */
    private static final int CHROMA_BIAS = (128 << 16) + HALF - 1;

    private static final int OPAQUE = 0xFF000000;

    private final int[] pixels;
    private final int[] luma;
    private final int[] cb;
    private final int[] cr;

    /** For rows of at most that many pixels. */
    ColourRows(int width) {
        pixels = new int[width];
        luma = new int[width];
        cb = new int[width];
        cr = new int[width];
    }

    /** Converts {@code count} pixels from index {@code from} on to what the next calls of the {@code take} methods give. */
    void split(int[] source, int from, int count) {
        System.arraycopy(source, from, pixels, 0, count);
        split(pixels, luma, cb, cr, count);
    }

    /** As {@link #split(int[], int, int)}, adding chroma to what is there: for the second row of two. */
    void splitAndAdd(int[] source, int from, int count, int[] cbSums, int[] crSums) {
        split(source, from, count);
        for (int i = 0; i < count; i++) {
            cbSums[i] += cb[i];
        }
        for (int i = 0; i < count; i++) {
            crSums[i] += cr[i];
        }
    }

    private static void split(int[] pixels, int[] luma, int[] cb, int[] cr, int count) {
        for (int i = 0; i < count; i++) {
            int red = pixels[i] >> 16 & 0xFF;
            int green = pixels[i] >> 8 & 0xFF;
            int blue = pixels[i] & 0xFF;
            luma[i] = Y_RED * red + Y_GREEN * green + Y_BLUE * blue + HALF - 1 >> 16;
            cb[i] = HALF * blue - CB_RED * red - CB_GREEN * green + CHROMA_BIAS >> 16;
            cr[i] = HALF * red - CR_GREEN * green - CR_BLUE * blue + CHROMA_BIAS >> 16;
        }
    }

    /** Luma of the row that was split. */
    void takeLuma(byte[] to, int count) {
        narrow(luma, to, count);
    }

    /** Blue-difference chroma of the row that was split. */
    void takeCb(byte[] to, int count) {
        narrow(cb, to, count);
    }

    /** Red-difference chroma of the row that was split. */
    void takeCr(byte[] to, int count) {
        narrow(cr, to, count);
    }

    private static void narrow(int[] from, byte[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = (byte) from[i];
        }
    }

    /** Gives the luma of the row that {@link #join} makes. */
    void putLuma(byte[] from, int at, int count) {
        widen(from, at, luma, count);
    }

    /** Gives its blue-difference chroma. */
    void putCb(byte[] from, int at, int count) {
        widen(from, at, cb, count);
    }

    /** Gives its red-difference chroma. */
    void putCr(byte[] from, int at, int count) {
        widen(from, at, cr, count);
    }

    /** Repeats each chroma value for the pixel on its right: for pictures with half the columns of it. */
    void spreadChroma(int count) {
        for (int i = count - 1; i > 0; i--) {
            cb[i] = cb[i / 2];
            cr[i] = cr[i / 2];
        }
    }

    private static void widen(byte[] from, int at, int[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = from[at + i];
        }
    }

    /** Writes {@code count} opaque pixels from index {@code to} on. */
    void join(int[] target, int to, int count) {
        join(luma, cb, cr, pixels, count);
        System.arraycopy(pixels, 0, target, to, count);
    }

    private static void join(int[] luma, int[] cb, int[] cr, int[] pixels, int count) {
        for (int i = 0; i < count; i++) {
            // bytes came with a sign: turning their highest bit makes them themselves less 128
            int y = ((luma[i] ^ -128) + 128 << 16) + HALF;
            int u = cb[i] ^ -128;
            int v = cr[i] ^ -128;
            int red = Math.min(255, Math.max(0, y + RED_CR * v >> 16));
            int green = Math.min(255, Math.max(0, y - GREEN_CB * u - GREEN_CR * v >> 16));
            int blue = Math.min(255, Math.max(0, y + BLUE_CB * u >> 16));
            pixels[i] = OPAQUE | red << 16 | green << 8 | blue;
        }
    }
}
