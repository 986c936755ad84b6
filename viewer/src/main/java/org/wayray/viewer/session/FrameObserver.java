package org.wayray.viewer.session;

import org.wayray.protocol.v1.Frame;

/**
 * Wants to know of every frame what it was and where its time went. All methods are called on the loop's thread, between frames;
 * they return soon and allocate nothing. Times are on the loop's clock.
 */
public interface FrameObserver {
    /**
     * A frame was decoded. Several may come before they are shown together.
     *
     * @param frame with the session's own times if it knows statistics and has been told
     * @param payloadBytes its coded pixels
     * @param arrivedNanos when its last byte came in
     */
    void decoded(Frame frame, int payloadBytes, long arrivedNanos, long decodedNanos);

    /** All that was decoded is visible now. */
    void presented(long nowNanos);

    /** A key went down, and the session is told. */
    void keyPressed(int code, long nowNanos);
}
