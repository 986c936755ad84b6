package org.wayray.compositor.seat;

/** An input method that takes the keys before the focus does. Called on the session loop. */
public interface KeyboardGrab {

    /** Whose it is: keys that this client plays itself go to the focus. */
    Object client();

    /** The keys that follow are those of this layout. */
    void layoutChanged(KeyboardLayout layout);

    void key(int serial, int timeMs, int key, boolean pressed);

    void modifiers(int serial, Modifiers modifiers);
}
