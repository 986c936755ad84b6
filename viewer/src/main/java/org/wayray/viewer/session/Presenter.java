package org.wayray.viewer.session;

import org.wayray.protocol.v1.PointerHold;

/**
 * What a {@link ViewerSession} is shown on. All methods are called on the loop's thread and return soon; the presenter shows
 * the news when the loop has nothing left to do, so that several changes are shown once.
 */
public interface Presenter {
    /** The session does something else now. */
    void stateChanged(ViewerState state);

    /**
     * An output came, or has another size or place. What its picture shows is of use: until frames come it is what the output showed
     * before, its top left corner where it was.
     */
    void outputChanged(RemoteOutput output);

    /** An output is no more. */
    void outputGone(RemoteOutput output);

    /**
     * The {@link RemoteOutput#damage} of some outputs has grown. When all of that is visible, the presenter calls
     * {@link ViewerSession#presented}.
     */
    void pictureChanged();

    /** The pointer looks different now. At the end of a connection it is the default one again. */
    void cursorChanged(CursorShape shape);

    /** A program holds the pointer, or no longer does. Presenters without a pointer ignore it. */
    default void pointerHeld(PointerHold hold) {}

    /** The person at the desk should read this. The session goes on. */
    void noticed(String text);
}
