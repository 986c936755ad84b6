package org.wayray.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds what moved in a picture: a text that was scrolled, a window that was dragged, a map that was panned. Keeps its memory;
 * confined to its owner.
 *
 * <p>Three steps. Short runs of pixels that occur once in the old picture are noted with their place. Runs in some rows of the new
 * picture are looked up there, and each that is found votes for the way it went. For the way with most votes, cells of the picture are
 * compared with where they would come from, and the rectangle that gains most is what moved. A wrong guess costs time and bytes
 * and nothing else: the owner compares again what it copied.
 */
public final class CopyFinder {
    /** Less is coded faster than it is looked for. */
    public static final int LEAST_PIXELS = 64 * 64;

    /** Pixels in a run: enough to tell most pieces of text apart. */
    private static final int RUN = 16;

    /** Columns from one run of the old picture to the next; every column of the new one is tried. */
    private static final int RUN_STEP = 32;

    private static final int SAMPLED_ROWS = 24;
    private static final int LEAST_VOTES = 8;
    private static final int MOST_WAYS = 64;

    private static final int CELL_WIDTH = 32;
    private static final int CELL_HEIGHT = 16;
    private static final int GAIN = 2;
    private static final int LOSS = -3;

    /** Cells of gain that pay for the trouble. */
    private static final int LEAST_GAIN = 8 * GAIN;

    private static final long FACTOR = 0x9E3779B97F4A7C15L;
    private static final long FACTOR_OF_RUN = power(FACTOR, RUN);

    private static final int FREE = -1;
    private static final int AMBIGUOUS = -2;

    private long[] hashes = new long[0];
    private int[] places = new int[0];
    private int tableMask;

    private final int[] wayX = new int[MOST_WAYS];
    private final int[] wayY = new int[MOST_WAYS];
    private final int[] votes = new int[MOST_WAYS];
    private int ways;

    private int[] scores = new int[0];
    private int[] sums = new int[0];

    private static long power(long base, int exponent) {
        long result = 1;
        for (int i = 0; i < exponent; i++) {
            result *= base;
        }
        return result;
    }

    /**
     * The largest part of an area that moved, or null when nothing worth copying did.
     *
     * @param now    the picture as it is
     * @param before the picture as it was, of the same size
     * @param area   where to look, inside the picture; what moved comes from there or from around it
     */
    public @Nullable PixelCopy find(Framebuffer now, Framebuffer before, PixelRect area) {
        if (area.width() < RUN || (long) area.width() * area.height() < LEAST_PIXELS) {
            return null;
        }
        noteRuns(before, area);
        vote(now, before, area);
        int best = 0;
        for (int i = 1; i < ways; i++) {
            if (votes[i] > votes[best]) {
                best = i;
            }
        }
        return ways == 0 || votes[best] < LEAST_VOTES ? null : extent(now, before, area, wayX[best], wayY[best]);
    }

    private void noteRuns(Framebuffer picture, PixelRect area) {
        int perRow = (area.width() - RUN) / RUN_STEP + 1;
        int size = Integer.highestOneBit(Math.max(1, perRow * area.height())) << 2;
        if (places.length < size) {
            hashes = new long[size];
            places = new int[size];
        }
        tableMask = size - 1;
        Arrays.fill(places, 0, size, FREE);
        int[] pixels = picture.pixels();
        for (int y = area.y(); y < area.bottom(); y++) {
            for (int x = area.x(); x + RUN <= area.right(); x += RUN_STEP) {
                int at = picture.index(x, y);
                if (!isFlat(pixels, at)) {
                    note(hash(pixels, at), at);
                }
            }
        }
    }

    private static boolean isFlat(int[] pixels, int at) {
        for (int i = at + 1; i < at + RUN; i++) {
            if (pixels[i] != pixels[at]) {
                return false;
            }
        }
        return true;
    }

    private static long hash(int[] pixels, int at) {
        long hash = 0;
        for (int i = at; i < at + RUN; i++) {
            hash = hash * FACTOR + pixels[i];
        }
        return hash;
    }

    private int slot(long hash) {
        int slot = (int) (hash >>> 32 ^ hash) & tableMask;
        while (places[slot] != FREE && hashes[slot] != hash) {
            slot = slot + 1 & tableMask;
        }
        return slot;
    }

    private void note(long hash, int at) {
        int slot = slot(hash);
        hashes[slot] = hash;
        places[slot] = places[slot] == FREE ? at : AMBIGUOUS;
    }

    private void vote(Framebuffer now, Framebuffer before, PixelRect area) {
        ways = 0;
        int[] pixels = now.pixels();
        int rows = Math.min(SAMPLED_ROWS, area.height());
        for (int i = 0; i < rows; i++) {
            int y = area.y() + (int) ((2L * i + 1) * area.height() / (2L * rows));
            int at = now.index(area.x(), y);
            int last = now.index(area.right(), y) - RUN;
            long hash = hash(pixels, at);
            int alike = 1; // pixels at the end of the run that are the same
            for (int p = at + 1; p < at + RUN; p++) {
                alike = pixels[p] == pixels[p - 1] ? alike + 1 : 1;
            }
            while (true) {
                if (alike < RUN) {
                    int from = places[slot(hash)];
                    if (from >= 0 && Arrays.equals(pixels, at, at + RUN, before.pixels(), from, from + RUN)) {
                        vote(at - now.index(0, y) - from % before.stride(), y - from / before.stride());
                    }
                }
                if (at == last) {
                    break;
                }
                hash = hash * FACTOR + pixels[at + RUN] - pixels[at] * FACTOR_OF_RUN;
                alike = pixels[at + RUN] == pixels[at + RUN - 1] ? alike + 1 : 1;
                at++;
            }
        }
    }

