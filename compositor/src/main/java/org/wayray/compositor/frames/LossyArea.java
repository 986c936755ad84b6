package org.wayray.compositor.frames;

import java.util.Arrays;
import org.wayray.codec.PixelCopy;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.codec.RectList;

/**
 * Where a viewer shows something near to what it was sent, and in which order that is made exact: what stands still, most
 * recently touched first. Confined to the session's loop; time is passed in. Keeps its memory.
 */
final class LossyArea {
    /** What has not changed for so long is taken to stand still. */
    static final long STILL_NANOS = 150_000_000;

    private static final int MOST_RECTS = 64;

    private final MotionMap motion;
    private final PixelRegion region = new PixelRegion();
    private final PixelRegion moved = new PixelRegion();

    /** Tiles to be refined, as age in units above their number, so that sorting them gives the order. */
    private long[] order = new long[0];

    private int tiles;

    private static final long AGE_UNIT_NANOS = 1_000_000;
    private static final int TILE_BITS = 20;

    LossyArea(MotionMap motion) {
        this.motion = motion;
    }

    boolean isEmpty() {
        return region.isEmpty();
    }

    void clear() {
        region.clear();
    }

    boolean intersects(PixelRect rect) {
        return region.intersects(rect);
    }

    /** The viewer shows this only nearly. */
    void add(PixelRect rect) {
        region.add(rect);
        region.simplify(MOST_RECTS);
    }

    /** The viewer shows this exactly. */
    void subtract(PixelRect rect) {
        if (!region.isEmpty()) {
            region.subtract(rect);
        }
    }

    /** The viewer copies pixels: what is copied is as near as it was. */
    void copied(PixelCopy copy) {
        if (region.isEmpty()) {
            return;
        }
        moved.set(region);
        moved.intersect(copy.from());
        moved.translate(copy.to().x() - copy.fromX(), copy.to().y() - copy.fromY());
        region.subtract(copy.to());
        region.add(moved);
        region.simplify(MOST_RECTS);
    }

    /** When there is something to refine; {@link Long#MAX_VALUE} if nothing is lossy. */
    long dueNanos(long nowNanos) {
        long oldest = Long.MAX_VALUE;
        for (int i = 0; i < region.size(); i++) {
            for (int row = region.top(i) / MotionMap.TILE; row * MotionMap.TILE < region.bottom(i); row++) {
                for (int column = region.left(i) / MotionMap.TILE;
                        column * MotionMap.TILE < region.right(i);
                        column++) {
                    long still = motion.touchedNanos(row * motion.columns() + column) + STILL_NANOS - nowNanos;
                    oldest = Math.min(oldest, still);
                }
            }
        }
        return oldest == Long.MAX_VALUE ? oldest : nowNanos + oldest;
    }

    /**
     * Adds to {@code rects} what is to be sent exactly now, about so many pixels of it, at least a tile if there is any; it is not
     * lossy from then on.
     */
    void refine(long nowNanos, long pixels, RectList rects) {
        tiles = 0;
        for (int i = 0; i < region.size(); i++) {
            collect(region.rect(i), nowNanos);
        }
        Arrays.sort(order, 0, tiles);
        long taken = 0;
        for (int i = 0; i < tiles && taken < pixels; i++) {
            int tile = tileAt(i);
            if (i > 0 && tile == tileAt(i - 1)) {
                continue; // collected once for each rectangle that touches it
            }
            taken += take(motion.tile(tile), rects);
        }
    }

    private void collect(PixelRect rect, long nowNanos) {
        for (int row = rect.y() / MotionMap.TILE; row * MotionMap.TILE < rect.bottom(); row++) {
            for (int column = rect.x() / MotionMap.TILE; column * MotionMap.TILE < rect.right(); column++) {
                int tile = row * motion.columns() + column;
                long age = nowNanos - motion.touchedNanos(tile);
                if (age >= STILL_NANOS) {
                    if (tiles == order.length) {
                        order = Arrays.copyOf(order, Math.max(64, 2 * tiles));
                    }
                    order[tiles++] = age / AGE_UNIT_NANOS << TILE_BITS | tile;
                }
            }
        }
    }

    private int tileAt(int index) {
        return (int) order[index] & (1 << TILE_BITS) - 1;
    }

    /** Takes the lossy part of a tile; joins it to the rectangle before when it goes on to the right. Returns its pixels. */
    private long take(PixelRect tile, RectList rects) {
        moved.set(region);
        moved.intersect(tile);
        for (int i = 0; i < moved.size(); i++) {
            var rect = moved.rect(i);
            if (!rects.extendLast(rect)) {
                rects.add(rect);
            }
        }
        region.subtract(tile);
        return moved.area();
    }
}
