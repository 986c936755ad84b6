package org.wayray.testkit;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import javax.imageio.ImageIO;

/**
 * What somebody sees at one moment: opaque pixels as {@code 0xRRGGBB}, row after row. Never changes; what it is made of is
 * copied.
 */
public final class Picture {
    private static final int RGB = 0xFFFFFF;

    /** A rectangle in a picture, in pixels from its upper left corner. */
    public record Area(int x, int y, int width, int height) {
        public int centerX() {
            return x + width / 2;
        }

        public int centerY() {
            return y + height / 2;
        }
    }

    private final int width;
    private final int height;
    private final int[] pixels;

    /**
     * A picture of these pixels; anything above the lowest 24 bits is ignored.
     *
     * @param stride from one row to the next, in pixels
     */
    public Picture(int width, int height, int[] source, int stride) {
        this.width = width;
        this.height = height;
        this.pixels = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pixels[y * width + x] = source[y * stride + x] & RGB;
            }
        }
    }

    /** Reads a picture from a PNG file. */
    public static Picture read(Path file) throws IOException {
        var image = ImageIO.read(file.toFile());
        if (image == null) {
            throw new IOException(file + " is not a picture");
        }
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return new Picture(image.getWidth(), image.getHeight(), pixels, image.getWidth());
    }

    /** Writes the picture as PNG; makes the folder if it is not there. */
    public void write(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("nothing here can write PNG");
        }
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** One pixel, {@code 0xRRGGBB}. */
    public int pixel(int x, int y) {
        if (x < 0 || y < 0 || x >= width || y >= height) {
            throw new IndexOutOfBoundsException("(%d, %d) in %d x %d".formatted(x, y, width, height));
        }
        return pixels[y * width + x];
    }

    /** A part of it. */
    public Picture crop(int x, int y, int partWidth, int partHeight) {
        pixel(x, y);
        pixel(x + partWidth - 1, y + partHeight - 1);
        return new Picture(partWidth, partHeight, Arrays.copyOfRange(pixels, y * width + x, pixels.length), width);
    }

    /** How many pixels are of that kind. */
    public int count(IntPredicate kind) {
        return (int) Arrays.stream(pixels).filter(kind).count();
    }

    /** How many different colours there are. */
    public int colours() {
        return (int) Arrays.stream(pixels).distinct().count();
    }

    /** How many pixels are not the same in both; all of the larger one if the sizes differ. */
    public int differenceTo(Picture other) {
        if (width != other.width || height != other.height) {
            return Math.max(pixels.length, other.pixels.length);
        }
        int different = 0;
        for (int i = 0; i < pixels.length; i++) {
            if (pixels[i] != other.pixels[i]) {
                different++;
            }
        }
        return different;
    }

    /** The smallest area around all that is not the same in another picture of this size; empty if nothing differs. */
    public Optional<Area> areaOfDifference(Picture other) {
        if (width != other.width || height != other.height) {
            throw new IllegalArgumentException("the sizes differ: " + this + " and " + other);
        }
        int left = width;
        int right = 0;
        int top = height;
        int bottom = 0;
        for (int y = 0; y < height; y++) {
            int row = y * width;
            int first = Arrays.mismatch(pixels, row, row + width, other.pixels, row, row + width);
            if (first >= 0) {
                int last = width - 1;
                while (pixels[row + last] == other.pixels[row + last]) {
                    last--;
                }
                left = Math.min(left, first);
                right = Math.max(right, last + 1);
                top = Math.min(top, y);
                bottom = y + 1;
            }
        }
        return right == 0 ? Optional.empty() : Optional.of(new Area(left, top, right - left, bottom - top));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Picture picture && differenceTo(picture) == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "%d x %d, %d colours".formatted(width, height, colours());
    }
}
