package org.wayray.compositor.render;

/** Porter and Duff's OVER for premultiplied pixels, and translucency. */
final class Blend {

    private static final int PAIR = 0x00ff00ff;
    private static final int HALF = 0x00800080;

    private Blend() {}

    /**
     * Puts the first {@code count} source pixels over as many destination pixels. Exact to the nearest integer: transparent black
     * changes nothing, full alpha replaces. Colours above their alpha, which premultiplied pixels cannot have, give wrong colours
     * but do no harm.
     *
     * <p>Without a branch, and with the same index for both arrays: only then does the compiler make vector code of it, because
     * with two offsets it could not rule out that writing changes what is read next. That is worth a copy on either side.
     */
    static void over(int[] source, int[] destination, int count) {
        for (int i = 0; i < count; i++) {
            int s = source[i];
            int d = destination[i];
            int rest = 255 - (s >>> 24);
            // x * rest / 255 for two channels at a time
            int low = (d & PAIR) * rest + HALF;
            low = ((low + ((low >>> 8) & PAIR)) >>> 8) & PAIR;
            int high = ((d >>> 8) & PAIR) * rest + HALF;
            high = (high + ((high >>> 8) & PAIR)) & ~PAIR;
            destination[i] = s + (low | high);
        }
    }

    /** Multiplies all channels of the first {@code count} pixels by {@code opacity} 255ths, exact to the nearest integer. */
    static void fade(int[] pixels, int opacity, int count) {
        for (int i = 0; i < count; i++) {
            int pixel = pixels[i];
            int low = (pixel & PAIR) * opacity + HALF;
            low = ((low + ((low >>> 8) & PAIR)) >>> 8) & PAIR;
            int high = ((pixel >>> 8) & PAIR) * opacity + HALF;
            high = (high + ((high >>> 8) & PAIR)) & ~PAIR;
            pixels[i] = low | high;
        }
    }
}
