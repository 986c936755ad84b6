package org.wayray.viewer.sdl;

import java.util.Map;
import java.util.concurrent.Executor;
import org.lwjgl.sdl.SDLKeyboard;
import org.lwjgl.sdl.SDLKeycode;
import org.wayray.posix.xkb.XkbLocks;
import org.wayray.viewer.session.Keyboard;

/** Tells the session's {@link Keyboard} of the keymap and the locks that the window system has. Confined to the SDL thread. */
interface KeyboardWatch extends AutoCloseable {
    int CAPS_LOCK = 2;
    int NUM_LOCK = 16;
    int UNKNOWN_LAYOUT = -1;

    /**
     * Begins to follow the keyboard of the display that SDL is on. On one that cannot be followed, the session stays with the layout by name.
     *
     * @param driver SDL's name of its video driver
     * @param environment of the process: where the display is
     * @param loop the session's
     */
    static KeyboardWatch start(String driver, Map<String, String> environment, Keyboard keyboard, Executor loop) {
        if (driver.equals("x11")) {
            return X11KeyboardWatch.start(keyboard, loop, environment.getOrDefault("DISPLAY", ""));
        }
        keyboard.lockSource(KeyboardWatch::sdlLocks);
        return driver.equals("wayland") ? WaylandKeyboardWatch.start(keyboard, loop, environment) : () -> {};
    }

    /** SDL knows nothing of layouts, and of locks those two that matter; their bits are the same in all usual keymaps. */
    private static XkbLocks sdlLocks() {
        int locked = SDLKeyboard.SDL_GetModState();
        return new XkbLocks(
                ((locked & SDLKeycode.SDL_KMOD_CAPS) != 0 ? CAPS_LOCK : 0)
                        | ((locked & SDLKeycode.SDL_KMOD_NUM) != 0 ? NUM_LOCK : 0),
                UNKNOWN_LAYOUT);
    }

    @Override
    void close();
}
