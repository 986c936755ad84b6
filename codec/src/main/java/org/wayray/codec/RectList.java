package org.wayray.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rectangles in a row of numbers, kept as they were added: nothing is merged, order stays. Reuses its memory, so that a
 * list filled once per frame allocates nothing. Confined to its owner.
 */
public final class RectList {
    private static final int FIELDS = 4;

    private int[] fields = new int[16 * FIELDS];
    private int size;

    /** Number of rectangles. */
    public int size() {
        return size;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Forgets all. */
    public void clear() {
        size = 0;
    }

    /** Appends one. */
    public void add(int x, int y, int width, int height) {
        if ((size + 1) * FIELDS > fields.length) {
            fields = Arrays.copyOf(fields, fields.length * 2);
        }
        int at = size++ * FIELDS;
        fields[at] = x;
        fields[at + 1] = y;
        fields[at + 2] = width;
        fields[at + 3] = height;
    }

    /** Appends one. */
    public void add(PixelRect rect) {
        add(rect.x(), rect.y(), rect.width(), rect.height());
    }

    /** Left edge of rectangle {@code index}. */
    public int x(int index) {
        return fields[index * FIELDS];
    }

    /** Top edge of rectangle {@code index}. */
    public int y(int index) {
        return fields[index * FIELDS + 1];
    }

    /** Columns of rectangle {@code index}. */
    public int width(int index) {
        return fields[index * FIELDS + 2];
    }

    /** Rows of rectangle {@code index}. */
    public int height(int index) {
        return fields[index * FIELDS + 3];
    }

    /** First column right of rectangle {@code index}. */
    public int right(int index) {
        return x(index) + width(index);
    }

    /** First row below rectangle {@code index}. */
    public int bottom(int index) {
        return y(index) + height(index);
    }

    /** Pixels of all together. */
    public long area() {
        long area = 0;
        for (int i = 0; i < size; i++) {
            area += (long) width(i) * height(i);
        }
        return area;
    }

    /** Rectangle {@code index} as a value. */
    public PixelRect get(int index) {
        return new PixelRect(x(index), y(index), width(index), height(index));
    }

    /** All as values, in order: for tests and messages. */
    public List<PixelRect> toList() {
        var rects = new ArrayList<PixelRect>(size);
        for (int i = 0; i < size; i++) {
            rects.add(get(i));
        }
        return rects;
    }

    /**
     * Makes the last rectangle wider by one that stands at its right, with the same top and bottom.
     *
     * @return false, and nothing changed, if it stands elsewhere
     */
    public boolean extendLast(PixelRect rect) {
        int last = size - 1;
        if (last < 0 || right(last) != rect.x() || y(last) != rect.y() || height(last) != rect.height()) {
            return false;
        }
        fields[last * FIELDS + 2] += rect.width();
        return true;
    }

    /** Puts another in the place of rectangle {@code index}. */
    void set(int index, int x, int y, int width, int height) {
        int at = index * FIELDS;
        fields[at] = x;
        fields[at + 1] = y;
        fields[at + 2] = width;
        fields[at + 3] = height;
    }

    /** Takes rectangle {@code index} away; the last one comes in its place. */
    public void removeUnordered(int index) {
        size--;
        System.arraycopy(fields, size * FIELDS, fields, index * FIELDS, FIELDS);
    }

    @Override
    public String toString() {
        return toList().toString();
    }
}
