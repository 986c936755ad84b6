package org.wayray.viewer.session;

import org.wayray.codec.Framebuffer;

/**
 * What a {@link ViewerSession} is shown on. All methods are called on the loop's thread and return soon; the presenter shows
 * the news when the loop has nothing left to do, so that several changes are shown once.
 */
public interface Presenter {
    /** The session does something else now. */
    void stateChanged(ViewerState state);

    /** There is a picture of a new size; its contents mean nothing until {@link #pictureChanged}. */
    void pictureResized(Framebuffer picture);

    /**
     * {@link ViewerSession#damage} has grown. When that is visible, the presenter calls {@link ViewerSession#presented}.
     */
    void pictureChanged();

    /** The pointer looks different now. */
    void cursorChanged(CursorShape shape);

    /** The person at the desk should read this. The session goes on. */
    void noticed(String text);
}
