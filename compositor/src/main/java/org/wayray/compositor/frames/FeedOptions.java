package org.wayray.compositor.frames;

import java.time.Duration;

/**
 * What a feed is told once.
 *
 * @param output number of the output in the protocol
 * @param frameInterval the shortest time from frame to frame that is worth sending
 * @param stallAfter after so long without an acknowledgement a viewer is taken for dead
 * @param copies whether the viewer can copy what it shows from one place to another
 * @param keep whether it can keep what is covered, to show it again
 * @param video whether it can decode H.264
 */
public record FeedOptions(
        int output, Duration frameInterval, Duration stallAfter, boolean copies, boolean keep, boolean video) {
    /** Sixty frames a second, and ten seconds of patience. */
    public static FeedOptions forOutput(int output, boolean copies, boolean keep, boolean video) {
        return new FeedOptions(
                output, Duration.ofNanos(1_000_000_000L / 60), Duration.ofSeconds(10), copies, keep, video);
    }
}
