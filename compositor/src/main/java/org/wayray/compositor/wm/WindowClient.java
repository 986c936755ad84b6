package org.wayray.compositor.wm;

/** The client's side of a window. Called on the session loop. */
public interface WindowClient {

    /** Asks the client to change; it will acknowledge, and commit. */
    void configure(WindowConfigure configure);

    /** Whether a configure is not acknowledged yet. */
    boolean isConfiguring();

    /** The user wants the window closed; the client may ask back. */
    void close();

    /** The window lies somewhere else now, or what its popups are kept inside of does. */
    void moved();

    /** The window was taken out of sight; its popups go. */
    void hidden();

    /** Looks whether the client still answers; {@link Window#setResponsive} gets the result. */
    void ping();
}
