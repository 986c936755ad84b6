package org.wayray.viewer.sdl;

import org.lwjgl.sdl.SDLMouse;
import org.wayray.viewer.session.Pointer;

/**
 * From SDL's events to the codes of {@code linux/input-event-codes.h}, which name the physical key and button on any system.
 * Stateless.
 */
final class EvdevCodes {
    /** Distance of X11 key codes from evdev's. */
    private static final int X11_OFFSET = 8;

    /**
     * By SDL scancode, which is the usage number of the USB keyboard page up to {@link #FIRST_MODIFIER}; 0 where there is no such
     * key.
     */
    private static final short[] BY_SCANCODE = {
        // 0: nothing, errors; then the letters from A
        0, 0, 0, 0, 30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38,
        // 16: M to Z, 1, 2
        50, 49, 24, 25, 16, 19, 31, 20, 22, 47, 17, 45, 21, 44, 2, 3,
        // 32: 3 to 0, Enter, Escape, Backspace, Tab, space, minus, equals, left bracket
        4, 5, 6, 7, 8, 9, 10, 11, 28, 1, 14, 15, 57, 12, 13, 26,
        // 48: right bracket, backslash (twice), semicolon, apostrophe, grave, comma, dot, slash, Caps Lock, F1 to F6
        27, 43, 43, 39, 40, 41, 51, 52, 53, 58, 59, 60, 61, 62, 63, 64,
        // 64: F7 to F12, Print, Scroll Lock, Pause, Insert, Home, Page Up, Delete, End, Page Down, right
        65, 66, 67, 68, 87, 88, 99, 70, 119, 110, 102, 104, 111, 107, 109, 106,
        // 80: left, down, up, Num Lock, keypad / * - + Enter 1 to 7
        105, 108, 103, 69, 98, 55, 74, 78, 96, 79, 80, 81, 75, 76, 77, 71,
        // 96: keypad 8 9 0 dot, the key beside left Shift, menu, power, keypad =, F13 to F20
        72, 73, 82, 83, 86, 127, 116, 117, 183, 184, 185, 186, 187, 188, 189, 190,
        // 112: F21 to F24, open, help, props, front, stop, again, undo, cut, copy, paste, find, mute
        191, 192, 193, 194, 134, 138, 130, 132, 128, 129, 131, 137, 133, 135, 136, 113,
        // 128: volume up and down, the locking keys (none), keypad comma, keypad =, Ro, Kana, yen, Henkan, Muhenkan, JP
        // comma, -
        115, 114, 0, 0, 0, 121, 117, 89, 93, 124, 92, 94, 95, 0, 0, 0,
        // 144: Hangeul, Hanja, Katakana, Hiragana, Zenkaku
        122, 123, 90, 91, 85,
    };

    private static final int FIRST_MODIFIER = 224;

    /** Left Ctrl, Shift, Alt, Meta; the same on the right. */
    private static final short[] MODIFIERS = {29, 42, 56, 125, 97, 54, 100, 126};

    private static final int FIRST_MEDIA = 257;

    /** Mode, sleep, wake, channel up and down, play, pause, record, forward, rewind, next, previous, stop, eject, play/pause. */
    private static final short[] MEDIA = {
        0, 142, 143, 402, 403, 207, 119, 167, 208, 168, 163, 165, 166, 161, 164,
        // select, then the application keys: new, open, close, exit, save, print, properties, search, home, back,
        // forward,
        // stop, refresh, bookmarks
        0x161, 181, 134, 206, 174, 234, 210, 130, 217, 172, 158, 159, 128, 173, 156,
    };

    private EvdevCodes() {}

    /**
     * The code of a key; 0 for none.
     *
     * @param videoDriver SDL's name of it: X11 and Wayland pass on what the kernel said, others do not
     * @param raw the system's own code, 0 if SDL does not know it
     */
    static int key(String videoDriver, int raw, int scancode) {
        return switch (videoDriver) {
            case "wayland" -> raw != 0 ? raw : key(scancode);
            case "x11" -> raw > X11_OFFSET ? raw - X11_OFFSET : key(scancode);
            default -> key(scancode);
        };
    }

    /** The code of a key at that place of a keyboard; 0 for none. */
    static int key(int scancode) {
        if (scancode >= 0 && scancode < BY_SCANCODE.length) {
            return BY_SCANCODE[scancode];
        }
        int modifier = scancode - FIRST_MODIFIER;
        if (modifier >= 0 && modifier < MODIFIERS.length) {
            return MODIFIERS[modifier];
        }
        int media = scancode - FIRST_MEDIA;
        return media >= 0 && media < MEDIA.length ? MEDIA[media] : 0;
    }

    /** The code of one of SDL's mouse buttons; those past the fifth follow the fifth. */
    static int button(int sdlButton) {
        return switch (sdlButton) {
            case SDLMouse.SDL_BUTTON_LEFT -> Pointer.BTN_LEFT;
            case SDLMouse.SDL_BUTTON_MIDDLE -> Pointer.BTN_MIDDLE;
            case SDLMouse.SDL_BUTTON_RIGHT -> Pointer.BTN_RIGHT;
            case SDLMouse.SDL_BUTTON_X1 -> Pointer.BTN_SIDE;
            case SDLMouse.SDL_BUTTON_X2 -> Pointer.BTN_EXTRA;
            default -> Pointer.BTN_EXTRA + sdlButton - SDLMouse.SDL_BUTTON_X2;
        };
    }
}
