package org.wayray.benchmarks.film;

import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;

/**
 * A number in a picture, readable after a lossy coder: cells of 8x8 pixels, white for 1; sixteen bits of the number, then eight that
 * check it.
 */
final class Barcode {
    static final int CELL = 8;
    static final int WIDTH = 24 * CELL;
    static final int HEIGHT = CELL;

    /** What {@link #read} answers where no number is. */
    static final int NONE = -1;

    private static final int VALUE_BITS = 16;
    private static final int CHECK_BITS = 8;
    private static final int WHITE = 0xFFFFFFFF;
    private static final int BLACK = 0xFF000000;

    /** Greens between these are neither black nor white. */
    private static final int DARKEST_GREY = 80;

    private static final int LIGHTEST_GREY = 175;

    private Barcode() {}

    /** Where it lies if this is its top left corner. */
    static PixelRect at(int x, int y) {
        return new PixelRect(x, y, WIDTH, HEIGHT);
    }

    /** Paints the lower sixteen bits of a number. */
    static void paint(int number, PixelRect place, PixelRect clip, Canvas canvas) {
        if (!place.intersects(clip)) {
            return;
        }
        int bits = bits(number & 0xFFFF);
        for (int cell = 0; cell < VALUE_BITS + CHECK_BITS; cell++) {
            boolean white = (bits >> (VALUE_BITS + CHECK_BITS - 1 - cell) & 1) != 0;
            canvas.fill(new PixelRect(place.x() + cell * CELL, place.y(), CELL, CELL), clip, white ? WHITE : BLACK);
        }
    }

    /** The number whose code lies at this corner, or {@link #NONE}: then there is none, or a half of one and of another. */
    static int read(Framebuffer picture, int x, int y) {
        if (x < 0 || y < 0 || x + WIDTH > picture.width() || y + HEIGHT > picture.height()) {
            return NONE;
        }
        int bits = 0;
        int at = picture.index(x + CELL / 2, y + CELL / 2);
        for (int cell = 0; cell < VALUE_BITS + CHECK_BITS; cell++) {
            int green = picture.pixels()[at + cell * CELL] >> 8 & 0xFF;
            if (green > DARKEST_GREY && green < LIGHTEST_GREY) {
                return NONE;
            }
            bits = bits << 1 | (green >= LIGHTEST_GREY ? 1 : 0);
        }
        int number = bits >> CHECK_BITS;
        return bits(number) == bits ? number : NONE;
    }

    private static int bits(int number) {
        int check = (number * 0x9E35 >>> 7 ^ number >>> 3 ^ 0x5A) & 0xFF;
        return number << CHECK_BITS | check;
    }
}
