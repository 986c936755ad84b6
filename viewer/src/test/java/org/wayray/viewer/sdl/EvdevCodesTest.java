package org.wayray.viewer.sdl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lwjgl.sdl.SDLScancode;

class EvdevCodesTest {
    @Test
    void waylandPassesOnTheKernelsCodeAndX11AddsEight() {
        assertThat(EvdevCodes.key("wayland", 30, SDLScancode.SDL_SCANCODE_Q)).isEqualTo(30);
        assertThat(EvdevCodes.key("x11", 38, SDLScancode.SDL_SCANCODE_Q)).isEqualTo(30);
        assertThat(EvdevCodes.key("x11", 0, SDLScancode.SDL_SCANCODE_Q)).isEqualTo(16);
        assertThat(EvdevCodes.key("cocoa", 12, SDLScancode.SDL_SCANCODE_Q)).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 30", // A
        "29, 44", // Z
        "30, 2", // 1
        "39, 11", // 0
        "40, 28", // Enter
        "41, 1", // Escape
        "42, 14", // Backspace
        "43, 15", // Tab
        "44, 57", // space
        "56, 53", // slash
        "57, 58", // Caps Lock
        "58, 59", // F1
        "69, 88", // F12
        "70, 99", // Print
        "73, 110", // Insert
        "78, 109", // Page Down
        "79, 106", // right
        "82, 103", // up
        "83, 69", // Num Lock
        "88, 96", // keypad Enter
        "98, 82", // keypad 0
        "99, 83", // keypad dot
        "100, 86", // the key beside left Shift
        "101, 127", // menu
        "104, 183", // F13
        "115, 194", // F24
        "127, 113", // mute
        "129, 114", // volume down
        "135, 89", // Ro
        "139, 94", // Muhenkan
        "144, 122", // Hangeul
        "148, 85", // Zenkaku
        "224, 29", // left Ctrl
        "230, 100", // right Alt
        "231, 126", // right Meta
        "258, 142", // sleep
        "267, 163", // next track
        "271, 164", // play/pause
        "280, 217", // search
        "286, 156", // bookmarks
        "0, 0", // unknown
        "200, 0", // a key that Linux has no code for
        "511, 0",
        "-1, 0"
    })
    void scancodesAreTranslatedByTheirPlaceOnTheKeyboard(int scancode, int code) {
        assertThat(EvdevCodes.key(scancode)).isEqualTo(code);
    }

    @Test
    void buttonsBeyondTheFifthFollowIt() {
        assertThat(EvdevCodes.button(4)).isEqualTo(0x113);
        assertThat(EvdevCodes.button(5)).isEqualTo(0x114);
        assertThat(EvdevCodes.button(6)).isEqualTo(0x115);
    }
}
