package org.wayray.compositor.frames;

import java.time.Duration;

/**
 * What holds for all feeds of a viewer.
 *
 * @param frameInterval the shortest time from frame to frame that is worth sending
 * @param stallAfter after so long without an acknowledgement a viewer is taken for dead
 * @param copies whether the viewer can copy what it shows from one place to another
 * @param keep whether it can keep what is covered, to show it again
 * @param video whether it can decode H.264
 */
public record FeedOptions(Duration frameInterval, Duration stallAfter, boolean copies, boolean keep, boolean video) {
    /** Sixty frames a second, and ten seconds of patience. */
    public static FeedOptions of(boolean copies, boolean keep, boolean video) {
        return new FeedOptions(Duration.ofNanos(1_000_000_000L / 60), Duration.ofSeconds(10), copies, keep, video);
    }
}
