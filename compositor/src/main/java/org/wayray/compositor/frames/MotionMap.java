package org.wayray.compositor.frames;

import org.wayray.codec.PixelRect;
import org.wayray.codec.RectList;

/**
 * Where a picture has changed of late, tile by tile: since when it stands still, and where most of it changes again and again as
 * in a video. What was explained by a copy is no change. Confined to the session's loop; time is passed in. Keeps its memory.
 */
final class MotionMap {
    /** Width and height of a tile. */
    static final int TILE = 64;

    /** Changes further apart than this are no motion. */
    private static final long LONGEST_GAP_NANOS = 150_000_000;

    /** So many changes in a row are motion. */
    private static final int LEAST_CHANGES = 3;

    /** So large a part of a tile has to change each time. */
    private static final int LEAST_PART = 2;

    private int columns;
    private int rows;
    private int width;
    private int height;

    // of each tile

    private long[] changedNanos = new long[0];

    private long[] touchedNanos = new long[0];
    private int[] changes = new int[0];

    /** Bounds of what changed since the motion began. */
    private int[] left = new int[0];

    private int[] top = new int[0];
    private int[] right = new int[0];
    private int[] bottom = new int[0];

    /** For the search of areas: which search saw the tile. */
    private int[] seen = new int[0];

    private int search;
    private int[] stack = new int[0];

    /** Nothing has ever changed in a picture of this size. */
    void reset(int pictureWidth, int pictureHeight) {
        width = pictureWidth;
        height = pictureHeight;
        columns = Math.ceilDiv(width, TILE);
        rows = Math.ceilDiv(height, TILE);
        int tiles = columns * rows;
        changedNanos = new long[tiles];
        touchedNanos = new long[tiles];
        changes = new int[tiles];
        left = new int[tiles];
        top = new int[tiles];
        right = new int[tiles];
        bottom = new int[tiles];
        seen = new int[tiles];
        stack = new int[tiles];
        search = 0;
    }

    int columns() {
        return columns;
    }

    /** When a tile changed last, or was sent as a part of a video. */
    long touchedNanos(int tile) {
        return touchedNanos[tile];
    }

    /** All of that was sent, whether it changed or not. */
    void touched(PixelRect rect, long nowNanos) {
        for (int row = rect.y() / TILE; row * TILE < rect.bottom(); row++) {
            for (int column = rect.x() / TILE; column * TILE < rect.right(); column++) {
                touchedNanos[row * columns + column] = nowNanos;
            }
        }
    }

    /** The pixels of a tile. */
    PixelRect tile(int tile) {
        int x = tile % columns * TILE;
        int y = tile / columns * TILE;
        return PixelRect.ofEdges(x, y, Math.min(width, x + TILE), Math.min(height, y + TILE));
    }

    /** Notes what changed in the frame of that time. */
    void changed(RectList rects, long nowNanos) {
        for (int i = 0; i < rects.size(); i++) {
            for (int row = rects.y(i) / TILE; row * TILE < rects.bottom(i); row++) {
                for (int column = rects.x(i) / TILE; column * TILE < rects.right(i); column++) {
                    changed(
                            row * columns + column,
                            Math.max(rects.x(i), column * TILE),
                            Math.max(rects.y(i), row * TILE),
                            Math.min(rects.right(i), column * TILE + TILE),
                            Math.min(rects.bottom(i), row * TILE + TILE),
                            nowNanos);
                }
            }
        }
    }

    private void changed(int tile, int fromX, int fromY, int toX, int toY, long nowNanos) {
        boolean first = changes[tile] == 0;
        if (first || nowNanos - changedNanos[tile] > LONGEST_GAP_NANOS) {
            changes[tile] = 1;
            left[tile] = fromX;
            top[tile] = fromY;
            right[tile] = toX;
            bottom[tile] = toY;
        } else {
            // most of what moves in the tile, or it is a line at its edge, as one that a scroll uncovers
            int all = (Math.max(right[tile], toX) - Math.min(left[tile], fromX))
                    * (Math.max(bottom[tile], toY) - Math.min(top[tile], fromY));
            boolean most = LEAST_PART * (toX - fromX) * (toY - fromY) >= all;
            if (changedNanos[tile] != nowNanos) {
                changes[tile] = most ? Math.min(changes[tile] + 1, LEAST_CHANGES) : 1;
            }
            left[tile] = Math.min(left[tile], fromX);
            top[tile] = Math.min(top[tile], fromY);
            right[tile] = Math.max(right[tile], toX);
            bottom[tile] = Math.max(bottom[tile], toY);
        }
        changedNanos[tile] = nowNanos;
        touchedNanos[tile] = nowNanos;
    }

    /** Adds the areas that are in motion and changed in the frame of that time: each the bounds of tiles that touch. */
    void moving(long nowNanos, RectList areas) {
        search++;
        for (int tile = 0; tile < columns * rows; tile++) {
            if (isMoving(tile, nowNanos) && seen[tile] != search) {
                areas.add(areaAround(tile, nowNanos));
            }
        }
    }

    private boolean isMoving(int tile, long nowNanos) {
        return changes[tile] >= LEAST_CHANGES && changedNanos[tile] == nowNanos;
    }

    private PixelRect areaAround(int first, long nowNanos) {
        int fromX = Integer.MAX_VALUE;
        int fromY = Integer.MAX_VALUE;
        int toX = 0;
        int toY = 0;
        int open = 0;
        stack[open++] = first;
        seen[first] = search;
        while (open > 0) {
            int tile = stack[--open];
            fromX = Math.min(fromX, left[tile]);
            fromY = Math.min(fromY, top[tile]);
            toX = Math.max(toX, right[tile]);
            toY = Math.max(toY, bottom[tile]);
            int column = tile % columns;
            int row = tile / columns;
            for (int y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
                for (int x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
                    int next = y * columns + x;
                    if (seen[next] != search && isMoving(next, nowNanos)) {
                        seen[next] = search;
                        stack[open++] = next;
                    }
                }
            }
        }
        return PixelRect.ofEdges(fromX, fromY, toX, toY);
    }
}
