package org.wayray.compositor.geometry;

/**
 * A rectangle of whole pixels: {@code x <= column < x + width}, {@code y <= row < y + height}. Immutable.
 *
 * <p>Edges stay within plus or minus 2<sup>30</sup>, where no sum of two overflows: what comes from a client is cut to
 * {@link #LIMIT} by {@link #clamped}, and so are sums of {@link Offset}s.
 *
 * @param x left edge
 * @param y top edge
 * @param width never negative
 * @param height never negative
 * @param <S> the space of all four
 */
public record Rect<S extends Space>(int x, int y, int width, int height) {

    /** The largest magnitude of a position, and the largest size, that a client can reach. */
    public static final int LIMIT = 1 << 29;

    private static final Rect<?> EMPTY = new Rect<>(0, 0, 0, 0);
    private static final Rect<?> EVERYTHING = ofEdges(-LIMIT, -LIMIT, LIMIT, LIMIT);

    public Rect {
        if (width < 0 || height < 0) {
            throw new IllegalArgumentException("a rectangle of " + width + "x" + height);
        }
    }

    /** A rectangle without pixels. */
    @SuppressWarnings("unchecked") // it holds no value of type S
    public static <S extends Space> Rect<S> empty() {
        return (Rect<S>) EMPTY;
    }

    /** A rectangle larger than anything that has a size, standing for infinite regions. */
    @SuppressWarnings("unchecked") // it holds no value of type S
    public static <S extends Space> Rect<S> everything() {
        return (Rect<S>) EVERYTHING;
    }

    /** The rectangle between two edges each way; empty where the second edge is not beyond the first. */
    public static <S extends Space> Rect<S> ofEdges(int left, int top, int right, int bottom) {
        return right <= left || bottom <= top
                ? new Rect<>(left, top, 0, 0)
                : new Rect<>(left, top, right - left, bottom - top);
    }

    /**
     * The rectangle that a client means with any four numbers: a size that is not positive gives an empty one, edges beyond
     * the limit are cut.
     */
    public static <S extends Space> Rect<S> clamped(int x, int y, int width, int height) {
        if (width <= 0 || height <= 0) {
            return empty();
        }
        return ofEdges(
                Math.clamp((long) x, -LIMIT, LIMIT),
                Math.clamp((long) y, -LIMIT, LIMIT),
                Math.clamp((long) x + width, -LIMIT, LIMIT),
                Math.clamp((long) y + height, -LIMIT, LIMIT));
    }

    /** The first column to the right of the rectangle. */
    public int right() {
        return x + width;
    }

    /** The first row below the rectangle. */
    public int bottom() {
        return y + height;
    }

    public Offset<S> origin() {
        return new Offset<>(x, y);
    }

    public Size<S> size() {
        return new Size<>(width, height);
    }

    public boolean isEmpty() {
        return width == 0 || height == 0;
    }

    public Rect<S> translated(Offset<S> by) {
        return by.isZero() ? this : new Rect<>(x + by.x(), y + by.y(), width, height);
    }

    public Rect<S> intersect(Rect<S> other) {
        return ofEdges(
                Math.max(x, other.x),
                Math.max(y, other.y),
                Math.min(right(), other.right()),
                Math.min(bottom(), other.bottom()));
    }

    public boolean intersects(Rect<S> other) {
        return Math.max(x, other.x) < Math.min(right(), other.right())
                && Math.max(y, other.y) < Math.min(bottom(), other.bottom());
    }

    /** The smallest rectangle that holds both; an empty one adds nothing. */
    public Rect<S> enclosing(Rect<S> other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        return ofEdges(
                Math.min(x, other.x),
                Math.min(y, other.y),
                Math.max(right(), other.right()),
                Math.max(bottom(), other.bottom()));
    }

    /** Whether every pixel of {@code other} is one of this rectangle; an empty rectangle lies in every other. */
    public boolean contains(Rect<S> other) {
        return other.isEmpty()
                || (x <= other.x && y <= other.y && right() >= other.right() && bottom() >= other.bottom());
    }

    public boolean contains(Point<S> point) {
        return point.x() >= x && point.y() >= y && point.x() < right() && point.y() < bottom();
    }
}
