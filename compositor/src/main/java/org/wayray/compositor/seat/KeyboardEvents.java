package org.wayray.compositor.seat;

import java.util.List;
import org.wayray.compositor.scene.Surface;

/** What the keyboard tells clients. Called on the session loop. Source: the events of wl_keyboard. */
public interface KeyboardEvents {

    /** Tells nobody. */
    KeyboardEvents NONE = new KeyboardEvents() {};

    /** The keymap is another one; no key is pressed. For all clients, whoever has the focus. */
    default void layoutChanged(KeyboardLayout layout) {}

    /** The focus is on {@code surface} now; {@code keys} are held, in the order in which they were pressed. */
    default void enter(Surface surface, int serial, List<Integer> keys, Modifiers modifiers) {}

    default void leave(Surface surface, int serial) {}

    default void key(Surface surface, int serial, int timeMs, int key, boolean pressed) {}

    default void modifiers(Surface surface, int serial, Modifiers modifiers) {}
}
