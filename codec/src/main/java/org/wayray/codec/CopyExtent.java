package org.wayray.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rectangle that is best copied when the way is known: where most pixels come that way which did not stay as they were, and few
 * that stayed are spoiled. Pixels that neither stay nor come count for nothing, as they have to be sent in any case. Keeps its
 * memory; confined to its owner.
 *
 * <p>The area is divided into cells, of which some rows are looked at; then each edge of the best rectangle of cells is moved to the
 * pixel.
 */
final class CopyExtent {
    private static final int CELL_WIDTH = 32;
    private static final int CELL_HEIGHT = 16;

    /** Cells of larger areas are larger. */
    private static final int MOST_CELLS_A_SIDE = 64;

    /** Of so many rows one is looked at. */
    private static final int ROW_STEP = 8;

    /** Of so many pixels of a column at an edge one is looked at. */
    private static final int COLUMN_STEP = 4;

    /** So many pixels that are spoiled cost as much as one that comes saves: what stands still in front of the rest is often simple. */
    private static final int LOSS = 2;

    /** At an edge, one pixel that comes makes up for so many that neither come nor stay: in a photograph some always seem to come. */
    private static final int LINE_GAIN = 32;

    private int[] scores = new int[0];
    private int[] sums = new int[0];

    private long gain;
    private long changed;

    /**
     * The rectangle inside the area that gains most, or null if none gains anything.
     *
     * @param now    the picture as it is
     * @param before the picture as it was, of the same size
     * @param area   inside the picture
     * @param wayX   how far to the right it went
     * @param wayY   how far down
     */
    @Nullable
    PixelCopy find(Framebuffer now, Framebuffer before, PixelRect area, int wayX, int wayY) {
        gain = 0;
        changed = 0;
        var bounds = area.intersection(before.bounds().translated(wayX, wayY));
        if (bounds.isEmpty()) {
            return null;
        }
        int cellWidth = cellSize(CELL_WIDTH, bounds.width());
        int cellHeight = cellSize(CELL_HEIGHT, bounds.height());
        int columns = Math.ceilDiv(bounds.width(), cellWidth);
        int rows = Math.ceilDiv(bounds.height(), cellHeight);
        score(now, before, bounds, columns, rows, cellWidth, cellHeight, wayX, wayY);
        var cells = best(columns, rows);
        if (cells.isEmpty()) {
            return null;
        }
        var found = PixelRect.ofEdges(
                bounds.x() + cells.x() * cellWidth,
                bounds.y() + cells.y() * cellHeight,
                Math.min(bounds.right(), bounds.x() + cells.right() * cellWidth),
                Math.min(bounds.bottom(), bounds.y() + cells.bottom() * cellHeight));
        var to = fitted(new Lines(now, before, bounds, wayX, wayY), found, cellWidth, cellHeight);
        return to.isEmpty() ? null : new PixelCopy(to, to.x() - wayX, to.y() - wayY);
    }

    /** Pixels that the last rectangle puts right, less those that it spoils, as far as looked at and therefore about. */
    long gain() {
        return gain * ROW_STEP;
    }

    /** Pixels of the area that changed, as {@link #gain}. */
    long changed() {
        return changed * ROW_STEP;
    }

    private static int cellSize(int least, int side) {
        int size = least;
        while (Math.ceilDiv(side, size) > MOST_CELLS_A_SIDE) {
            size *= 2;
        }
        return size;
    }

    private void score(
            Framebuffer now,
            Framebuffer before,
            PixelRect bounds,
            int columns,
            int rows,
            int cellWidth,
            int cellHeight,
            int wayX,
            int wayY) {
        if (scores.length < columns * rows) {
            scores = new int[columns * rows];
        }
        if (sums.length < rows) {
            sums = new int[rows];
        }
        Arrays.fill(scores, 0, columns * rows, 0);
        int[] pixels = now.pixels();
        int[] others = before.pixels();
        for (int y = bounds.y() + ROW_STEP / 2; y < bounds.bottom(); y += ROW_STEP) {
            int cell = (y - bounds.y()) / cellHeight * columns;
            for (int x = bounds.x(); x < bounds.right(); x += cellWidth) {
                int width = Math.min(cellWidth, bounds.right() - x);
                int here = now.index(x, y);
                int end = here + width;
                int old = before.index(x, y);
                int source = before.index(x - wayX, y - wayY);
                boolean stays = Arrays.equals(pixels, here, end, others, old, old + width);
                boolean comes = Arrays.equals(pixels, here, end, others, source, source + width);
                if (!stays) {
                    changed += width;
                }
                if (stays != comes) {
                    scores[cell] += comes ? width : -width / LOSS;
                }
                cell++;
            }
        }
    }

