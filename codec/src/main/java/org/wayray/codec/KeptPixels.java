package org.wayray.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A second picture beside one that is shown, for what it showed before: what a window covers is kept there, and shown again when
 * it is uncovered. A session and its viewer each have one and do the same with it, so that the session knows what the viewer has. It
 * is black where nothing was kept, and takes no memory before something is. Confined to its owner.
 */
public final class KeptPixels {
    private static final int BLACK = 0xFF000000;

    /** Pixels that are compared at once. */
    private static final int RUN = 32;

    private static final int MOST_LOST_RECTS = 64;

    private @Nullable Framebuffer plane;

    /** Where pixels were to be kept that were not there. */
    private final PixelRegion lost = new PixelRegion();

    private final PixelRegion part = new PixelRegion();

    /** Whether nothing is kept. */
    public boolean isEmpty() {
        return plane == null;
    }

    /** Forgets all; nothing of it stays in memory. */
    public void clear() {
        if (plane != null) {
            Arrays.fill(plane.pixels(), 0);
            plane = null;
        }
        lost.clear();
    }

    /** Keeps what a rectangle inside the picture shows. Everything is forgotten when the picture has another size than before. */
    public void keep(Framebuffer picture, PixelRect rect) {
        Framebuffer into = plane;
        if (into == null || into.width() != picture.width() || into.height() != picture.height()) {
            clear();
            into = new Framebuffer(picture.width(), picture.height());
            plane = into;
        }
        into.copyFrom(picture, rect.x(), rect.y(), rect.width(), rect.height());
        lost.subtract(rect);
    }

    /** As {@link #keep(Framebuffer, PixelRect)}; where the picture itself lacks something, it cannot be shown again. */
    public void keep(Framebuffer picture, PixelRect rect, PixelRegion lacking) {
        keep(picture, rect);
        if (lacking.intersects(rect)) {
            part.set(lacking);
            part.intersect(rect);
            lost.add(part);
            lost.simplify(MOST_LOST_RECTS);
        }
    }

    /**
     * Shows in a rectangle what is kept there.
     *
     * @throws CodecException if the rectangle is empty or not inside the picture, or something that should be kept there is not
     */
    public void show(Framebuffer into, PixelRect rect) throws CodecException {
        if (rect.isEmpty() || !into.bounds().contains(rect)) {
            throw new CodecException("kept pixels " + rect + " are not inside " + into.bounds());
        }
        if (lost.intersects(rect)) {
            throw new CodecException("of kept pixels " + rect + " some were lost");
        }
        restore(into, rect);
    }

    /** As {@link #show}, in a rectangle inside the picture, by one who has lost nothing. */
    public void restore(Framebuffer into, PixelRect rect) {
        Framebuffer from = plane;
        if (from == null || from.width() != into.width() || from.height() != into.height()) {
            into.fill(rect.x(), rect.y(), rect.width(), rect.height(), BLACK);
        } else {
            into.copyFrom(from, rect.x(), rect.y(), rect.width(), rect.height());
        }
    }

    /** Whether what is kept in a rectangle is at least half of what the picture shows there, as far as some rows tell. */
    public boolean resembles(Framebuffer picture, PixelRect rect) {
        Framebuffer kept = plane;
        if (kept == null || kept.width() != picture.width() || kept.height() != picture.height()) {
            return false;
        }
        int step = rect.height() >= 64 ? 8 : 1;
        long same = 0;
        long all = 0;
        for (int y = rect.y() + step / 2; y < rect.bottom(); y += step) {
            for (int x = rect.x(); x < rect.right(); x += RUN) {
                int width = Math.min(RUN, rect.right() - x);
                int here = picture.index(x, y);
                int there = kept.index(x, y);
                all += width;
                if (Arrays.equals(picture.pixels(), here, here + width, kept.pixels(), there, there + width)) {
                    same += width;
                }
            }
        }
        return same * 2 >= all && same > 0;
    }
}
