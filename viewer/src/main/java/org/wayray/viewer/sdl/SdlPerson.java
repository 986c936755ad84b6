package org.wayray.viewer.sdl;

import org.lwjgl.sdl.SDLEvents;
import org.lwjgl.sdl.SDLInit;
import org.lwjgl.sdl.SDLScancode;
import org.lwjgl.sdl.SDL_Event;
import org.lwjgl.sdl.SDL_MainThreadCallback;
import org.lwjgl.system.MemoryUtil;

/** Whoever sits in front of the viewer, for a rehearsal without a display: gives SDL events as if they came from a window. Any thread. */
public final class SdlPerson {
    private static final int BUTTON_LEFT = 1;

    private static final SDL_MainThreadCallback PUSH = SDL_MainThreadCallback.create(address -> {
        SDLEvents.nSDL_PushEvent(address);
        MemoryUtil.nmemFree(address);
    });

    private SdlPerson() {}

    /** Gives the viewer's window the keyboard. */
    public static void looks() {
        push(SDLEvents.SDL_EVENT_WINDOW_FOCUS_GAINED, event -> {});
    }

    /** Presses or releases a key. */
    public static void presses(boolean down) {
        push(
                down ? SDLEvents.SDL_EVENT_KEY_DOWN : SDLEvents.SDL_EVENT_KEY_UP,
                event -> event.key().scancode(SDLScancode.SDL_SCANCODE_A).down(down));
    }

    /** Moves the pointer, in SDL's units. */
    public static void moves(float x, float y) {
        push(SDLEvents.SDL_EVENT_MOUSE_MOTION, event -> event.motion().x(x).y(y));
    }

    /** Presses or releases the left button there. */
    public static void clicks(float x, float y, boolean down) {
        push(
                down ? SDLEvents.SDL_EVENT_MOUSE_BUTTON_DOWN : SDLEvents.SDL_EVENT_MOUSE_BUTTON_UP,
                event -> event.button().x(x).y(y).button((byte) BUTTON_LEFT).down(down));
    }

    /** Turns the wheel; away from the person is positive. */
    public static void turnsTheWheel(float steps) {
        push(SDLEvents.SDL_EVENT_MOUSE_WHEEL, event -> event.wheel().y(steps));
    }

    /** Closes the viewer's window. */
    public static void leaves() {
        push(SDLEvents.SDL_EVENT_QUIT, event -> {});
    }

    private interface Details {
        void fill(SDL_Event event);
    }

    /** SDL's own thread puts it there, as for a window: input of other threads takes another way through the viewer. */
    private static void push(int type, Details details) {
        var event = SDL_Event.calloc();
        event.type(type);
        details.fill(event);
        SDLInit.SDL_RunOnMainThread(PUSH, event.address(), false);
    }
}
