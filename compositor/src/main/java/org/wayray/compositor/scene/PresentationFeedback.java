package org.wayray.compositor.scene;

import org.wayray.compositor.output.Output;

/** A client's wish to learn when one content update was shown (wp_presentation.feedback). Ends with exactly one call. */
public interface PresentationFeedback {

    /**
     * The update was shown to the user.
     *
     * @param output where
     * @param timeNanos when, on CLOCK_MONOTONIC of this machine
     * @param sequence the number of the frame on that output
     */
    void presented(Output output, long timeNanos, long sequence);

    /** The update was replaced or hidden before anybody saw it. */
    void discarded();
}
