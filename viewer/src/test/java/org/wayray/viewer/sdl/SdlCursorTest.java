package org.wayray.viewer.sdl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lwjgl.sdl.SDLMouse;
import org.wayray.protocol.v1.CursorDefault.Shape;

class SdlCursorTest {
    @Test
    void premultipliedColoursBecomeStraight() {
        assertThat(SdlCursor.straight(0xFF123456)).isEqualTo(0xFF123456);
        assertThat(SdlCursor.straight(0x00000000)).isEqualTo(0);
        assertThat(SdlCursor.straight(0x80804000)).isEqualTo(0x80FF8000);
    }

    @Test
    void namedShapesAreThoseOfTheSystem() {
        assertThat(SdlCursor.system(Shape.TEXT)).isEqualTo(SDLMouse.SDL_SYSTEM_CURSOR_TEXT);
        assertThat(SdlCursor.system(Shape.UNRECOGNIZED)).isEqualTo(SDLMouse.SDL_SYSTEM_CURSOR_DEFAULT);
    }

    @Test
    void aColourBrighterThanItsAlphaIsCut() {
        assertThat(SdlCursor.straight(0x10FF0000)).isEqualTo(0x10FF0000);
    }
}
