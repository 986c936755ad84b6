package org.wayray.compositor.scene;

/** A client's wish to be told when it is a good time to draw the next frame (wl_surface.frame). */
public interface FrameCallback {

    /**
     * It is a good time.
     *
     * @param timeMillis of the session's monotonic clock, wrapping around
     */
    void done(int timeMillis);

    /** The surface went away; nothing will ever be told. */
    void cancel();
}
