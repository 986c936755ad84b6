package org.wayray.compositor.geometry;

/**
 * A whole-pixel vector: a surface's position in the scene, a subsurface's in its parent, the way from one to the other.
 * Immutable.
 *
 * @param x to the right
 * @param y downwards
 * @param <S> the space of both
 */
public record Offset<S extends Space>(int x, int y) {

    private static final Offset<?> ZERO = new Offset<>(0, 0);

    /** The vector that moves nothing. */
    @SuppressWarnings("unchecked") // it holds no value of type S
    public static <S extends Space> Offset<S> zero() {
        return (Offset<S>) ZERO;
    }

    /** The sum, cut to {@link Rect#LIMIT} so that no nesting of hostile positions overflows. */
    public Offset<S> plus(Offset<S> other) {
        return cut((long) x + other.x, (long) y + other.y);
    }

    /** The difference, cut to {@link Rect#LIMIT}. */
    public Offset<S> minus(Offset<S> other) {
        return cut((long) x - other.x, (long) y - other.y);
    }

    /** The vector that a client means with any two numbers, cut to {@link Rect#LIMIT}. */
    public static <S extends Space> Offset<S> clamped(int x, int y) {
        return cut(x, y);
    }

    private static <S extends Space> Offset<S> cut(long x, long y) {
        return new Offset<>(Math.clamp(x, -Rect.LIMIT, Rect.LIMIT), Math.clamp(y, -Rect.LIMIT, Rect.LIMIT));
    }

    public boolean isZero() {
        return x == 0 && y == 0;
    }
}
