package org.wayray.viewer.sdl;

import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_KEY_DOWN;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_KEY_UP;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_MOUSE_BUTTON_DOWN;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_MOUSE_BUTTON_UP;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_MOUSE_MOTION;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_MOUSE_WHEEL;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_WINDOW_FOCUS_GAINED;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_WINDOW_FOCUS_LOST;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_WINDOW_MOUSE_LEAVE;

import org.lwjgl.sdl.SDL_Event;
import org.lwjgl.sdl.SDL_KeyboardEvent;
import org.lwjgl.sdl.SDL_MouseButtonEvent;
import org.lwjgl.sdl.SDL_MouseWheelEvent;
import org.wayray.viewer.session.Keyboard;
import org.wayray.viewer.session.Pointer;

/**
 * Turns SDL's input events into what the session's {@link Keyboard} and {@link Pointer} want to hear. A mouse reports its
 * place up to a thousand times a second: of those that came together only the last is passed on, when {@link #flush} is called
 * or anything else happens. Confined to the SDL thread.
 */
final class SdlInput {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Keyboard keyboard;
    private final Pointer pointer;
    private final String videoDriver;
    private final PictureWindows windows;
    private final PointerGrip grip;
    private boolean focused;
    private boolean suspended;
    private boolean moved;
    private int movedWindow;
    private float movedX;
    private float movedY;
    private int movedMillis;

    /** The way since the last {@link #flush}. */
    private float pushedX;

    private float pushedY;

    SdlInput(Keyboard keyboard, Pointer pointer, String videoDriver, PictureWindows windows, PointerGrip grip) {
        this.keyboard = keyboard;
        this.pointer = pointer;
        this.videoDriver = videoDriver;
        this.windows = windows;
        this.grip = grip;
    }

    /** The session hears of nothing from now on, and that nothing is held any more: the viewer itself needs the input. */
    void suspend() {
        flush();
        suspended = true;
        pointer.letGo();
        keyboard.focus(false);
    }

    /** The session hears of input again; not of what is held since before. */
    void resume() {
        suspended = false;
        keyboard.focus(focused);
    }

    boolean isSuspended() {
        return suspended;
    }

    /** Takes an event if it is input. */
    void handle(SDL_Event event) {
        if (isFocus(event.type())) {
            focused = event.type() == SDL_EVENT_WINDOW_FOCUS_GAINED;
        }
        if (suspended) {
            return;
        }
        switch (event.type()) {
            case SDL_EVENT_MOUSE_MOTION -> {
                var motion = event.motion();
                moved = true;
                movedWindow = motion.windowID();
                movedX = motion.x();
                movedY = motion.y();
                pushedX += motion.xrel();
                pushedY += motion.yrel();
                movedMillis = millis(motion.timestamp());
            }
            case SDL_EVENT_KEY_DOWN, SDL_EVENT_KEY_UP -> key(event.key());
            case SDL_EVENT_MOUSE_BUTTON_DOWN, SDL_EVENT_MOUSE_BUTTON_UP -> button(event.button());
            case SDL_EVENT_MOUSE_WHEEL -> wheel(event.wheel());
            case SDL_EVENT_WINDOW_MOUSE_LEAVE -> {
                flush();
                pointer.leave();
            }
            case SDL_EVENT_WINDOW_FOCUS_GAINED, SDL_EVENT_WINDOW_FOCUS_LOST -> {
                keyboard.focus(focused);
                if (!focused && grip.isLocked()) {
                    pointer.letGo(); // SDL holds nothing without the keyboard, and the session is not to either
                }
            }
            default -> {}
        }
    }

    /** Whether {@link #handle} does something with events of that type. */
    static boolean isInput(int type) {
        return switch (type) {
            case SDL_EVENT_MOUSE_MOTION,
                    SDL_EVENT_KEY_DOWN,
                    SDL_EVENT_KEY_UP,
                    SDL_EVENT_MOUSE_BUTTON_DOWN,
                    SDL_EVENT_MOUSE_BUTTON_UP,
                    SDL_EVENT_MOUSE_WHEEL,
                    SDL_EVENT_WINDOW_MOUSE_LEAVE,
                    SDL_EVENT_WINDOW_FOCUS_GAINED,
                    SDL_EVENT_WINDOW_FOCUS_LOST -> true;
            default -> false;
        };
    }

    /** Whether an event of that type gives or takes the keyboard. */
    static boolean isFocus(int type) {
        return type == SDL_EVENT_WINDOW_FOCUS_GAINED || type == SDL_EVENT_WINDOW_FOCUS_LOST;
    }

    /** Whether {@link #flush} has something to pass on. */
    boolean isMoved() {
        return moved;
    }

    /** All events that came together were handled. */
    void flush() {
        if (!moved) {
            return;
        }
        moved = false;
        var window = windows.find(movedWindow);
        if (grip.isLocked()) {
            window.push(pointer, pushedX, pushedY, movedMillis);
        } else {
            window.point(pointer, movedX, movedY, movedMillis);
        }
        pushedX = 0;
        pushedY = 0;
    }

    private void key(SDL_KeyboardEvent key) {
        if (key.repeat()) {
            return;
        }
        flush();
        keyboard.key(
                EvdevCodes.key(videoDriver, Short.toUnsignedInt(key.raw()), key.scancode()),
                key.down(),
                millis(key.timestamp()));
    }

    private void button(SDL_MouseButtonEvent button) {
        moved = true;
        movedWindow = button.windowID();
        movedX = button.x();
        movedY = button.y();
        movedMillis = millis(button.timestamp());
        flush();
        pointer.button(
                EvdevCodes.button(Byte.toUnsignedInt(button.button())), button.down(), millis(button.timestamp()));
    }

    /** SDL counts up (away from the user) as positive, Wayland down. */
    private void wheel(SDL_MouseWheelEvent wheel) {
        flush();
        pointer.wheel(wheel.x(), -wheel.y(), millis(wheel.timestamp()));
    }

    private static int millis(long nanos) {
        return (int) (nanos / NANOS_PER_MILLI);
    }
}
