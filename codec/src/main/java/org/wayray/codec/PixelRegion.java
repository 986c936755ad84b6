package org.wayray.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A set of pixels, kept as rectangles that do not overlap: damage, opaque parts, input areas. Mutable and confined to its
 * owner; whoever wants to keep it copies it. Operations work in place and reuse memory.
 *
 * <p>The rectangles are ordered in bands, as in pixman and the X server: those of a band have the same top and bottom,
 * stand from left to right and do not touch; bands go from top to bottom; a band equal to the one it touches is merged with
 * it. So equal sets have equal rectangles, and each operation is one pass over both operands.
 */
public final class PixelRegion {
    private static final int FIELDS = 4;
    private static final int FIRST_GRID = 16;
    private static final int LAST_GRID = 4096;

    /** Left, top, right, bottom of each rectangle. */
    private int[] edges = new int[4 * FIELDS];

    private int size;

    /** The target of the operation that runs; then swapped with {@link #edges}. */
    private int[] spare = new int[4 * FIELDS];

    private int spareSize;
    private int previousBand;

    /** A rectangle as the second operand. */
    private final int[] single = new int[FIELDS];

    /** An empty set. */
    public PixelRegion() {}

    /** The pixels of a rectangle. */
    public PixelRegion(PixelRect rect) {
        add(rect);
    }

    /** A copy. */
    public PixelRegion(PixelRegion other) {
        set(other);
    }

    /** Whether there is no pixel in it. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Number of rectangles. */
    public int size() {
        return size;
    }

    /** Left edge of rectangle {@code index}. */
    public int left(int index) {
        return edges[index * FIELDS];
    }

    /** Top edge of rectangle {@code index}. */
    public int top(int index) {
        return edges[index * FIELDS + 1];
    }

    /** First column right of rectangle {@code index}. */
    public int right(int index) {
        return edges[index * FIELDS + 2];
    }

    /** First row below rectangle {@code index}. */
    public int bottom(int index) {
        return edges[index * FIELDS + 3];
    }

    /** Rectangle {@code index} as a value. */
    public PixelRect rect(int index) {
        return PixelRect.ofEdges(left(index), top(index), right(index), bottom(index));
    }

    /** All rectangles as values, from top to bottom and left to right. */
    public List<PixelRect> rects() {
        var rects = new ArrayList<PixelRect>(size);
        for (int i = 0; i < size; i++) {
            rects.add(rect(i));
        }
        return rects;
    }

    /** Number of pixels. */
    public long area() {
        long area = 0;
        for (int i = 0; i < size; i++) {
            area += (long) (right(i) - left(i)) * (bottom(i) - top(i));
        }
        return area;
    }

