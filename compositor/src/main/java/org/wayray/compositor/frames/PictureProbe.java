package org.wayray.compositor.frames;

import java.util.Arrays;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;

/**
 * Tells pictures, such as photographs and films, from text and drawings by a few hundred of their pixels: in a picture hardly any
 * pixel is like its neighbour, and hardly any colour occurs twice. Keeps its memory; confined to its owner.
 */
final class PictureProbe {
    private static final int SAMPLED_ROWS = 12;
    private static final int RUN = 24;
    private static final int TABLE = 1024;
    private static final int OPAQUE = 0xFF000000;

    private final int[] colours = new int[TABLE];

    /** Whether that part of a picture, of at least a few pixels, is like a photograph. */
    boolean isPicture(Framebuffer framebuffer, PixelRect rect) {
        Arrays.fill(colours, 0);
        int looked = 0;
        int equal = 0;
        int different = 0;
        int run = Math.min(RUN, rect.width());
        for (int i = 0; i < SAMPLED_ROWS; i++) {
            int y = rect.y() + (int) ((2L * i + 1) * rect.height() / (2 * SAMPLED_ROWS));
            // in another place of each row, so that a column of something else does not decide
            int x = rect.x() + (int) ((long) (rect.width() - run) * (i * 5 % SAMPLED_ROWS) / (SAMPLED_ROWS - 1));
            int from = framebuffer.index(x, y);
            int[] pixels = framebuffer.pixels();
            for (int at = from; at < from + run; at++) {
                looked++;
                equal += at > from && pixels[at] == pixels[at - 1] ? 1 : 0;
                different += isNew(pixels[at] | OPAQUE) ? 1 : 0;
            }
        }
        return 4 * equal < looked && 2 * different > looked;
    }

    /** Whether all of its pixels are equal; quick to say no. */
    static boolean isFlat(Framebuffer framebuffer, int x, int y, int width, int height) {
        int[] pixels = framebuffer.pixels();
        int first = framebuffer.index(x, y);
        for (int at = first + 1; at < first + width; at++) {
            if (pixels[at] != pixels[first]) {
                return false;
            }
        }
        for (int row = y + 1; row < y + height; row++) {
            int at = framebuffer.index(x, row);
            if (!Arrays.equals(pixels, first, first + width, pixels, at, at + width)) {
                return false;
            }
        }
        return true;
    }

    private boolean isNew(int colour) {
        int slot = colour * 0x9E3779B9 >>> 22;
        while (colours[slot] != 0) {
            if (colours[slot] == colour) {
                return false;
            }
            slot = slot + 1 & TABLE - 1;
        }
        colours[slot] = colour;
        return true;
    }
}
