package org.wayray.compositor.output;

import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Physical;

/**
 * Resolution and refresh of an output. Immutable.
 *
 * @param size in physical pixels, not empty
 * @param refreshMilliHertz 60000 for 60 Hz
 */
public record OutputMode(Size<Physical> size, int refreshMilliHertz) {
    /** The narrowest that somebody may ask for. */
    public static final int LEAST_SIDE = 64;

    /** The widest that somebody may ask for; a viewer takes no more. */
    public static final int MOST_SIDE = 8192;

    /** What all outputs of a session may have together: four of 3840 x 2160. Each pixel is held three to four times. */
    public static final long MOST_PIXELS = 32L << 20;

    public OutputMode {
        if (size.isEmpty() || refreshMilliHertz <= 0) {
            throw new IllegalArgumentException("an output mode of " + size + " at " + refreshMilliHertz + " mHz");
        }
    }

    /** Whether the sides are within what may be asked for. */
    public boolean isShowable() {
        return Math.min(size.width(), size.height()) >= LEAST_SIDE
                && Math.max(size.width(), size.height()) <= MOST_SIDE;
    }

    public long pixels() {
        return (long) size.width() * size.height();
    }

    /** The time between two refreshes. */
    public long refreshNanos() {
        return 1_000_000_000_000L / refreshMilliHertz;
    }
}