    /** The rectangle of cells with the largest sum, which becomes {@link #gain}; empty if none is above 0. */
    private PixelRect best(int columns, int rows) {
        int bestSum = 0;
        int left = 0;
        int top = 0;
        int right = 0;
        int bottom = 0;
        for (int from = 0; from < columns; from++) {
            Arrays.fill(sums, 0, rows, 0);
            for (int to = from; to < columns; to++) {
                int sum = 0;
                int start = 0;
                for (int row = 0; row < rows; row++) {
                    sums[row] += scores[row * columns + to];
                    sum += sums[row];
                    if (sum > bestSum) {
                        bestSum = sum;
                        left = from;
                        right = to + 1;
                        top = start;
                        bottom = row + 1;
                    }
                    if (sum <= 0) {
                        sum = 0;
                        start = row + 1;
                    }
                }
            }
        }
        gain = bestSum;
        return PixelRect.ofEdges(left, top, right, bottom);
    }

    /** Moves each edge, by at most a cell, to where most is gained. */
    private static PixelRect fitted(Lines lines, PixelRect found, int cellWidth, int cellHeight) {
        int left = found.x();
        int top = found.y();
        int right = found.right();
        int bottom = found.bottom();
        top = lines.bestEdge(top, -1, Math.min(cellHeight, bottom - top), cellHeight, left, right, true);
        bottom = lines.bestEdge(bottom - 1, 1, Math.min(cellHeight, bottom - top), cellHeight, left, right, true) + 1;
        left = lines.bestEdge(left, -1, Math.min(cellWidth, right - left), cellWidth, top, bottom, false);
        right = lines.bestEdge(right - 1, 1, Math.min(cellWidth, right - left), cellWidth, top, bottom, false) + 1;
        return PixelRect.ofEdges(left, top, right, bottom);
    }

    /** Rows and columns of pixels, and what is gained by copying them. */
    private record Lines(Framebuffer now, Framebuffer before, PixelRect bounds, int wayX, int wayY) {
        /**
         * The outermost line of the rectangle that gains most.
         *
         * @param line the outermost one of those found
         * @param outwards 1 or -1
         * @param inner lines of the rectangle that may be left out
         * @param outer lines beside it that may be added, if they are inside the bounds
         * @param from where the lines begin
         * @param to where they end
         */
        int bestEdge(int line, int outwards, int inner, int outer, int from, int to, boolean horizontal) {
            int first = horizontal ? bounds.y() : bounds.x();
            int last = (horizontal ? bounds.bottom() : bounds.right()) - 1;
            int innermost = line - outwards * inner;
            int outermost = Math.clamp(line + (long) outwards * outer, first, last);
            long sum = 0;
            long most = 0;
            int best = innermost;
            for (int at = innermost; at != outermost; ) {
                at += outwards;
                sum += horizontal ? row(at, from, to) : column(at, from, to);
                if (sum > most) {
                    most = sum;
                    best = at;
                }
            }
            return best;
        }

        private int row(int y, int from, int to) {
            return gain(
                    now.index(from, y), before.index(from, y), before.index(from - wayX, y - wayY), to - from, 1, 1);
        }

        private int column(int x, int from, int to) {
            return gain(
                    now.index(x, from),
                    before.index(x, from),
                    before.index(x - wayX, from - wayY),
                    (to - from + COLUMN_STEP - 1) / COLUMN_STEP,
                    COLUMN_STEP * now.stride(),
                    COLUMN_STEP * before.stride());
        }

        private int gain(int here, int old, int source, int count, int step, int oldStep) {
            int[] pixels = now.pixels();
            int[] others = before.pixels();
            int sum = 0;
            for (int i = 0; i < count; i++) {
                int pixel = pixels[here + i * step];
                boolean stays = pixel == others[old + i * oldStep];
                boolean comes = pixel == others[source + i * oldStep];
                sum += comes ? stays ? 0 : LINE_GAIN : stays ? -LINE_GAIN / LOSS : -1;
            }
            return sum;
        }
    }
}
