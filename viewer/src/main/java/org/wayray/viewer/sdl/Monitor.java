package org.wayray.viewer.sdl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lwjgl.sdl.SDLStdinc;
import org.lwjgl.sdl.SDLVideo;
import org.lwjgl.sdl.SDL_Rect;
import org.lwjgl.system.MemoryStack;
import org.wayray.codec.PixelRect;

/**
 * A monitor as SDL tells of it just now. Immutable; asked for on the SDL thread.
 *
 * @param display SDL's number for it, which stays while it is plugged in
 * @param bounds in the window system's units
 * @param usable the part of it that panels leave to windows
 * @param refreshMilliHertz 0 if that is unknown
 * @param name as the window system has it; may be empty
 */
record Monitor(int display, PixelRect bounds, PixelRect usable, int refreshMilliHertz, String name) {
    /** All there are, in the window system's order; none where it does not tell. */
    static List<Monitor> all() {
        var monitors = new ArrayList<Monitor>();
        var displays = SDLVideo.SDL_GetDisplays();
        if (displays != null) {
            for (int i = 0; i < displays.limit(); i++) {
                var monitor = of(displays.get(i));
                if (monitor != null) {
                    monitors.add(monitor);
                }
            }
            SDLStdinc.SDL_free(displays);
        }
        return monitors;
    }

    /** The one of that number; null if there is none. */
    static @Nullable Monitor of(int display) {
        try (var stack = MemoryStack.stackPush()) {
            var rect = SDL_Rect.calloc(stack);
            if (!SDLVideo.SDL_GetDisplayBounds(display, rect) || rect.w() < 1 || rect.h() < 1) {
                return null;
            }
            var bounds = new PixelRect(rect.x(), rect.y(), rect.w(), rect.h());
            var usable = bounds;
            if (SDLVideo.SDL_GetDisplayUsableBounds(display, rect) && rect.w() > 0 && rect.h() > 0) {
                usable = new PixelRect(rect.x(), rect.y(), rect.w(), rect.h());
            }
            var mode = SDLVideo.SDL_GetCurrentDisplayMode(display);
            var name = SDLVideo.SDL_GetDisplayName(display);
            return new Monitor(
                    display,
                    bounds,
                    usable,
                    mode == null ? 0 : Math.max(0, Math.round(mode.refresh_rate() * 1000)),
                    name == null ? "" : name);
        }
    }
}
