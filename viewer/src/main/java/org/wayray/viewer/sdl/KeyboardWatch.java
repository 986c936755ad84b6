package org.wayray.viewer.sdl;

import java.util.Map;
import java.util.concurrent.Executor;
import org.wayray.viewer.session.Keyboard;

/** Tells the session's {@link Keyboard} of the keymap and the locks that the window system has. Confined to the SDL thread. */
interface KeyboardWatch extends AutoCloseable {
    /**
     * Begins to follow the keyboard of the display that SDL is on. On one that cannot be followed, the session stays with the layout by name.
     *
     * @param driver SDL's name of its video driver
     * @param environment of the process: where the display is
     * @param loop the session's
     */
    static KeyboardWatch start(String driver, Map<String, String> environment, Keyboard keyboard, Executor loop) {
        return switch (driver) {
            case "x11" -> X11KeyboardWatch.start(keyboard, loop, environment.getOrDefault("DISPLAY", ""));
            default -> () -> {};
        };
    }

    @Override
    void close();
}
