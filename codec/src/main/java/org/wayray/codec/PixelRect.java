package org.wayray.codec;

/**
 * A rectangle of whole pixels, half open: it covers columns {@code x} to {@code x + width - 1}. Immutable.
 *
 * @param x      left edge
 * @param y      top edge
 * @param width  columns, not negative; {@code x + width} fits an int
 * @param height rows, not negative; {@code y + height} fits an int
 */
public record PixelRect(int x, int y, int width, int height) {
    /** A rectangle without pixels. */
    public static final PixelRect EMPTY = new PixelRect(0, 0, 0, 0);

    /** @throws IllegalArgumentException for a negative size or an edge beyond the range of int */
    public PixelRect {
        if (width < 0 || height < 0 || x + (long) width > Integer.MAX_VALUE || y + (long) height > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not a rectangle: " + x + "," + y + " " + width + "x" + height);
        }
    }

    /**
     * The same rectangle as far as int can hold it; empty for a negative size. For sizes that come from a client, who may
     * say "everything" with the largest number there is.
     */
    public static PixelRect clamped(int x, int y, int width, int height) {
        if (width <= 0 || height <= 0) {
            return EMPTY;
        }
        return new PixelRect(x, y, (int) Math.min(width, (long) Integer.MAX_VALUE - x), (int)
                Math.min(height, (long) Integer.MAX_VALUE - y));
    }

    /** The rectangle between these edges; {@code right} and {@code bottom} are outside; empty if they do not follow. */
    public static PixelRect ofEdges(int left, int top, int right, int bottom) {
        return left < right && top < bottom ? new PixelRect(left, top, right - left, bottom - top) : EMPTY;
    }

    /** The first column outside. */
    public int right() {
        return x + width;
    }

    /** The first row outside. */
    public int bottom() {
        return y + height;
    }

    /** Number of pixels. */
    public long area() {
        return (long) width * height;
    }

    /** Whether there is no pixel in it. */
    public boolean isEmpty() {
        return width == 0 || height == 0;
    }

    /** Whether that pixel is in it. */
    public boolean contains(int column, int row) {
        return column >= x && column < right() && row >= y && row < bottom();
    }

    /** Whether all pixels of {@code other} are in it; an empty one always is. */
    public boolean contains(PixelRect other) {
        return other.isEmpty()
                || (other.x >= x && other.y >= y && other.right() <= right() && other.bottom() <= bottom());
    }

    /** Whether they share a pixel. */
    public boolean intersects(PixelRect other) {
        return !intersection(other).isEmpty();
    }

    /** The pixels in both. */
    public PixelRect intersection(PixelRect other) {
        return ofEdges(
                Math.max(x, other.x),
                Math.max(y, other.y),
                Math.min(right(), other.right()),
                Math.min(bottom(), other.bottom()));
    }

    /** The smallest rectangle around both; the other one if one is empty. */
    public PixelRect hull(PixelRect other) {
        if (isEmpty()) {
            return other;
        }
        return other.isEmpty()
                ? this
                : ofEdges(
                        Math.min(x, other.x),
                        Math.min(y, other.y),
                        Math.max(right(), other.right()),
                        Math.max(bottom(), other.bottom()));
    }

    /** The same size, moved by that much. */
    public PixelRect translated(int dx, int dy) {
        return new PixelRect(x + dx, y + dy, width, height);
    }

    @Override
    public String toString() {
        return width + "x" + height + "+" + x + "+" + y;
    }
}
