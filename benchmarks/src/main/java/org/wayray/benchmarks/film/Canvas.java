package org.wayray.benchmarks.film;

import java.nio.IntBuffer;
import java.util.Arrays;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;

/** Pixels to paint on, in an array or in memory shared with a server; 0xAARRGGBB, no gap between rows. Confined to one thread. */
public final class Canvas {
    private final IntBuffer pixels;
    private final int width;
    private final PixelRect bounds;
    private final int[] plain;

    /** @param pixels at least {@code width * height} of them, used from index 0 */
    public Canvas(IntBuffer pixels, int width, int height) {
        this.pixels = pixels;
        this.width = width;
        this.bounds = new PixelRect(0, 0, width, height);
        this.plain = new int[width];
    }

    /** To paint in a picture whose rows follow each other without a gap. */
    public static Canvas of(Framebuffer picture) {
        if (picture.stride() != picture.width()) {
            throw new IllegalArgumentException("there is a gap between the rows");
        }
        return new Canvas(IntBuffer.wrap(picture.pixels()), picture.width(), picture.height());
    }

    /** All of it. */
    public PixelRect bounds() {
        return bounds;
    }

    /** Paints the part of {@code place} inside {@code clip} in one colour. */
    void fill(PixelRect place, PixelRect clip, int argb) {
        var part = place.intersection(clip).intersection(bounds);
        Arrays.fill(plain, 0, part.width(), argb);
        for (int y = part.y(); y < part.bottom(); y++) {
            pixels.put(y * width + part.x(), plain, 0, part.width());
        }
    }

    /** Paints the part of {@code place} inside {@code clip} from {@code source}, whose point fromX, fromY comes to its corner. */
    void draw(Framebuffer source, int fromX, int fromY, PixelRect place, PixelRect clip) {
        var part = place.intersection(clip).intersection(bounds);
        for (int y = part.y(); y < part.bottom(); y++) {
            int at = source.index(fromX + part.x() - place.x(), fromY + y - place.y());
            pixels.put(y * width + part.x(), source.pixels(), at, part.width());
        }
    }
}
