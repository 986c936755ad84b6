package org.wayray.compositor.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A set of pixels, kept as rectangles. Immutable; operations give new regions.
 *
 * <p>The rectangles are in canonical form: sorted by row, then column, cut into horizontal bands whose rectangles share top
 * and bottom, with touching rectangles of a band merged and equal bands joined. Equal sets are therefore equal values. The
 * common cases (nothing, one rectangle) are recognised and cost next to nothing.
 *
 * @param <S> the space of the pixels
 */
public final class Region<S extends Space> {

    private static final Region<?> EMPTY = new Region<>(new int[0]);
    private static final Region<?> EVERYTHING = new Region<>(Rect.everything());

    /** Left, top, right, bottom of each rectangle. */
    private final int[] edges;

    private final Rect<S> bounds;

    private Region(int[] edges) {
        this.edges = edges;
        this.bounds = boundsOf(edges);
    }

    private Region(Rect<S> rect) {
        this.edges = new int[] {rect.x(), rect.y(), rect.right(), rect.bottom()};
        this.bounds = rect;
    }

    /** The region without pixels. */
    @SuppressWarnings("unchecked") // it holds no value of type S
    public static <S extends Space> Region<S> empty() {
        return (Region<S>) EMPTY;
    }

    /** A region larger than anything that has a size: Wayland's infinite region. */
    @SuppressWarnings("unchecked") // it holds no value of type S
    public static <S extends Space> Region<S> everything() {
        return (Region<S>) EVERYTHING;
    }

    public static <S extends Space> Region<S> of(Rect<S> rect) {
        return rect.isEmpty() ? empty() : new Region<>(rect);
    }

    public boolean isEmpty() {
        return edges.length == 0;
    }

    /** The smallest rectangle around all pixels. */
    public Rect<S> bounds() {
        return bounds;
    }

    /** How many rectangles the region is made of. */
    public int size() {
        return edges.length / 4;
    }

    /** The rectangle at {@code index}, counted from the top and the left. */
    public Rect<S> rect(int index) {
        if (edges.length == 4 && index == 0) {
            return bounds;
        }
        int at = index * 4;
        return Rect.ofEdges(edges[at], edges[at + 1], edges[at + 2], edges[at + 3]);
    }

    /** All rectangles, from the top and the left. */
    public List<Rect<S>> rects() {
        List<Rect<S>> rects = new ArrayList<>(size());
        forEach(rects::add);
        return rects;
    }

    public void forEach(Consumer<? super Rect<S>> action) {
        for (int i = 0; i < size(); i++) {
            action.accept(rect(i));
        }
    }

    /** The number of pixels. */
    public long area() {
        long area = 0;
        for (int i = 0; i < edges.length; i += 4) {
            area += (long) (edges[i + 2] - edges[i]) * (edges[i + 3] - edges[i + 1]);
        }
        return area;
    }

    public boolean contains(Point<S> point) {
        if (!bounds.contains(point)) {
            return false;
        }
        for (int i = 0; i < edges.length; i += 4) {
            if (point.x() >= edges[i]
                    && point.y() >= edges[i + 1]
                    && point.x() < edges[i + 2]
                    && point.y() < edges[i + 3]) {
                return true;
            }
        }
        return false;
    }

    /** Whether every pixel of the rectangle is in the region. */
    public boolean contains(Rect<S> rect) {
        if (rect.isEmpty()) {
            return true;
        }
        if (!bounds.contains(rect)) {
            return false;
        }
        return edges.length == 4 || of(rect).subtract(this).isEmpty();
    }

    /** Whether the region shares a pixel with the rectangle. */
    public boolean intersects(Rect<S> rect) {
        if (!bounds.intersects(rect)) {
            return false;
        }
        for (int i = 0; i < edges.length; i += 4) {
            if (Math.max(edges[i], rect.x()) < Math.min(edges[i + 2], rect.right())
                    && Math.max(edges[i + 1], rect.y()) < Math.min(edges[i + 3], rect.bottom())) {
                return true;
            }
        }
        return false;
    }

    public Region<S> translated(Offset<S> by) {
        if (by.isZero() || isEmpty()) {
            return this;
        }
        int[] moved = edges.clone();
        for (int i = 0; i < moved.length; i += 2) {
            moved[i] += by.x();
            moved[i + 1] += by.y();
        }
        return new Region<>(moved);
    }

    /** This region, or its bounds if it is made of more than {@code maxRects} rectangles. */
    public Region<S> simplified(int maxRects) {
        return size() <= maxRects ? this : of(bounds);
    }

    public Region<S> union(Rect<S> rect) {
        if (rect.isEmpty() || contains(rect)) {
            return this;
        }
        return rect.contains(bounds) ? of(rect) : combine(this, of(rect), Operation.UNION);
    }

