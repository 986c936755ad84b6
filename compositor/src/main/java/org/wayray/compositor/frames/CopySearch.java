package org.wayray.compositor.frames;

import org.jspecify.annotations.Nullable;
import org.wayray.codec.CopyFinder;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelCopy;
import org.wayray.codec.PixelRect;
import org.wayray.codec.RectList;

/**
 * Decides where and when to look for moved pixels, which costs a few milliseconds for a whole screen: only in changes that are
 * large and dense, and less and less often for as long as nothing is found, as while a video plays.
 *
 * <p>Confined to the session's loop.
 */
final class CopySearch {
    /** So large a part of an area must have changed for it to be looked at as a whole. */
    private static final int LEAST_DENSITY = 3;

    private static final int LONGEST_PAUSE = 16;

    private final CopyFinder finder = new CopyFinder();
    private int pause = 1;
    private int skip;

    /**
     * What moved, or null: the first look at a frame.
     *
     * @param sent what the viewer shows, once it has what is under way
     * @param changes where the picture differs from that
     */
    @Nullable
    PixelCopy find(Framebuffer picture, Framebuffer sent, RectList changes) {
        var area = area(changes);
        if (area.isEmpty()) {
            return null;
        }
        if (skip > 0) {
            skip--;
            return null;
        }
        var found = finder.find(picture, sent, area);
        pause = found != null ? 1 : Math.min(2 * pause, LONGEST_PAUSE);
        skip = pause - 1;
        return found;
    }

    /** What else moved, or null, once the first is copied: finding nothing more says nothing about the next frame. */
    @Nullable
    PixelCopy findMore(Framebuffer picture, Framebuffer sent, RectList changes) {
        var area = area(changes);
        return area.isEmpty() ? null : finder.find(picture, sent, area);
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
                bounds = bounds.isEmpty()
                        ? rect
                        : PixelRect.ofEdges(
                                Math.min(bounds.x(), rect.x()),
                                Math.min(bounds.y(), rect.y()),
                                Math.max(bounds.right(), rect.right()),
                                Math.max(bounds.bottom(), rect.bottom()));
                largest = pixels > largest.area() ? rect : largest;
            }
        }
        return area * LEAST_DENSITY >= bounds.area() ? bounds : largest;
    }
}
