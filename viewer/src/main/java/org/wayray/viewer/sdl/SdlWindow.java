package org.wayray.viewer.sdl;

import static org.lwjgl.sdl.SDLVideo.SDL_WINDOWPOS_CENTERED;
import static org.lwjgl.sdl.SDLVideo.SDL_WINDOW_FULLSCREEN;
import static org.lwjgl.sdl.SDLVideo.SDL_WINDOW_HIGH_PIXEL_DENSITY;
import static org.lwjgl.sdl.SDLVideo.SDL_WINDOW_RESIZABLE;

import org.jspecify.annotations.Nullable;
import org.lwjgl.sdl.SDLError;
import org.lwjgl.sdl.SDLVideo;
import org.lwjgl.sdl.SDL_Rect;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.codec.PixelRect;

/** The viewer's window and what is on it. Confined to the SDL thread. */
final class SdlWindow implements AutoCloseable {
    private static final int DEFAULT_WIDTH = 1280;
    private static final int DEFAULT_HEIGHT = 800;

    private static final Logger log = LoggerFactory.getLogger(SdlWindow.class);

    private final long window;
    private final Canvas canvas;
    private int widthPixels;
    private int heightPixels;
    private float density;
    private boolean fullscreen;

    /** Where the window was before {@link #coverDisplay}, in the window system's units; null if it was not needed. */
    private @Nullable PixelRect uncovered;

    /** @throws ProgramException the window system gives no window, or none that can be drawn to */
    SdlWindow(String title, WindowOptions options, String videoDriver) {
        window = create(title, options);
        if (window == MemoryUtil.NULL) {
            throw unusable();
        }
        if (options.fullscreen()) {
            toggleFullscreen();
        }
        canvas = openCanvas(options.presentation(), videoDriver);
        log.debug("A window by {}, drawn by {}", videoDriver, canvas.description());
        resized();
    }

    private static long create(String title, WindowOptions options) {
        int width = options.width();
        int height = options.height();
        try (var stack = MemoryStack.stackPush()) {
            if (options.followsPicture()) {
                var usable = usableBounds(SDLVideo.SDL_GetPrimaryDisplay(), stack);
                width = Math.min(DEFAULT_WIDTH, usable.w());
                height = Math.min(DEFAULT_HEIGHT, usable.h());
            }
        }
        return SDLVideo.SDL_CreateWindow(title, width, height, SDL_WINDOW_RESIZABLE | SDL_WINDOW_HIGH_PIXEL_DENSITY);
    }

    /** The part of a display that panels leave to windows; without end where the window system does not tell. */
    private static SDL_Rect usableBounds(int display, MemoryStack stack) {
        var usable = SDL_Rect.calloc(stack);
        if (!SDLVideo.SDL_GetDisplayUsableBounds(display, usable) || usable.w() < 1 || usable.h() < 1) {
            usable.set(0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE);
        }
        return usable;
    }

    private Canvas openCanvas(PresentationChoice choice, String videoDriver) {
        boolean surfaces = !videoDriver.equals("wayland");
        boolean gpuWanted = choice == PresentationChoice.GPU
                || !surfaces
                || (choice == PresentationChoice.AUTO && SdlVideo.mayHaveGpu());
        if (gpuWanted) {
            var renderer = RendererCanvas.open(window, surfaces);
            boolean accepted =
                    renderer != null && (choice == PresentationChoice.GPU || !surfaces || !renderer.isSoftware());
            if (renderer != null && accepted) {
                return renderer;
            }
            if (renderer != null) {
                renderer.close();
            }
        }
        Canvas surface = SurfaceCanvas.open(window);
        var opened = surface != null ? surface : RendererCanvas.open(window, surfaces);
        if (opened == null) {
            throw unusable();
        }
        return opened;
    }

    private static ProgramException unusable() {
        return new ProgramException(
                ExitStatus.NO_DISPLAY,
                new Diagnostic(
                        "cannot open a window",
                        "the window system refuses it (SDL: " + SDLError.SDL_GetError() + ")",
                        "try --software or --gpu"));
    }

    Canvas canvas() {
        return canvas;
    }

    /** Physical pixels. */
    int width() {
        return widthPixels;
    }

    /** Physical pixels. */
    int height() {
        return heightPixels;
    }

    /** Physical pixels for each of the units that SDL gives the pointer's place in. */
    float density() {
        return density;
    }

    boolean isFullscreen() {
        return fullscreen;
    }

    void title(String title) {
        SDLVideo.SDL_SetWindowTitle(window, title);
    }

    /** Asks for an inside of so many physical pixels, or as many as the screen has room for, in the middle of the screen. */
    void resize(int width, int height) {
        try (var stack = MemoryStack.stackPush()) {
            var usable = usableBounds(SDLVideo.SDL_GetDisplayForWindow(window), stack);
            SDLVideo.SDL_SetWindowSize(
                    window,
                    Math.min(Math.round(width / density), usable.w()),
                    Math.min(Math.round(height / density), usable.h()));
            SDLVideo.SDL_SetWindowPosition(window, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED);
        }
    }

    /** Between a window and the whole screen. */
    void toggleFullscreen() {
        fullscreen = !fullscreen;
        SDLVideo.SDL_SetWindowFullscreen(window, fullscreen);
        if (fullscreen && !SDLVideo.SDL_SyncWindow(window)) {
            coverDisplay();
        } else if (!fullscreen && uncovered != null) {
            place(uncovered);
            uncovered = null;
        }
    }

    /** Full screen where no window manager runs who could be asked for it: such an X server obeys a plain size. */
    private void coverDisplay() {
        if ((SDLVideo.SDL_GetWindowFlags(window) & SDL_WINDOW_FULLSCREEN) != 0) {
            return;
        }
        try (var stack = MemoryStack.stackPush()) {
            var bounds = SDL_Rect.malloc(stack);
            if (!SDLVideo.SDL_GetDisplayBounds(SDLVideo.SDL_GetDisplayForWindow(window), bounds)) {
                return;
            }
            var x = stack.mallocInt(1);
            var y = stack.mallocInt(1);
            var width = stack.mallocInt(1);
            var height = stack.mallocInt(1);
            SDLVideo.SDL_GetWindowPosition(window, x, y);
            SDLVideo.SDL_GetWindowSize(window, width, height);
            uncovered = new PixelRect(x.get(0), y.get(0), width.get(0), height.get(0));
            place(new PixelRect(bounds.x(), bounds.y(), bounds.w(), bounds.h()));
            SDLVideo.SDL_RaiseWindow(window);
        }
    }

    private void place(PixelRect rect) {
        SDLVideo.SDL_SetWindowPosition(window, rect.x(), rect.y());
        SDLVideo.SDL_SetWindowSize(window, rect.width(), rect.height());
    }

    /** Takes on what the window system made of the size. Returns whether it is another one than before. */
    boolean resized() {
        try (var stack = MemoryStack.stackPush()) {
            var width = stack.mallocInt(1);
            var height = stack.mallocInt(1);
            SDLVideo.SDL_GetWindowSizeInPixels(window, width, height);
            density = Math.max(SDLVideo.SDL_GetWindowPixelDensity(window), 0.1f);
            boolean changed = width.get(0) != widthPixels || height.get(0) != heightPixels;
            widthPixels = width.get(0);
            heightPixels = height.get(0);
            if (changed) {
                canvas.invalidate();
            }
            return changed;
        }
    }

    @Override
    public void close() {
        canvas.close();
        SDLVideo.SDL_DestroyWindow(window);
    }
}
