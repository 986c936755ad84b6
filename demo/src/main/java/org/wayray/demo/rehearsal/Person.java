package org.wayray.demo.rehearsal;

import org.lwjgl.sdl.SDLEvents;
import org.lwjgl.sdl.SDLInit;
import org.lwjgl.sdl.SDLScancode;
import org.lwjgl.sdl.SDL_Event;
import org.lwjgl.sdl.SDL_MainThreadCallback;
import org.lwjgl.system.MemoryUtil;

/** Whoever sits in front of the viewer: gives SDL events as if they came from a window. Any thread. */
final class Person {
    private static final int BUTTON_LEFT = 1;

    private static final SDL_MainThreadCallback PUSH = SDL_MainThreadCallback.create(address -> {
        SDLEvents.nSDL_PushEvent(address);
        MemoryUtil.nmemFree(address);
    });

    private Person() {}

    /** Gives the viewer's window the keyboard. */
    static void looks() {
        push(SDLEvents.SDL_EVENT_WINDOW_FOCUS_GAINED, event -> {});
    }

    static void presses(boolean down) {
        push(
                down ? SDLEvents.SDL_EVENT_KEY_DOWN : SDLEvents.SDL_EVENT_KEY_UP,
                event -> event.key().scancode(SDLScancode.SDL_SCANCODE_A).down(down));
    }

    static void moves(float x, float y) {
        push(SDLEvents.SDL_EVENT_MOUSE_MOTION, event -> event.motion().x(x).y(y));
    }

    static void clicks(float x, float y, boolean down) {
        push(
                down ? SDLEvents.SDL_EVENT_MOUSE_BUTTON_DOWN : SDLEvents.SDL_EVENT_MOUSE_BUTTON_UP,
                event -> event.button().x(x).y(y).button((byte) BUTTON_LEFT).down(down));
    }

    static void turnsTheWheel(float steps) {
        push(SDLEvents.SDL_EVENT_MOUSE_WHEEL, event -> event.wheel().y(steps));
    }

    /** Closes the viewer's window. */
    static void leaves() {
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