    private void vote(int x, int y) {
        if (x == 0 && y == 0) {
            return;
        }
        for (int i = 0; i < ways; i++) {
            if (wayX[i] == x && wayY[i] == y) {
                votes[i]++;
                return;
            }
        }
        if (ways < MOST_WAYS) {
            wayX[ways] = x;
            wayY[ways] = y;
            votes[ways] = 1;
            ways++;
        }
    }

    /** The rectangle that gains most by going this way, to the pixel. */
    private @Nullable PixelCopy extent(Framebuffer now, Framebuffer before, PixelRect area, int wayX, int wayY) {
        int left = Math.max(area.x(), wayX);
        int top = Math.max(area.y(), wayY);
        int right = Math.min(area.right(), before.width() + Math.min(0, wayX));
        int bottom = Math.min(area.bottom(), before.height() + Math.min(0, wayY));
        int columns = (right - left) / CELL_WIDTH;
        int rows = (bottom - top) / CELL_HEIGHT;
        if (columns < 1 || rows < 1) {
            return null;
        }
        score(now, before, left, top, columns, rows, wayX, wayY);
        int bestSum = 0;
        int bestLeft = 0;
        int bestTop = 0;
        int bestRight = 0;
        int bestBottom = 0;
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
                        bestLeft = from;
                        bestRight = to + 1;
                        bestTop = start;
                        bestBottom = row + 1;
                    }
                    if (sum <= 0) {
                        sum = 0;
                        start = row + 1;
                    }
                }
            }
        }
        if (bestSum < LEAST_GAIN) {
            return null;
        }
        var bounds = PixelRect.ofEdges(left, top, right, bottom);
        var found = PixelRect.ofEdges(
                left + bestLeft * CELL_WIDTH,
                top + bestTop * CELL_HEIGHT,
                left + bestRight * CELL_WIDTH,
                top + bestBottom * CELL_HEIGHT);
        var to = grown(now, before, found, bounds, wayX, wayY);
        return new PixelCopy(to, to.x() - wayX, to.y() - wayY);
    }

    /** What each cell gains: nothing where the picture stayed as it is. */
    private void score(
            Framebuffer now, Framebuffer before, int left, int top, int columns, int rows, int wayX, int wayY) {
        if (scores.length < columns * rows) {
            scores = new int[columns * rows];
        }
        if (sums.length < rows) {
            sums = new int[rows];
        }
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int x = left + column * CELL_WIDTH;
                int y = top + row * CELL_HEIGHT;
                boolean stays = isSame(now, before, x, y, CELL_WIDTH, CELL_HEIGHT, 0, 0);
                boolean comes = isSame(now, before, x, y, CELL_WIDTH, CELL_HEIGHT, wayX, wayY);
                scores[row * columns + column] = !comes ? LOSS : stays ? 0 : GAIN;
            }
        }
    }

    private static boolean isSame(
            Framebuffer now, Framebuffer before, int x, int y, int width, int height, int wayX, int wayY) {
        for (int row = y; row < y + height; row++) {
            int here = now.index(x, row);
            int there = before.index(x - wayX, row - wayY);
            if (!Arrays.equals(now.pixels(), here, here + width, before.pixels(), there, there + width)) {
                return false;
            }
        }
        return true;
    }

    /** Moves each edge outwards, by less than a cell, for as long as the pixels there went the same way. */
    private static PixelRect grown(
            Framebuffer now, Framebuffer before, PixelRect found, PixelRect bounds, int wayX, int wayY) {
        int left = found.x();
        int top = found.y();
        int right = found.right();
        int bottom = found.bottom();
        int lowest = Math.min(bounds.bottom(), bottom + CELL_HEIGHT);
        while (bottom < lowest && isSame(now, before, left, bottom, right - left, 1, wayX, wayY)) {
            bottom++;
        }
        int highest = Math.max(bounds.y(), top - CELL_HEIGHT);
        while (top > highest && isSame(now, before, left, top - 1, right - left, 1, wayX, wayY)) {
            top--;
        }
        int rightmost = Math.min(bounds.right(), right + CELL_WIDTH);
        while (right < rightmost && isSame(now, before, right, top, 1, bottom - top, wayX, wayY)) {
            right++;
        }
        int leftmost = Math.max(bounds.x(), left - CELL_WIDTH);
        while (left > leftmost && isSame(now, before, left - 1, top, 1, bottom - top, wayX, wayY)) {
            left--;
        }
        return PixelRect.ofEdges(left, top, right, bottom);
    }
}
