package org.wayray.codec;

import org.jspecify.annotations.Nullable;

/**
 * Finds what moved in a picture: a text that was scrolled, a window that was dragged, a map that was panned. Keeps its memory;
 * confined to its owner.
 *
 * <p>What moves goes on moving, so the way that was found last and those beside it are tried at a few places first. When that
 * explains too little, runs of pixels that occur once in the old picture are noted with their place, and those that are found again
 * in some rows of the new picture {@linkplain MotionVotes vote} for the way they went. The {@linkplain CopyExtent rectangle} that
 * gains most by going that way is what moved. A wrong guess costs time and bytes and nothing else: the owner compares again
 * what it copied.
 */
public final class CopyFinder {
    /** Less is coded faster than it is looked for. */
    public static final int LEAST_PIXELS = 64 * 64;

    /** Pixels of gain that pay for the trouble. */
    private static final int LEAST_GAIN = 4096;

    /** Rows and columns of places at which ways beside the last one are tried. */
    private static final int PROBES = 8;

    /** Of the places that changed, so large a part must have come by a way for it to be looked at. */
    private static final int LEAST_PROBES = 3;

    /** How far beside the last way. */
    private static final int BESIDE = 4;

    private final MotionVotes votes = new MotionVotes();
    private final CopyExtent extent = new CopyExtent();
    private final int[] probes = new int[PROBES * PROBES];
    private int lastX;
    private int lastY;

    /**
     * The largest part of an area that moved, or null when nothing worth copying did.
     *
     * @param now    the picture as it is
     * @param before the picture as it was, of the same size
     * @param area   where to look, inside the picture; what moved comes from there or from around it
     */
    public @Nullable PixelCopy find(Framebuffer now, Framebuffer before, PixelRect area) {
        if (area.width() < MotionVotes.RUN || area.area() < LEAST_PIXELS) {
            return null;
        }
        var guessed = findAsLast(now, before, area);
        if (guessed != null) {
            return guessed;
        }
        if (!votes.count(now, before, area)) {
            return null;
        }
        var found = extent.find(now, before, area, votes.wayX(), votes.wayY());
        if (found == null || extent.gain() < LEAST_GAIN) {
            return null;
        }
        return noted(found);
    }

    /**
     * As {@link #find}, but only what goes on about as before, which is found much faster: null when the last way and those beside
     * it do not explain most of what changed.
     */
    public @Nullable PixelCopy findAsLast(Framebuffer now, Framebuffer before, PixelRect area) {
        if (lastX == 0 && lastY == 0 || area.width() < MotionVotes.RUN || area.area() < LEAST_PIXELS) {
            return null;
        }
        int places = choosePlaces(now, before, area);
        int most = 0;
        int bestX = 0;
        int bestY = 0;
        for (int y = lastY - BESIDE; y <= lastY + BESIDE; y++) {
            for (int x = lastX - BESIDE; x <= lastX + BESIDE; x++) {
                int came = x == 0 && y == 0 ? 0 : 2 * countComing(now, before, places, x, y);
                if (came > 0 && x == lastX && y == lastY) {
                    came++; // of equals, the one that goes on
                }
                if (came > most) {
                    most = came;
                    bestX = x;
                    bestY = y;
                }
            }
        }
        if (most / 2 * LEAST_PROBES < places || most == 0) {
            return null;
        }
        var found = extent.find(now, before, area, bestX, bestY);
        if (found == null || extent.gain() < LEAST_GAIN || extent.gain() * 2 < extent.changed()) {
            return null;
        }
        return noted(found);
    }

    private PixelCopy noted(PixelCopy copy) {
        lastX = copy.to().x() - copy.fromX();
        lastY = copy.to().y() - copy.fromY();
        return copy;
    }

    /** Fills in places of the area, by their index, where the picture changed and is not of one colour. Returns how many. */
    private int choosePlaces(Framebuffer now, Framebuffer before, PixelRect area) {
        int count = 0;
        for (int row = 0; row < PROBES; row++) {
            int y = area.y() + (2 * row + 1) * area.height() / (2 * PROBES);
            for (int column = 0; column < PROBES; column++) {
                int x = area.x() + (2 * column + 1) * (area.width() - MotionVotes.RUN) / (2 * PROBES);
                int at = now.index(x, y);
                if (!isSameRun(now, at, before, before.index(x, y)) && !MotionVotes.isFlat(now.pixels(), at)) {
                    probes[count++] = at;
                }
            }
        }
        return count;
    }

    private int countComing(Framebuffer now, Framebuffer before, int places, int wayX, int wayY) {
        int came = 0;
        for (int i = 0; i < places; i++) {
            int x = probes[i] % now.stride() - wayX;
            int y = probes[i] / now.stride() - wayY;
            if (x >= 0
                    && x + MotionVotes.RUN <= before.width()
                    && y >= 0
                    && y < before.height()
                    && isSameRun(now, probes[i], before, before.index(x, y))) {
                came++;
            }
        }
        return came;
    }

    private static boolean isSameRun(Framebuffer now, int here, Framebuffer before, int there) {
        int[] pixels = now.pixels();
        int[] others = before.pixels();
        for (int i = 0; i < MotionVotes.RUN; i++) {
            if (pixels[here + i] != others[there + i]) {
                return false;
            }
        }
        return true;
    }
}