    /** The smallest rectangle around all. */
    public PixelRect bounds() {
        if (size == 0) {
            return PixelRect.EMPTY;
        }
        int left = Integer.MAX_VALUE;
        int right = Integer.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            left = Math.min(left, left(i));
            right = Math.max(right, right(i));
        }
        return PixelRect.ofEdges(left, top(0), right, bottom(size - 1));
    }

    /** Whether that pixel is in it. */
    public boolean contains(int x, int y) {
        for (int i = 0; i < size && top(i) <= y; i++) {
            if (y < bottom(i) && x >= left(i) && x < right(i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a pixel of the rectangle is in it. */
    public boolean intersects(PixelRect rect) {
        for (int i = 0; i < size && top(i) < rect.bottom(); i++) {
            if (Math.max(left(i), rect.x()) < Math.min(right(i), rect.right())
                    && Math.max(top(i), rect.y()) < Math.min(bottom(i), rect.bottom())) {
                return true;
            }
        }
        return false;
    }

    /** Takes all pixels out. */
    public void clear() {
        size = 0;
    }

    /** Becomes a copy of another. */
    public void set(PixelRegion other) {
        if (edges.length < other.size * FIELDS) {
            edges = new int[other.edges.length];
        }
        System.arraycopy(other.edges, 0, edges, 0, other.size * FIELDS);
        size = other.size;
    }

    /** Puts in the pixels of a rectangle. */
    public void add(PixelRect rect) {
        if (rect.isEmpty() || coveredByOne(rect)) {
            return;
        }
        combine(operand(rect), 1, Operation.UNION);
    }

    /** Puts in the pixels of another. */
    public void add(PixelRegion other) {
        if (size == 0) {
            set(other);
        } else if (other.size > 0) {
            combine(other.edges, other.size, Operation.UNION);
        }
    }

    /** Takes the pixels of a rectangle out. */
    public void subtract(PixelRect rect) {
        if (!rect.isEmpty() && intersects(rect)) {
            combine(operand(rect), 1, Operation.DIFFERENCE);
        }
    }

    /** Takes the pixels of another out. */
    public void subtract(PixelRegion other) {
        if (size > 0 && other.size > 0) {
            combine(other.edges, other.size, Operation.DIFFERENCE);
        }
    }

    /** Keeps only pixels that are in the rectangle too. */
    public void intersect(PixelRect rect) {
        if (rect.isEmpty()) {
            clear();
        } else if (size > 0) {
            combine(operand(rect), 1, Operation.INTERSECTION);
        }
    }

    /** Keeps only pixels that are in the other too. */
    public void intersect(PixelRegion other) {
        combine(other.edges, other.size, Operation.INTERSECTION);
    }

    /** Moves all pixels by that much; edges must stay in the range of int. */
    public void translate(int dx, int dy) {
        for (int i = 0; i < size * FIELDS; i += 2) {
            edges[i] = Math.addExact(edges[i], dx);
            edges[i + 1] = Math.addExact(edges[i + 1], dy);
        }
    }

    /**
     * Adds pixels, inside the bounds, until at most that many rectangles are left. For damage, where too much is only slow
     * and a thousand rectangles are slower.
     *
     * @param maxRects at least 1
     */
    public void simplify(int maxRects) {
        if (size <= maxRects) {
            return;
        }
        PixelRect bounds = bounds();
        for (int grid = FIRST_GRID; size > maxRects && grid <= LAST_GRID; grid *= 2) {
            var coarse = new PixelRegion();
            for (int i = 0; i < size; i++) {
                coarse.add(PixelRect.ofEdges(
                        Math.max(bounds.x(), Math.floorDiv(left(i), grid) * grid),
                        Math.max(bounds.y(), Math.floorDiv(top(i), grid) * grid),
                        (int) Math.min(bounds.right(), -Math.floorDiv(-(long) right(i), grid) * grid),
                        (int) Math.min(bounds.bottom(), -Math.floorDiv(-(long) bottom(i), grid) * grid)));
            }
            set(coarse);
        }
        if (size > maxRects) {
            clear();
            add(bounds);
        }
    }

    private boolean coveredByOne(PixelRect rect) {
        for (int i = 0; i < size && top(i) <= rect.y(); i++) {
            if (left(i) <= rect.x() && right(i) >= rect.right() && bottom(i) >= rect.bottom()) {
                return true;
            }
        }
        return false;
    }

    private int[] operand(PixelRect rect) {
        single[0] = rect.x();
        single[1] = rect.y();
        single[2] = rect.right();
        single[3] = rect.bottom();
        return single;
    }

    /** Which pixels stay, by whether they are in this set and in the other. */
    private enum Operation {
        UNION,
        DIFFERENCE,
        INTERSECTION;

        boolean keeps(boolean here, boolean there) {
            return switch (this) {
                case UNION -> here || there;
                case DIFFERENCE -> here && !there;
                case INTERSECTION -> here && there;
            };
        }
    }

    /** Goes down both operands, strip by strip, where a strip is what no top or bottom of either cuts. */
    private void combine(int[] other, int otherSize, Operation operation) {
        spareSize = 0;
        previousBand = 0;
        int mine = 0;
        int theirs = 0;
        long y = Long.MIN_VALUE;
        while (mine < size || theirs < otherSize) {
            long myTop = mine < size ? Math.max(y, edges[mine * FIELDS + 1]) : Long.MAX_VALUE;
            long theirTop = theirs < otherSize ? Math.max(y, other[theirs * FIELDS + 1]) : Long.MAX_VALUE;
            long top = Math.min(myTop, theirTop);
            long bottom = Math.min(
                    myTop == top ? edges[mine * FIELDS + 3] : myTop,
                    theirTop == top ? other[theirs * FIELDS + 3] : theirTop);
            int myEnd = myTop == top ? bandEnd(edges, mine, size) : mine;
            int theirEnd = theirTop == top ? bandEnd(other, theirs, otherSize) : theirs;
            appendStrip(mine, myEnd, other, theirs, theirEnd, (int) top, (int) bottom, operation);
            y = bottom;
            if (myTop == top && edges[mine * FIELDS + 3] == bottom) {
                mine = myEnd;
            }
            if (theirTop == top && other[theirs * FIELDS + 3] == bottom) {
                theirs = theirEnd;
            }
        }
        int[] old = edges;
        edges = spare;
        size = spareSize;
        spare = old;
    }

    private static int bandEnd(int[] rects, int from, int end) {
        int top = rects[from * FIELDS + 1];
        int index = from + 1;
        while (index < end && rects[index * FIELDS + 1] == top) {
            index++;
        }
        return index;
    }

    /** Goes along a strip from edge to edge and writes what the operation keeps. */
    private void appendStrip(
            int mine, int myEnd, int[] other, int theirs, int theirEnd, int top, int bottom, Operation operation) {
        int band = spareSize;
        int myEdge = 2 * mine;
        int theirEdge = 2 * theirs;
        int start = 0;
        boolean kept = false;
        while (myEdge < 2 * myEnd || theirEdge < 2 * theirEnd) {
            long myX = myEdge < 2 * myEnd ? edges[2 * myEdge] : Long.MAX_VALUE;
            long theirX = theirEdge < 2 * theirEnd ? other[2 * theirEdge] : Long.MAX_VALUE;
            int x = (int) Math.min(myX, theirX);
            if (myX == x) {
                myEdge++;
            }
            if (theirX == x) {
                theirEdge++;
            }
            // after a left edge the count of passed edges is odd: inside
            boolean keep = operation.keeps((myEdge & 1) == 1, (theirEdge & 1) == 1);
            if (keep && !kept) {
                start = x;
            } else if (!keep && kept) {
                append(start, top, x, bottom);
            }
            kept = keep;
        }
        if (spareSize > band) {
            mergeBands(band);
        }
    }

    private void append(int left, int top, int right, int bottom) {
        int at = spareSize * FIELDS;
        if (at + FIELDS > spare.length) {
            spare = Arrays.copyOf(spare, spare.length * 2);
        }
        spare[at] = left;
        spare[at + 1] = top;
        spare[at + 2] = right;
        spare[at + 3] = bottom;
        spareSize++;
    }

    /** If the band that starts at {@code band} goes on like the one above it, lengthens that one instead. */
    private void mergeBands(int band) {
        int above = previousBand;
        int count = spareSize - band;
        boolean same = band - above == count && spare[above * FIELDS + 3] == spare[band * FIELDS + 1];
        for (int i = 0; same && i < count; i++) {
            same = spare[(above + i) * FIELDS] == spare[(band + i) * FIELDS]
                    && spare[(above + i) * FIELDS + 2] == spare[(band + i) * FIELDS + 2];
        }
        if (same) {
            int bottom = spare[band * FIELDS + 3];
            for (int i = above; i < band; i++) {
                spare[i * FIELDS + 3] = bottom;
            }
            spareSize = band;
        } else {
            previousBand = band;
        }
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof PixelRegion other
                && Arrays.equals(edges, 0, size * FIELDS, other.edges, 0, other.size * FIELDS);
    }

    /** Of the pixels that are in it now: not for keys that change. */
    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < size * FIELDS; i++) {
            hash = 31 * hash + edges[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return rects().toString();
    }
}
