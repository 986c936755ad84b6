package org.wayray.viewer.sdl;

import static org.lwjgl.sdl.SDLPixels.SDL_PIXELFORMAT_ARGB8888;

import org.lwjgl.sdl.SDLError;
import org.lwjgl.sdl.SDLMouse;
import org.lwjgl.sdl.SDLSurface;
import org.lwjgl.system.MemoryUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.protocol.v1.CursorDefault.Shape;
import org.wayray.viewer.session.CursorShape;

/** The pointer over the window; drawn by the window system, so that it never lags. Confined to the SDL thread. */
final class SdlCursor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SdlCursor.class);

    /** The cursor made from the last image; 0 for none. */
    private long made = MemoryUtil.NULL;

    /** Makes the pointer look like that. */
    void show(CursorShape shape) {
        switch (shape) {
            case CursorShape.Hidden ignored -> SDLMouse.SDL_HideCursor();
            case CursorShape.Default ignored -> replace(MemoryUtil.NULL);
            case CursorShape.Named named -> replace(SDLMouse.SDL_CreateSystemCursor(system(named.shape())));
            case CursorShape.Image image -> {
                long cursor = create(image);
                if (cursor == MemoryUtil.NULL) {
                    log.debug("The pointer cannot be set: {}", SDLError.SDL_GetError());
                }
                replace(cursor);
            }
        }
    }

    /** The system's cursor that comes nearest to a shape. */
    static int system(Shape shape) {
        return switch (shape) {
            case DEFAULT, CONTEXT_MENU, HELP, ALIAS, COPY, ZOOM_IN, ZOOM_OUT, DND_ASK, UNRECOGNIZED ->
                SDLMouse.SDL_SYSTEM_CURSOR_DEFAULT;
            case POINTER, GRAB -> SDLMouse.SDL_SYSTEM_CURSOR_POINTER;
            case PROGRESS -> SDLMouse.SDL_SYSTEM_CURSOR_PROGRESS;
            case WAIT -> SDLMouse.SDL_SYSTEM_CURSOR_WAIT;
            case CELL, CROSSHAIR -> SDLMouse.SDL_SYSTEM_CURSOR_CROSSHAIR;
            case TEXT, VERTICAL_TEXT -> SDLMouse.SDL_SYSTEM_CURSOR_TEXT;
            case MOVE, GRABBING, ALL_SCROLL, ALL_RESIZE -> SDLMouse.SDL_SYSTEM_CURSOR_MOVE;
            case NO_DROP, NOT_ALLOWED -> SDLMouse.SDL_SYSTEM_CURSOR_NOT_ALLOWED;
            case E_RESIZE -> SDLMouse.SDL_SYSTEM_CURSOR_E_RESIZE;
            case N_RESIZE -> SDLMouse.SDL_SYSTEM_CURSOR_N_RESIZE;
            case NE_RESIZE -> SDLMouse.SDL_SYSTEM_CURSOR_NE_RESIZE;
            case NW_RESIZE -> SDLMouse.SDL_SYSTEM_CURSOR_NW_RESIZE;
            case S_RESIZE -> SDLMouse.SDL_SYSTEM_CURSOR_S_RESIZE;
            case SE_RESIZE -> SDLMouse.SDL_SYSTEM_CURSOR_SE_RESIZE;
            case SW_RESIZE -> SDLMouse.SDL_SYSTEM_CURSOR_SW_RESIZE;
            case W_RESIZE -> SDLMouse.SDL_SYSTEM_CURSOR_W_RESIZE;
            case EW_RESIZE, COL_RESIZE -> SDLMouse.SDL_SYSTEM_CURSOR_EW_RESIZE;
            case NS_RESIZE, ROW_RESIZE -> SDLMouse.SDL_SYSTEM_CURSOR_NS_RESIZE;
            case NESW_RESIZE -> SDLMouse.SDL_SYSTEM_CURSOR_NESW_RESIZE;
            case NWSE_RESIZE -> SDLMouse.SDL_SYSTEM_CURSOR_NWSE_RESIZE;
        };
    }

    private void replace(long cursor) {
        SDLMouse.SDL_SetCursor(cursor == MemoryUtil.NULL ? SDLMouse.SDL_GetDefaultCursor() : cursor);
        SDLMouse.SDL_ShowCursor();
        if (made != MemoryUtil.NULL) {
            SDLMouse.SDL_DestroyCursor(made);
        }
        made = cursor;
    }

    private static long create(CursorShape.Image image) {
        int stride = image.width() * Integer.BYTES;
        var pixels = MemoryUtil.memAlloc(stride * image.height());
        try {
            var ints = pixels.asIntBuffer();
            for (int i = 0; i < image.argb().length; i++) {
                ints.put(i, straight(image.argb()[i]));
            }
            var surface = SDLSurface.SDL_CreateSurfaceFrom(
                    image.width(), image.height(), SDL_PIXELFORMAT_ARGB8888, pixels, stride);
            if (surface == null) {
                return MemoryUtil.NULL;
            }
            long cursor = SDLMouse.SDL_CreateColorCursor(surface, image.hotX(), image.hotY());
            SDLSurface.SDL_DestroySurface(surface);
            return cursor;
        } finally {
            MemoryUtil.memFree(pixels);
        }
    }

    /** From colours premultiplied by alpha, as they travel, to those that SDL wants. */
    static int straight(int argb) {
        int alpha = argb >>> 24;
        if (alpha == 0 || alpha == 255) {
            return argb;
        }
        return alpha << 24
                | straight(argb >> 16 & 0xFF, alpha) << 16
                | straight(argb >> 8 & 0xFF, alpha) << 8
                | straight(argb & 0xFF, alpha);
    }

    private static int straight(int premultiplied, int alpha) {
        return Math.min(255, (premultiplied * 255 + alpha / 2) / alpha);
    }

    @Override
    public void close() {
        replace(MemoryUtil.NULL);
    }
}
