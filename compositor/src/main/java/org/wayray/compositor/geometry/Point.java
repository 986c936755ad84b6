package org.wayray.compositor.geometry;

/**
 * A place with fractions, such as a pointer's. Immutable.
 *
 * @param x to the right
 * @param y downwards
 * @param <S> the space of both
 */
public record Point<S extends Space>(double x, double y) {

    /** The same place seen from an origin that lies at {@code origin}. */
    public Point<S> relativeTo(Offset<S> origin) {
        return new Point<>(x - origin.x(), y - origin.y());
    }

    /** This place moved by {@code by}. */
    public Point<S> plus(Offset<S> by) {
        return new Point<>(x + by.x(), y + by.y());
    }
}
