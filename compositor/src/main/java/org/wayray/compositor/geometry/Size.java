package org.wayray.compositor.geometry;

/**
 * A width and a height. Immutable.
 *
 * @param width in pixels of the space, never negative
 * @param height in pixels of the space, never negative
 * @param <S> the space of both
 */
public record Size<S extends Space>(int width, int height) {

    private static final Size<?> ZERO = new Size<>(0, 0);

    public Size {
        if (width < 0 || height < 0) {
            throw new IllegalArgumentException("a size of " + width + "x" + height);
        }
    }

    /** No width and no height. */
    @SuppressWarnings("unchecked") // it holds no value of type S
    public static <S extends Space> Size<S> zero() {
        return (Size<S>) ZERO;
    }

    public boolean isEmpty() {
        return width == 0 || height == 0;
    }

    /** The rectangle of this size at the origin. */
    public Rect<S> toRect() {
        return new Rect<>(0, 0, width, height);
    }
}
