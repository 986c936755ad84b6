package org.wayray.compositor.frames;

import org.jspecify.annotations.Nullable;
import org.wayray.codec.ChangeFinder;
import org.wayray.codec.CopyFinder;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelCopy;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.codec.RectList;

/**
 * Finds what changed in damage, and lets the viewer copy what of it only moved.
 *
 * <p>To look for moved pixels costs a good part of a millisecond for a whole screen: it is done only in changes that are large and
 * dense, and less and less often for as long as nothing is found, as while a video plays. As long as something goes on moving,
 * that is tried before anything is compared.
 *
 * <p>Confined to the session's loop.
 */
final class CopySearch {
    private static final int MOST_REGIONS = 32;
    private static final int MOST_COPIES = 3;

    /** What lies around a copy is compared by its rectangles, if they are no more than these. */
    private static final int MOST_RECTS_AROUND = 16;

    /** So large a part of an area must have changed for it to be looked at as a whole. */
    private static final int LEAST_DENSITY = 3;

    /** So large a part of what was copied must be left over for another look. */
    private static final int LEAST_REST = 8;

    private static final int LONGEST_PAUSE = 16;

    /** Something else may change between two moves. */
    private static final int FAILURES_BEFORE_PAUSE = 4;

    private final ChangeFinder changeFinder = new ChangeFinder(MOST_REGIONS);
    private final CopyFinder copyFinder = new CopyFinder();
    private final PixelRegion around = new PixelRegion();
    private final LossyArea lossy;
    private final CoveredPixels covered;

    /** Where something moved in the last frame; empty if nothing did. */
    private PixelRect last = PixelRect.EMPTY;

    private int failures;
    private int pause = 1;
    private int skip;

    /**
     * A search that has found nothing yet.
     *
     * @param lossy what the viewer shows only nearly, which is copied like the rest
     * @param covered keeps what is covered by copies and changes
     */
    CopySearch(LossyArea lossy, CoveredPixels covered) {
        this.lossy = lossy;
        this.covered = covered;
    }

    /**
     * Fills {@code changes} with what the viewer has to be sent.
     *
     * @param sent what the viewer shows, once it has what is under way; what is copied there is copied here
     * @param damage where to look
     */
    void findChanges(Framebuffer picture, Framebuffer sent, PixelRegion damage, RectList changes) {
        changeFinder.find(picture, sent, damage, changes);
    }

    /**
     * As {@link #findChanges}, after copies that are added to the job, and after showing again what was covered. The picture that was
     * sent changes with them, so that what comes out is exact whatever was found.
     *
     * @param damage where to look; what was copied is added to it
     * @param unknown where the viewer may show something else than was sent: nothing is copied from or to there
     */
    void findMovesAndChanges(
            Framebuffer picture,
            Framebuffer sent,
            PixelRegion damage,
            PixelRegion unknown,
            long nowNanos,
            FrameJob job,
            RectList changes) {
        PixelCopy copy = last.isEmpty() ? null : findAsLast(picture, sent, damage);
        if (copy == null || isSpoiled(copy, unknown)) {
            findChanges(picture, sent, damage, changes);
            copy = find(picture, sent, changes);
        }
        PixelRect previous = last;
        last = PixelRect.EMPTY;
        int copies = 0;
        while (copy != null && !isSpoiled(copy, unknown)) {
            last = last.isEmpty() ? copy.to() : last;
            if (!copy.to().equals(previous)) { // not a text that scrolls in its place
                covered.beforeCopy(copy, sent, unknown, job);
            }
            job.add(Reuse.copy(copy));
            lossy.copied(copy);
            damage.add(copy.to());
            copyAndCompare(picture, sent, copy, damage, changes);
            boolean more = ++copies < MOST_COPIES
                    && changes.area() * LEAST_REST >= copy.to().area();
            copy = more ? findMore(picture, sent, changes) : null;
        }
        covered.restore(picture, sent, unknown, changeFinder, changes, job);
        covered.beforeChanges(changes, sent, unknown, nowNanos, job);
    }

    private static boolean isSpoiled(PixelCopy copy, PixelRegion unknown) {
        return unknown.intersects(copy.from()) || unknown.intersects(copy.to());
    }

    /** Compares what was copied and what was not apart from each other, so that strips at an edge are not joined with dots inside. */
    private void copyAndCompare(
            Framebuffer picture, Framebuffer sent, PixelCopy copy, PixelRegion damage, RectList changes) {
        changes.clear();
        changeFinder.copyAndFindMore(picture, sent, copy, changes);
        around.set(damage);
        around.subtract(copy.to());
        around.simplify(MOST_RECTS_AROUND);
        for (int i = 0; i < around.size(); i++) {
            changeFinder.findMore(picture, sent, around.rect(i), changes);
        }
    }

    /** What goes on moving, or null; looked for in the damage that touches the place where it was last. */
    private @Nullable PixelCopy findAsLast(Framebuffer picture, Framebuffer sent, PixelRegion damage) {
        int left = Integer.MAX_VALUE;
        int top = Integer.MAX_VALUE;
        int right = 0;
        int bottom = 0;
        for (int i = 0; i < damage.size(); i++) {
            if (Math.max(damage.left(i), last.x()) <= Math.min(damage.right(i), last.right())
                    && Math.max(damage.top(i), last.y()) <= Math.min(damage.bottom(i), last.bottom())) {
                left = Math.min(left, damage.left(i));
                top = Math.min(top, damage.top(i));
                right = Math.max(right, damage.right(i));
                bottom = Math.max(bottom, damage.bottom(i));
            }
        }
        var area = PixelRect.ofEdges(left, top, right, bottom).intersection(sent.bounds());
        return copyFinder.findAsLast(picture, sent, area);
    }

    /** What moved, or null: the first look at a frame. */
    private @Nullable PixelCopy find(Framebuffer picture, Framebuffer sent, RectList changes) {
        var area = area(changes);
        if (area.isEmpty()) {
            return null;
        }
        if (skip > 0) {
            skip--;
            return null;
        }
        var found = copyFinder.find(picture, sent, area);
        failures = found != null ? 0 : failures + 1;
        pause = failures <= FAILURES_BEFORE_PAUSE ? 1 : Math.min(2 * pause, LONGEST_PAUSE);
        skip = pause - 1;
        return found;
    }

    /** What else moved, or null, once the first is copied: finding nothing more says nothing about the next frame. */
    private @Nullable PixelCopy findMore(Framebuffer picture, Framebuffer sent, RectList changes) {
        var area = area(changes);
        return area.isEmpty() ? null : copyFinder.find(picture, sent, area);
    }

    /** All large changes together, or the largest alone when they lie far apart; empty when none is large. */
    private static PixelRect area(RectList changes) {
        var bounds = PixelRect.EMPTY;
        var largest = PixelRect.EMPTY;
        long area = 0;
        for (int i = 0; i < changes.size(); i++) {
            long pixels = (long) changes.width(i) * changes.height(i);
            if (pixels >= CopyFinder.LEAST_PIXELS) {
                var rect = changes.get(i);
                area += pixels;
                bounds = bounds.hull(rect);
                largest = pixels > largest.area() ? rect : largest;
            }
        }
        return area * LEAST_DENSITY >= bounds.area() ? bounds : largest;
    }
}
