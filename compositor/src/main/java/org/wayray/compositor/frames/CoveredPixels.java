package org.wayray.compositor.frames;

import org.wayray.codec.ChangeFinder;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.KeptPixels;
import org.wayray.codec.PixelCopy;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.codec.RectList;

/**
 * Has the viewer keep what gets covered, and show it again when it is uncovered: what a window passes over, and what a menu or a
 * dialog is opened above. It holds the same pixels as the viewer does, because it does the same with them in the same order.
 *
 * <p>What is kept: the part of a moved window's new place that it did not cover before, and what stood still for a while before
 * a large change. Neither what changes all the time, nor what the viewer lacks or shows only nearly. One layer, the latest.
 *
 * <p>Confined to the session's loop; time is passed in.
 */
final class CoveredPixels {
    /** What has not changed for so long may come back. */
    private static final long STILL_NANOS = 500_000_000;

    /** Of the tiles of a change, this many of {@link #TILES} must stand still. */
    private static final int STILL_TILES = 3;

    private static final int TILES = 4;

    /** Smaller changes, such as a part of a menu, leave what was kept below them. */
    private static final int LEAST_CHANGE = 8192;

    private static final int LEAST_SIDE = 24;

    /** Less is sent in fewer bytes than it takes to say that it was kept. */
    private static final int LEAST_PIXELS = 24;

    private static final int MOST_REUSES = 24;

    private final MotionMap motion;
    private final LossyArea lossy;
    private final KeptPixels kept = new KeptPixels();
    private final PixelRegion covered = new PixelRegion();
    private final boolean viewerCan;
    private boolean on;

    /** How often all was to be forgotten, and for which of these times the viewer was told. */
    private int forgotten;

    private int forgottenInFrame;
    private int forgottenAtViewer;

    /**
     * Nothing is kept yet, but may be.
     *
     * @param motion where something changed of late
     * @param lossy what the viewer shows only nearly; what is shown again it shows exactly
     * @param viewerCan whether the viewer can keep anything
     */
    CoveredPixels(MotionMap motion, LossyArea lossy, boolean viewerCan) {
        this.motion = motion;
        this.lossy = lossy;
        this.viewerCan = viewerCan;
        this.on = viewerCan;
    }

    /** From now on something may be kept, or not any more; then all is forgotten. */
    void keep(boolean allowed) {
        boolean wanted = allowed && viewerCan;
        if (on != wanted) {
            on = wanted;
            forget();
        }
    }

    /** Nothing is kept any more at either side: the viewer is told with the next frame. */
    void forget() {
        if (viewerCan) {
            kept.clear();
            forgotten++;
        }
    }

    /** Begins a frame. */
    void begin(FrameJob job) {
        forgottenInFrame = forgotten;
        if (forgotten != forgottenAtViewer) {
            job.forgetKept();
        }
    }

    /** That frame is sent. */
    void sent(FrameJob job) {
        if (job.forgetsKept()) {
            forgottenAtViewer = forgottenInFrame;
        }
    }

    /** Keeps what a copy that is about to be made covers. */
    void beforeCopy(PixelCopy copy, Framebuffer sent, PixelRegion unknown, FrameJob job) {
        if (!on) {
            return;
        }
        covered.clear();
        covered.add(copy.to());
        covered.subtract(copy.from());
        for (int i = 0; i < covered.size(); i++) {
            keep(covered.rect(i), sent, unknown, job);
        }
    }

    /** Keeps what stood still until the changes that are about to be sent. */
    void beforeChanges(RectList changes, Framebuffer sent, PixelRegion unknown, long nowNanos, FrameJob job) {
        for (int i = 0; on && i < changes.size(); i++) {
            if ((long) changes.width(i) * changes.height(i) >= LEAST_CHANGE
                    && Math.min(changes.width(i), changes.height(i)) >= LEAST_SIDE
                    && stoodStill(changes.get(i), nowNanos)) {
                keep(changes.get(i), sent, unknown, job);
            }
        }
    }

    private void keep(PixelRect rect, Framebuffer sent, PixelRegion unknown, FrameJob job) {
        if (rect.area() >= LEAST_PIXELS
                && job.reuses().size() < MOST_REUSES
                && !unknown.intersects(rect)
                && !lossy.intersects(rect)) {
            kept.keep(sent, rect);
            job.add(Reuse.keep(rect));
        }
    }

    private boolean stoodStill(PixelRect rect, long nowNanos) {
        int all = 0;
        int still = 0;
        for (int row = rect.y() / MotionMap.TILE; row * MotionMap.TILE < rect.bottom(); row++) {
            for (int column = rect.x() / MotionMap.TILE; column * MotionMap.TILE < rect.right(); column++) {
                all++;
                if (nowNanos - motion.touchedNanos(row * motion.columns() + column) >= STILL_NANOS) {
                    still++;
                }
            }
        }
        return still * TILES >= all * STILL_TILES;
    }

    /**
     * Shows again what was kept, wherever it is most of a change, and looks what then is left of it.
     *
     * @param sent what the viewer shows; shows the same afterwards
     * @param changes where the picture differs from that; what differs then afterwards
     */
    void restore(
            Framebuffer picture,
            Framebuffer sent,
            PixelRegion unknown,
            ChangeFinder finder,
            RectList changes,
            FrameJob job) {
        if (!on || kept.isEmpty()) {
            return;
        }
        for (int i = changes.size() - 1; i >= 0; i--) {
            if ((long) changes.width(i) * changes.height(i) < LEAST_PIXELS
                    || job.reuses().size() >= MOST_REUSES) {
                continue;
            }
            var rect = changes.get(i);
            if (!unknown.intersects(rect) && kept.resembles(picture, rect)) {
                kept.restore(sent, rect);
                job.add(Reuse.restore(rect));
                lossy.subtract(rect);
                changes.removeUnordered(i);
                finder.findMore(picture, sent, rect, changes);
            }
        }
    }
}
