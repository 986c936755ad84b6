package org.wayray.codec;

import java.util.Arrays;

/**
 * Finds what of a damaged picture is really different from another, and puts it into few rectangles that code well. Keeps
 * its memory; confined to its owner.
 *
 * <p>The damage is looked at tile by tile (64 pixels square, on a fixed grid). Of each tile only the rows and
 * columns from the first to the last difference are kept, so that a letter costs a letter and not a tile. Then neighbours
 * are joined as long as that adds few pixels: a line of text becomes one wide band, and far corners stay apart.
 */
public final class ChangeFinder {
    /** Width and height of a tile. */
    public static final int TILE = 64;

    private static final int TILE_SHIFT = 6;

    /** Pixels that a joined rectangle may have beyond its parts: coding them costs less than one more region does. */
    private static final int CHEAP_PIXELS = 256;

    /** Of larger rectangles, so large a part may be added by joining. */
    private static final int CHEAP_PART = 16;

    private final int maxRects;

    /** For each tile the bounds of its differences; {@code right} 0 means that there are none. */
    private int[] left = new int[0];

    private int[] top = new int[0];
    private int[] right = new int[0];
    private int[] bottom = new int[0];
    private int columns;
    private int rows;

    /**
     * A finder for results of at most {@code maxRects} rectangles, at least 1: when there would be more, they are joined
     * with more and more pixels between them.
     */
    public ChangeFinder(int maxRects) {
        if (maxRects < 1) {
            throw new IllegalArgumentException("at least one rectangle");
        }
        this.maxRects = maxRects;
    }

    /**
     * Fills {@code changes} with rectangles inside the picture that hold all damaged pixels which differ. They may overlap
     * where that is cheaper than more of them, and may hold pixels that are not damaged.
     *
     * @param now the picture as it is
     * @param before the picture to compare with, of the same size
     * @param damage where to look; parts outside the picture are ignored
     */
    public void find(Framebuffer now, Framebuffer before, PixelRegion damage, RectList changes) {
        reset(now, before);
        for (int i = 0; i < damage.size(); i++) {
            compare(now, before, damage.left(i), damage.top(i), damage.right(i), damage.bottom(i));
        }
        changes.clear();
        join(changes);
    }

    /**
     * Adds to {@code changes} rectangles that hold all pixels of a damaged rectangle which differ, as {@link #find} does. They are not
     * joined with those that are there.
     */
    public void findMore(Framebuffer now, Framebuffer before, PixelRect damage, RectList changes) {
        reset(now, before);
        compare(now, before, damage.x(), damage.y(), damage.right(), damage.bottom());
        join(changes);
    }

    /**
     * Copies pixels within {@code before} and adds to {@code changes} rectangles that hold all pixels of the target which then differ.
     * It goes over the memory once.
     */
    public void copyAndFindMore(Framebuffer now, Framebuffer before, PixelCopy copy, RectList changes) {
        reset(now, before);
        var to = copy.to();
        before.checkInside(to.x(), to.y(), to.width(), to.height());
        before.checkInside(copy.fromX(), copy.fromY(), to.width(), to.height());
        boolean down = copy.fromY() < to.y(); // from the last row on, so that none is overwritten before it is read
        int[] pixels = before.pixels();
        for (int i = 0; i < to.height(); i++) {
            int row = down ? to.height() - 1 - i : i;
            System.arraycopy(
                    pixels,
                    before.index(copy.fromX(), copy.fromY() + row),
                    pixels,
                    before.index(to.x(), to.y() + row),
                    to.width());
            compareRow(now, before, to.y() + row, to.x(), to.right());
        }
        join(changes);
    }

    /** Puts what was noted in the tiles behind those rectangles that there are. */
    private void join(RectList changes) {
        int first = changes.size();
        joinAlongRows(changes);
        joinAll(changes, first);
    }

    private void reset(Framebuffer now, Framebuffer before) {
        if (now.width() != before.width() || now.height() != before.height()) {
            throw new IllegalArgumentException("pictures of different size");
        }
        reset(now.width(), now.height());
    }

    private void reset(int width, int height) {
        columns = (width + TILE - 1) >> TILE_SHIFT;
        rows = (height + TILE - 1) >> TILE_SHIFT;
        int tiles = columns * rows;
        if (right.length < tiles) {
            left = new int[tiles];
            top = new int[tiles];
            right = new int[tiles];
            bottom = new int[tiles];
        } else {
            Arrays.fill(right, 0, tiles, 0);
        }
    }

