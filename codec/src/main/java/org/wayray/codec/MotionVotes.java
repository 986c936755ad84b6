package org.wayray.codec;

import java.util.Arrays;

/**
 * Guesses which way most of a picture's changed part went, from short runs of pixels that are found again. Keeps its memory;
 * confined to its owner.
 *
 * <p>Of the old picture every row is looked at, but only at some columns; of the new one every column, but only in some rows. So
 * whatever way something went, some of its runs are seen in both.
 */
final class MotionVotes {
    /** Pixels in a run: enough to tell most pieces of text apart. */
    static final int RUN = 16;

    /** Columns of the old picture at which runs are noted. */
    private static final int NOTED_COLUMNS = 12;

    private static final int MOST_STEP = 127;

    private static final int SAMPLED_ROWS = 24;
    private static final int LEAST_VOTES = 8;
    private static final int MOST_WAYS = 64;

    private static final long FACTOR = 0x9E3779B97F4A7C15L;
    private static final long FACTOR_OF_RUN = power(FACTOR, RUN);

    private static final int FREE = -1;
    private static final int AMBIGUOUS = -2;

    private long[] hashes = new long[0];
    private int[] places = new int[0];
    private int tableMask;

    private final int[] waysX = new int[MOST_WAYS];
    private final int[] waysY = new int[MOST_WAYS];
    private final int[] votes = new int[MOST_WAYS];
    private int ways;
    private int best;

    private static long power(long base, int exponent) {
        long result = 1;
        for (int i = 0; i < exponent; i++) {
            result *= base;
        }
        return result;
    }

    /**
     * Counts the votes in an area at least {@link #RUN} wide. Returns whether enough went one way, and that is not staying where
     * they were.
     */
    boolean count(Framebuffer now, Framebuffer before, PixelRect area) {
        noteRuns(before, area);
        vote(now, before, area);
        best = 0;
        for (int i = 1; i < ways; i++) {
            if (votes[i] > votes[best]) {
                best = i;
            }
        }
        return ways > 0 && votes[best] >= LEAST_VOTES;
    }

    /** How far most went to the right. */
    int wayX() {
        return waysX[best];
    }

    /** How far most went down. */
    int wayY() {
        return waysY[best];
    }

    static boolean isFlat(int[] pixels, int at) {
        for (int i = at + 1; i < at + RUN; i++) {
            if (pixels[i] != pixels[at]) {
                return false;
            }
        }
        return true;
    }

    private void noteRuns(Framebuffer picture, PixelRect area) {
        int step = Math.clamp(area.width() / NOTED_COLUMNS, RUN, MOST_STEP);
        int perRow = (area.width() - RUN) / step + 1;
        int size = Integer.highestOneBit(Math.max(1, perRow * area.height())) << 2;
        if (places.length < size) {
            hashes = new long[size];
            places = new int[size];
        }
        tableMask = size - 1;
        Arrays.fill(places, 0, size, FREE);
        int[] pixels = picture.pixels();
        for (int y = area.y(); y < area.bottom(); y++) {
            for (int x = area.x(); x + RUN <= area.right(); x += step) {
                int at = picture.index(x, y);
                if (!isFlat(pixels, at)) {
                    note(hash(pixels, at), at);
                }
            }
        }
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
            if (waysX[i] == x && waysY[i] == y) {
                votes[i]++;
                return;
            }
        }
        if (ways == MOST_WAYS) {
            forgetSingles();
        } else {
            waysX[ways] = x;
            waysY[ways] = y;
            votes[ways] = 1;
            ways++;
        }
    }

    /** Takes one vote from each way, so that one that many go is found among many that few go. */
    private void forgetSingles() {
        int kept = 0;
        for (int i = 0; i < ways; i++) {
            if (votes[i] > 1) {
                waysX[kept] = waysX[i];
                waysY[kept] = waysY[i];
                votes[kept] = votes[i] - 1;
                kept++;
            }
        }
        ways = kept;
    }
}
