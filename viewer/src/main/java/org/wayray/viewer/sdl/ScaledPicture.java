package org.wayray.viewer.sdl;

import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;

/**
 * A picture as large as a window has room for, its proportions kept. Each pixel is the mean of what it covers of the original: enlarged,
 * the picture's pixels stay squares whose edges are as sharp as the screen allows; made smaller, nothing is left out. Only what changed
 * is computed. Confined to the SDL thread.
 */
final class ScaledPicture {
    private static final int RED_AND_BLUE = 0xFF00FF;
    private static final int GREEN = 0xFF00;
    private static final int HALF_RED_AND_BLUE = 0x800080;
    private static final int HALF_GREEN = 0x8000;
    private static final int OPAQUE = 0xFF000000;

    private final ScaledAxis columns;
    private final ScaledAxis rows;
    private final Framebuffer scaled;
    private final int pictureWidth;
    private final int pictureHeight;
    private final PixelRegion damage = new PixelRegion();

    /** A row of the original's width: what a row shown covers. */
    private final int[] line;

    private final int[] redAndBlue;
    private final int[] green;

    /**
     * A black one, until {@link #update}.
     *
     * @param size as it is shown
     */
    ScaledPicture(int pictureWidth, int pictureHeight, PixelRect size) {
        this.pictureWidth = pictureWidth;
        this.pictureHeight = pictureHeight;
        columns = new ScaledAxis(pictureWidth, size.width());
        rows = new ScaledAxis(pictureHeight, size.height());
        scaled = new Framebuffer(size.width(), size.height());
        line = new int[pictureWidth];
        redAndBlue = new int[pictureWidth];
        green = new int[pictureWidth];
    }

    /** How large a picture can be in a window of that size; at 0,0. */
    static PixelRect fittingSize(int pictureWidth, int pictureHeight, int windowWidth, int windowHeight) {
        long width = windowWidth;
        long height = Math.round((double) windowWidth * pictureHeight / pictureWidth);
        if (height > windowHeight) {
            height = windowHeight;
            width = Math.round((double) windowHeight * pictureWidth / pictureHeight);
        }
        return new PixelRect(0, 0, (int) Math.clamp(width, 1, windowWidth), (int) Math.clamp(height, 1, windowHeight));
    }

    /** Whether it is for pictures of that size and shows them this large. */
    boolean fits(int fromWidth, int fromHeight, PixelRect size) {
        return fromWidth == pictureWidth && fromHeight == pictureHeight && size.equals(scaled.bounds());
    }

    /** The picture as it is shown. */
    Framebuffer framebuffer() {
        return scaled;
    }

    /** From left to right. */
    ScaledAxis columns() {
        return columns;
    }

    /** From top to bottom. */
    ScaledAxis rows() {
        return rows;
    }

    /**
     * The least of what is shown within which the pointer can get everywhere in a part of the picture.
     *
     * @param part inside of the picture, not empty; in the original's pixels
     */
    PixelRect pointedAt(PixelRect part) {
        return PixelRect.ofEdges(
                columns.pointedFrom(part.x()),
                rows.pointedFrom(part.y()),
                columns.pointedTo(part.right()),
                rows.pointedTo(part.bottom()));
    }

    /**
     * Takes over what changed.
     *
     * @param changed in the original's pixels
     * @return what changed of {@link #framebuffer}; good until the next call
     */
    PixelRegion update(Framebuffer picture, PixelRegion changed) {
        damage.clear();
        for (int i = 0; i < changed.size(); i++) {
            damage.add(PixelRect.ofEdges(
                    columns.shownFrom(changed.left(i)),
                    rows.shownFrom(changed.top(i)),
                    columns.shownTo(changed.right(i)),
                    rows.shownTo(changed.bottom(i))));
        }
        for (int i = 0; i < damage.size(); i++) {
            for (int y = damage.top(i); y < damage.bottom(i); y++) {
                drawRow(picture, y, damage.left(i), damage.right(i));
            }
        }
        return damage;
    }

    private void drawRow(Framebuffer picture, int y, int left, int right) {
        int from = columns.first(left);
        int to = columns.first(right - 1) + columns.weights(right - 1).length;
        int[] source = picture.pixels();
        int offset = picture.index(0, rows.first(y));
        if (rows.weights(y).length > 1) {
            mixRows(picture, y, from, to);
            source = line;
            offset = 0;
        }
        int[] target = scaled.pixels();
        int at = scaled.index(0, y);
        for (int x = left; x < right; x++) {
            int[] weights = columns.weights(x);
            int first = offset + columns.first(x);
            if (weights.length == 1) {
                target[at + x] = source[first];
                continue;
            }
            int mixedRedAndBlue = HALF_RED_AND_BLUE;
            int mixedGreen = HALF_GREEN;
            for (int i = 0; i < weights.length; i++) {
                mixedRedAndBlue += (source[first + i] & RED_AND_BLUE) * weights[i];
                mixedGreen += (source[first + i] & GREEN) * weights[i];
            }
            target[at + x] = packed(mixedRedAndBlue, mixedGreen);
        }
    }

    /** Puts into {@link #line} what a row shown covers of several rows. */
    private void mixRows(Framebuffer picture, int y, int from, int to) {
        int[] pixels = picture.pixels();
        int[] weights = rows.weights(y);
        for (int i = 0; i < weights.length; i++) {
            int row = picture.index(0, rows.first(y) + i);
            int weight = weights[i];
            if (i == 0) {
                for (int x = from; x < to; x++) {
                    redAndBlue[x] = HALF_RED_AND_BLUE + (pixels[row + x] & RED_AND_BLUE) * weight;
                    green[x] = HALF_GREEN + (pixels[row + x] & GREEN) * weight;
                }
            } else {
                for (int x = from; x < to; x++) {
                    redAndBlue[x] += (pixels[row + x] & RED_AND_BLUE) * weight;
                    green[x] += (pixels[row + x] & GREEN) * weight;
                }
            }
        }
        for (int x = from; x < to; x++) {
            line[x] = packed(redAndBlue[x], green[x]);
        }
    }

    /** From sums of colours by weights of {@link ScaledAxis#WHOLE} to a pixel. */
    private static int packed(int redAndBlue, int green) {
        return OPAQUE | (redAndBlue >>> 8 & RED_AND_BLUE) | (green >>> 8 & GREEN);
    }
}
