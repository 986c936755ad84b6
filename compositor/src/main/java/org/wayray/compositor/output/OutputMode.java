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

    public OutputMode {
        if (size.isEmpty() || refreshMilliHertz <= 0) {
            throw new IllegalArgumentException("an output mode of " + size + " at " + refreshMilliHertz + " mHz");
        }
    }

    /** The time between two refreshes. */
    public long refreshNanos() {
        return 1_000_000_000_000L / refreshMilliHertz;
    }
}
