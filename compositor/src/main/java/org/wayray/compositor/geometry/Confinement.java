package org.wayray.compositor.geometry;

/**
 * A region that a place with fractions does not leave. Immutable.
 *
 * @param region not empty
 * @param <S> the space
 */
public record Confinement<S extends Space>(Region<S> region) {
    /** What stops at an edge on the right or below stops on the last whole pixel. */
    private static final double PIXEL = 1;

    /** The smallest step that the wire knows. */
    private static final double STEP = 1.0 / 256;

    /** Rectangles on the way that are looked at; who has more is stopped there. */
    private static final int MOST_CROSSED = 64;

    /** The place inside that lies nearest. */
    public Point<S> nearest(Point<S> place) {
        if (region.contains(place)) {
            return place;
        }
        var best = place;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < region.size(); i++) {
            var inside = clamp(place, region.rect(i), PIXEL);
            double distance = Math.hypot(inside.x() - place.x(), inside.y() - place.y());
            if (distance < least) {
                least = distance;
                best = inside;
            }
        }
        return best;
    }

    /**
     * Goes from a place inside towards another one and stays inside all the way: straight ahead, and where an edge is in the way
     * along the edge. Gaps are not jumped over.
     *
     * @return where this ends
     */
    public Point<S> walk(Point<S> from, Point<S> to) {
        var at = from;
        var goal = to;
        for (int crossed = 0; crossed < MOST_CROSSED; crossed++) {
            var rect = rectAt(at);
            if (rect.isEmpty() || rect.contains(goal)) {
                return rect.isEmpty() ? at : goal;
            }
            double dx = goal.x() - at.x();
            double dy = goal.y() - at.y();
            double across = share(at.x(), dx, rect.x(), rect.right());
            double down = share(at.y(), dy, rect.y(), rect.bottom());
            boolean sideways = across <= down;
            double share = Math.min(across, down);
            var end = new Point<S>(at.x() + dx * share, at.y() + dy * share);
            var edge = clamp(end, rect, STEP);
            var beyond = sideways
                    ? new Point<S>(dx > 0 ? rect.right() : rect.x() - STEP, edge.y())
                    : new Point<S>(edge.x(), dy > 0 ? rect.bottom() : rect.y() - STEP);
            if (region.contains(beyond)) {
                at = beyond;
            } else {
                at = clamp(end, rect, PIXEL);
                goal = sideways ? new Point<>(at.x(), goal.y()) : new Point<>(goal.x(), at.y());
            }
        }
        return at;
    }

    /** The share of a way after which it leaves the stretch, or more than all of it. */
    private static double share(double at, double way, int low, int high) {
        if (way > 0 && at + way >= high) {
            return (high - at) / way;
        }
        return way < 0 && at + way < low ? (low - at) / way : Double.POSITIVE_INFINITY;
    }

    private Rect<S> rectAt(Point<S> place) {
        for (int i = 0; i < region.size(); i++) {
            var rect = region.rect(i);
            if (rect.contains(place)) {
                return rect;
            }
        }
        return Rect.empty();
    }

    private static <S extends Space> Point<S> clamp(Point<S> place, Rect<S> rect, double margin) {
        return new Point<>(
                Math.clamp(place.x(), rect.x(), rect.right() - margin),
                Math.clamp(place.y(), rect.y(), rect.bottom() - margin));
    }
}