    public Region<S> union(Region<S> other) {
        if (other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        return other.size() == 1 ? union(other.bounds) : combine(this, other, Operation.UNION);
    }

    public Region<S> intersect(Rect<S> rect) {
        if (rect.contains(bounds)) {
            return this;
        }
        if (!rect.intersects(bounds)) {
            return empty();
        }
        return size() == 1 ? of(bounds.intersect(rect)) : combine(this, of(rect), Operation.INTERSECTION);
    }

    public Region<S> intersect(Region<S> other) {
        if (other.size() == 1) {
            return intersect(other.bounds);
        }
        return bounds.intersects(other.bounds) ? combine(this, other, Operation.INTERSECTION) : empty();
    }

    public Region<S> subtract(Rect<S> rect) {
        if (!bounds.intersects(rect)) {
            return this;
        }
        return rect.contains(bounds) ? empty() : combine(this, of(rect), Operation.DIFFERENCE);
    }

    public Region<S> subtract(Region<S> other) {
        return bounds.intersects(other.bounds) ? combine(this, other, Operation.DIFFERENCE) : this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Region<?> region && Arrays.equals(edges, region.edges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(edges);
    }

    @Override
    public String toString() {
        return "Region" + rects();
    }

    private static <S extends Space> Rect<S> boundsOf(int[] edges) {
        if (edges.length == 0) {
            return Rect.empty();
        }
        int left = Integer.MAX_VALUE;
        int right = Integer.MIN_VALUE;
        for (int i = 0; i < edges.length; i += 4) {
            left = Math.min(left, edges[i]);
            right = Math.max(right, edges[i + 2]);
        }
        return Rect.ofEdges(left, edges[1], right, edges[edges.length - 1]);
    }

    /**
     * Sweeps both regions from top to bottom. Between two neighbouring horizontal edges of either nothing changes, so each
     * such strip is combined on its own, column by column, and joined to the band above it when that has the same columns.
     */
    private static <S extends Space> Region<S> combine(Region<S> a, Region<S> b, Operation operation) {
        Bands result = new Bands(a.edges.length + b.edges.length);
        Cursor first = new Cursor(a.edges);
        Cursor second = new Cursor(b.edges);
        int y = Math.min(first.top(), second.top());
        while (!first.done() || !second.done()) {
            int next = Math.min(first.nextEdge(y), second.nextEdge(y));
            result.startBand(y, next);
            sweep(first.at(y), second.at(y), operation, result);
            result.endBand();
            first.skipTo(next);
            second.skipTo(next);
            y = next;
        }
        return result.size == 0 ? empty() : new Region<>(Arrays.copyOf(result.edges, result.size));
    }

    /** Combines one strip: walks the left and right edges of both from left to right. */
    private static void sweep(Cursor a, Cursor b, Operation operation, Bands result) {
        int i = a.from;
        int j = b.from;
        boolean inA = false;
        boolean inB = false;
        boolean inside = false;
        int start = 0;
        while (i < a.to || j < b.to) {
            int edgeA = i < a.to ? a.edges[inA ? i + 2 : i] : Integer.MAX_VALUE;
            int edgeB = j < b.to ? b.edges[inB ? j + 2 : j] : Integer.MAX_VALUE;
            int x = Math.min(edgeA, edgeB);
            if (edgeA == x) {
                i += inA ? 4 : 0;
                inA = !inA;
            }
            if (edgeB == x) {
                j += inB ? 4 : 0;
                inB = !inB;
            }
            boolean now = operation.holds(inA, inB);
            if (now && !inside) {
                start = x;
            } else if (!now && inside) {
                result.add(start, x);
            }
            inside = now;
        }
    }

    /** Which pixels a combination keeps. */
    private enum Operation {
        UNION,
        INTERSECTION,
        DIFFERENCE;

        boolean holds(boolean inA, boolean inB) {
            return switch (this) {
                case UNION -> inA || inB;
                case INTERSECTION -> inA && inB;
                case DIFFERENCE -> inA && !inB;
            };
        }
    }

    /** A position in a region's bands during a sweep. */
    private static final class Cursor {
        final int[] edges;
        int band;
        int from;
        int to;

        Cursor(int[] edges) {
            this.edges = edges;
        }

        boolean done() {
            return band >= edges.length;
        }

        int top() {
            return done() ? Integer.MAX_VALUE : edges[band + 1];
        }

        /** The first top or bottom of this region below row {@code y}. */
        int nextEdge(int y) {
            if (done()) {
                return Integer.MAX_VALUE;
            }
            return y < edges[band + 1] ? edges[band + 1] : edges[band + 3];
        }

        /** Selects the rectangles that cover row {@code y}: those of the current band, or none. */
        Cursor at(int y) {
            from = band;
            to = band;
            if (!done() && y >= edges[band + 1]) {
                to = bandEnd();
            }
            return this;
        }

        /** Leaves the current band if it ends at or above row {@code y}. */
        void skipTo(int y) {
            if (!done() && edges[band + 3] <= y) {
                band = bandEnd();
            }
        }

        private int bandEnd() {
            int end = band;
            int top = edges[band + 1];
            while (end < edges.length && edges[end + 1] == top) {
                end += 4;
            }
            return end;
        }
    }

    /** The canonical rectangles of a result while it is put together. */
    private static final class Bands {
        int[] edges;
        int size;
        private int top;
        private int bottom;
        private int previousBand = -1;
        private int band;

        Bands(int capacity) {
            edges = new int[Math.max(16, capacity)];
        }

        void startBand(int from, int to) {
            top = from;
            bottom = to;
            band = size;
        }

        /** Adds columns to the current band; sweeps come from left to right and never touch each other. */
        void add(int left, int right) {
            if (size + 4 > edges.length) {
                edges = Arrays.copyOf(edges, edges.length * 2);
            }
            edges[size++] = left;
            edges[size++] = top;
            edges[size++] = right;
            edges[size++] = bottom;
        }

        void endBand() {
            if (size == band) {
                return;
            }
            if (previousBand >= 0 && continuesPreviousBand()) {
                for (int i = previousBand; i < band; i += 4) {
                    edges[i + 3] = bottom;
                }
                size = band;
            } else {
                previousBand = band;
            }
        }

        private boolean continuesPreviousBand() {
            if (edges[previousBand + 3] != top || band - previousBand != size - band) {
                return false;
            }
            for (int i = previousBand, j = band; j < size; i += 4, j += 4) {
                if (edges[i] != edges[j] || edges[i + 2] != edges[j + 2]) {
                    return false;
                }
            }
            return true;
        }
    }
}
