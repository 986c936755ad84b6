package org.wayray.codec.video;

import java.util.Random;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.TestPictures;
import org.wayray.codec.TestPictures.Kind;

/** A photograph that moves, from a seed, and how far two pictures are apart. */
final class TestFilm {
    private static final int PATH = 64;

    private final Framebuffer scene;
    private final int width;
    private final int height;

    TestFilm(int width, int height, long seed) {
        this.width = width;
        this.height = height;
        var random = new Random(seed);
        scene = TestPictures.of(Kind.PHOTO, width + PATH, height + PATH, random);
    }

    Framebuffer picture(int number) {
        var picture = new Framebuffer(width, height);
        int dx = number * 3 % PATH;
        int dy = number % PATH;
        for (int y = 0; y < height; y++) {
            System.arraycopy(scene.pixels(), scene.index(dx, dy + y), picture.pixels(), picture.index(0, y), width);
        }
        return picture;
    }

    /** In decibels; 99 if they are equal. */
    static double likeness(Framebuffer one, Framebuffer other) {
        long squares = 0;
        for (int y = 0; y < one.height(); y++) {
            for (int x = 0; x < one.width(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    long difference = (one.pixel(x, y) >> shift & 0xFF) - (other.pixel(x, y) >> shift & 0xFF);
                    squares += difference * difference;
                }
            }
        }
        double mean = squares / (3.0 * one.width() * one.height());
        return mean == 0 ? 99 : 10 * Math.log10(255 * 255 / mean);
    }
}