    /** Notes the differences of a damaged rectangle in the tiles; a row without any costs one comparison. */
    private void compare(Framebuffer now, Framebuffer before, int left, int top, int right, int bottom) {
        int fromX = Math.max(0, left);
        int fromY = Math.max(0, top);
        int toX = Math.min(now.width(), right);
        int toY = Math.min(now.height(), bottom);
        for (int y = fromY; y < toY; y++) {
            compareRow(now, before, y, fromX, toX);
        }
    }

    private void compareRow(Framebuffer now, Framebuffer before, int y, int fromX, int toX) {
        int[] pixels = now.pixels();
        int[] others = before.pixels();
        int here = now.index(0, y);
        int there = before.index(0, y);
        int x = fromX;
        while (x < toX) {
            int equal = Arrays.mismatch(pixels, here + x, here + toX, others, there + x, there + toX);
            if (equal < 0) {
                break;
            }
            x += equal;
            int tileEnd = Math.min(toX, ((x >> TILE_SHIFT) + 1) << TILE_SHIFT);
            int last = tileEnd - 1;
            while (last > x && pixels[here + last] == others[there + last]) {
                last--;
            }
            note(x, last + 1, y);
            x = tileEnd;
        }
    }

    private void note(int fromX, int toX, int y) {
        int tile = (y >> TILE_SHIFT) * columns + (fromX >> TILE_SHIFT);
        if (right[tile] == 0) {
            left[tile] = fromX;
            top[tile] = y;
            right[tile] = toX;
            bottom[tile] = y + 1;
        } else {
            left[tile] = Math.min(left[tile], fromX);
            top[tile] = Math.min(top[tile], y);
            right[tile] = Math.max(right[tile], toX);
            bottom[tile] = Math.max(bottom[tile], y + 1);
        }
    }

    /** One rectangle for each run of tiles side by side that go together. */
    private void joinAlongRows(RectList changes) {
        for (int row = 0; row < rows; row++) {
            boolean open = false;
            for (int tile = row * columns; tile < (row + 1) * columns; tile++) {
                if (right[tile] == 0) {
                    continue;
                }
                int width = right[tile] - left[tile];
                int height = bottom[tile] - top[tile];
                if (open
                        && worthJoining(
                                changes, changes.size() - 1, left[tile], top[tile], width, height, CHEAP_PIXELS)) {
                    join(changes, changes.size() - 1, left[tile], top[tile], width, height);
                } else {
                    changes.add(left[tile], top[tile], width, height);
                    open = true;
                }
            }
        }
    }

    /** Joins any two that go together until none do and there are few enough. */
    private void joinAll(RectList changes, int first) {
        long cheap = CHEAP_PIXELS;
        while (joinOnce(changes, first, cheap) || changes.size() - first > maxRects) {
            if (changes.size() - first > maxRects) {
                cheap *= 2;
            }
        }
    }

    private static boolean joinOnce(RectList changes, int first, long cheap) {
        int before = changes.size();
        for (int i = first; i < changes.size(); i++) {
            for (int other = changes.size() - 1; other > i; other--) {
                int x = changes.x(other);
                int y = changes.y(other);
                int width = changes.width(other);
                int height = changes.height(other);
                if (worthJoining(changes, i, x, y, width, height, cheap)) {
                    join(changes, i, x, y, width, height);
                    changes.removeUnordered(other);
                }
            }
        }
        return changes.size() < before;
    }

    private static boolean worthJoining(RectList changes, int index, int x, int y, int width, int height, long cheap) {
        long hullWidth = Math.max(changes.right(index), x + width) - Math.min(changes.x(index), x);
        long hullHeight = Math.max(changes.bottom(index), y + height) - Math.min(changes.y(index), y);
        long parts = (long) changes.width(index) * changes.height(index) + (long) width * height;
        return hullWidth * hullHeight - parts <= Math.max(cheap, parts / CHEAP_PART);
    }

    private static void join(RectList changes, int index, int x, int y, int width, int height) {
        int left = Math.min(changes.x(index), x);
        int top = Math.min(changes.y(index), y);
        int right = Math.max(changes.right(index), x + width);
        int bottom = Math.max(changes.bottom(index), y + height);
        changes.set(index, left, top, right - left, bottom - top);
    }
}
