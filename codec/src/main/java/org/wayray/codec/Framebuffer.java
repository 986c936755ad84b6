package org.wayray.codec;

import java.util.Arrays;
import java.util.Objects;

/**
 * A picture in heap memory: what a renderer draws into and a decoder writes to. One int per pixel, 0xAARRGGBB, row after
 * row, {@link #stride()} ints from one row to the next. It owns no more than its array; whoever has the object may write
 * the pixels, and hands it to another thread only when it does not.
 */
public final class Framebuffer {
    /** Largest width and height. */
    public static final int MAX_SIZE = 16384;

    private final int[] pixels;
    private final int stride;
    private final int width;
    private final int height;

    /** A black opaque picture. */
    public Framebuffer(int width, int height) {
        this(new int[Math.multiplyExact(checkedSize(width), checkedSize(height))], width, width, height);
        Arrays.fill(pixels, 0xFF000000);
    }

    /**
     * A picture over an array of somebody else's.
     *
     * @param pixels at least {@code stride * (height - 1) + width} ints
     * @param stride ints from one row to the next, at least {@code width}
     * @param width  columns, 1 to {@link #MAX_SIZE}
     * @param height rows, 1 to {@link #MAX_SIZE}
     */
    public Framebuffer(int[] pixels, int stride, int width, int height) {
        checkedSize(width);
        checkedSize(height);
        if (stride < width || (long) stride * (height - 1) + width > pixels.length) {
            throw new IllegalArgumentException(
                    width + "x" + height + " with stride " + stride + " does not fit " + pixels.length + " pixels");
        }
        this.pixels = pixels;
        this.stride = stride;
        this.width = width;
        this.height = height;
    }

    private static int checkedSize(int size) {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("not a size of a picture: " + size);
        }
        return size;
    }

    /** The array itself, not a copy. */
    public int[] pixels() {
        return pixels;
    }

    /** Ints from one row to the next. */
    public int stride() {
        return stride;
    }

    /** Columns. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** The rectangle that it covers, at 0,0. */
    public PixelRect bounds() {
        return new PixelRect(0, 0, width, height);
    }

    /** Index in {@link #pixels()} of a pixel. */
    public int index(int x, int y) {
        return y * stride + x;
    }

    /** Colour of a pixel, for tests and tools. */
    public int pixel(int x, int y) {
        Objects.checkIndex(x, width);
        Objects.checkIndex(y, height);
        return pixels[index(x, y)];
    }

    /** Sets the pixels of a rectangle that lies inside to one colour. */
    public void fill(int x, int y, int columns, int rows, int argb) {
        checkInside(x, y, columns, rows);
        for (int row = y; row < y + rows; row++) {
            int from = index(x, row);
            Arrays.fill(pixels, from, from + columns, argb);
        }
    }

    /** Moves pixels within the picture; the two rectangles lie inside and may overlap. */
    public void copyWithin(PixelCopy copy) {
        copyWithin(copy.to().x(), copy.to().y(), copy.to().width(), copy.to().height(), copy.fromX(), copy.fromY());
    }

    /** As {@link #copyWithin(PixelCopy)}. */
    void copyWithin(int x, int y, int columns, int rows, int fromX, int fromY) {
        checkInside(x, y, columns, rows);
        checkInside(fromX, fromY, columns, rows);
        boolean upwards = fromY < y; // from the last row on, so that none is overwritten before it is read
        for (int i = 0; i < rows; i++) {
            int row = upwards ? rows - 1 - i : i;
            System.arraycopy(pixels, index(fromX, fromY + row), pixels, index(x, y + row), columns);
        }
    }

    /** Copies a rectangle that lies inside both from the same place of {@code source}. */
    public void copyFrom(Framebuffer source, int x, int y, int columns, int rows) {
        checkInside(x, y, columns, rows);
        source.checkInside(x, y, columns, rows);
        for (int row = y; row < y + rows; row++) {
            System.arraycopy(source.pixels, source.index(x, row), pixels, index(x, row), columns);
        }
    }

    /** Whether both have the same size and the same colours; alpha is not looked at. */
    public boolean showsSameAs(Framebuffer other) {
        if (width != other.width || height != other.height) {
            return false;
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (((pixels[index(x, y)] ^ other.pixels[other.index(x, y)]) & 0xFFFFFF) != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** @throws IllegalArgumentException if a part of the rectangle is outside */
    void checkInside(int x, int y, int columns, int rows) {
        if (x < 0 || y < 0 || columns < 0 || rows < 0 || columns > width - x || rows > height - y) {
            throw new IllegalArgumentException(
                    columns + "x" + rows + "+" + x + "+" + y + " is not inside " + width + "x" + height);
        }
    }
}
