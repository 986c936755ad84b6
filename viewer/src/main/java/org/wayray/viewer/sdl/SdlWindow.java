package org.wayray.viewer.sdl;

import static org.lwjgl.sdl.SDLVideo.SDL_WINDOWPOS_CENTERED;
import static org.lwjgl.sdl.SDLVideo.SDL_WINDOW_FULLSCREEN;
import static org.lwjgl.sdl.SDLVideo.SDL_WINDOW_HIDDEN;
import static org.lwjgl.sdl.SDLVideo.SDL_WINDOW_HIGH_PIXEL_DENSITY;
import static org.lwjgl.sdl.SDLVideo.SDL_WINDOW_RESIZABLE;

import org.jspecify.annotations.Nullable;
import org.lwjgl.sdl.SDLError;
import org.lwjgl.sdl.SDLMouse;
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

/** A window of SDL's: its size, its place and what draws on it. Confined to the SDL thread. */
final class SdlWindow implements AutoCloseable {
    /** Of a scale of 1. */
    private static final int SCALE_UNITS = 120;

    private static final Logger log = LoggerFactory.getLogger(SdlWindow.class);

    private final long window;
    private final Canvas canvas;
    private int widthPixels;
    private int heightPixels;
    private float density = 1;
    private boolean fullscreen;
    private boolean grabbing;

    /** Where the window was before {@link #coverMonitor}, in the window system's units; null if that was not needed. */
    private @Nullable PixelRect uncovered;

    /**
     * Opens one.
     *
     * @param width of its inside in physical pixels, as far as the window system agrees
     * @param monitor where; null leaves that to the window system
     * @param fullscreen whether it covers that monitor
     * @throws ProgramException the window system gives no window, or none that can be drawn to
     */
    SdlWindow(
            String title,
            int width,
            int height,
            @Nullable Monitor monitor,
            boolean fullscreen,
            PresentationChoice presentation,
            String videoDriver) {
        long hidden = monitor == null ? 0 : SDL_WINDOW_HIDDEN;
        window = SDLVideo.SDL_CreateWindow(
                title, width, height, SDL_WINDOW_RESIZABLE | SDL_WINDOW_HIGH_PIXEL_DENSITY | hidden);
        if (window == MemoryUtil.NULL) {
            throw unusable();
        }
        measure();
        if (density != 1) {
            SDLVideo.SDL_SetWindowSize(window, Math.round(width / density), Math.round(height / density));
        }
        if (monitor != null) {
            int centre = SDLVideo.SDL_WINDOWPOS_CENTERED_DISPLAY(monitor.display());
            SDLVideo.SDL_SetWindowPosition(window, centre, centre);
            SDLVideo.SDL_ShowWindow(window);
        }
        if (fullscreen) {
            fullscreen(true, monitor);
        }
        canvas = openCanvas(presentation, videoDriver);
        log.debug("A window by {}, drawn by {}", videoDriver, canvas.description());
        resized();
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

    /** SDL's number for it, as in events. */
    int id() {
        return SDLVideo.SDL_GetWindowID(window);
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

    /** How much larger than usual the person wants things on this window's monitor, in 1/120. */
    int scale120() {
        float scale = SDLVideo.SDL_GetWindowDisplayScale(window);
        return scale > 0 ? Math.max(1, Math.round(scale * SCALE_UNITS)) : SCALE_UNITS;
    }

    /** The monitor that it is on, or most of it; null where the window system does not tell. */
    @Nullable
    Monitor monitor() {
        return Monitor.of(SDLVideo.SDL_GetDisplayForWindow(window));
    }

    boolean isFullscreen() {
        return fullscreen;
    }

    /** Takes the keys that the desk's window manager has a use for as long as the window has the keyboard, or leaves them to it. */
    void grabKeyboard(boolean wanted) {
        if (grabbing != wanted) {
            grabbing = wanted;
            if (!SDLVideo.SDL_SetWindowKeyboardGrab(window, wanted)) {
                log.debug("The keyboard cannot be grabbed: {}", SDLError.SDL_GetError());
            }
        }
    }

    /** Keeps the pointer where it is and hears how it is pushed, as long as the window has the keyboard; or no longer. */
    void lockPointer(boolean wanted) {
        if (SDLMouse.SDL_GetWindowRelativeMouseMode(window) != wanted
                && !SDLMouse.SDL_SetWindowRelativeMouseMode(window, wanted)) {
            log.debug("The pointer cannot be locked: {}", SDLError.SDL_GetError());
        }
    }

    /** Keeps the pointer in a part of the window, in SDL's units, as long as the window has the keyboard; anywhere for null. */
    void confinePointer(@Nullable PixelRect area) {
        if (area == null) {
            SDLVideo.nSDL_SetWindowMouseRect(window, MemoryUtil.NULL);
            return;
        }
        try (var stack = MemoryStack.stackPush()) {
            var rect = SDL_Rect.malloc(stack).set(area.x(), area.y(), area.width(), area.height());
            if (!SDLVideo.SDL_SetWindowMouseRect(window, rect)) {
                log.debug("The pointer cannot be confined: {}", SDLError.SDL_GetError());
            }
        }
    }

    /** Puts the pointer somewhere, in SDL's units. */
    void warpPointer(float x, float y) {
        SDLMouse.SDL_WarpMouseInWindow(window, x, y);
    }

    void title(String title) {
        SDLVideo.SDL_SetWindowTitle(window, title);
    }

    /** Asks for an inside of so many physical pixels, or as many as the monitor has room for, in the middle of the monitor. */
    void resize(int width, int height) {
        if (width == widthPixels && height == heightPixels) {
            return;
        }
        int columns = Math.round(width / density);
        int rows = Math.round(height / density);
        var monitor = monitor();
        if (monitor != null) {
            columns = Math.min(columns, monitor.usable().width());
            rows = Math.min(rows, monitor.usable().height());
        }
        SDLVideo.SDL_SetWindowSize(window, columns, rows);
        SDLVideo.SDL_SetWindowPosition(window, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED);
    }

    /**
     * Covers a monitor, or is a window again.
     *
     * @param on which monitor; null for the one where it is
     */
    void fullscreen(boolean full, @Nullable Monitor on) {
        fullscreen = full;
        var covered = on == null ? monitor() : on;
        if (full && on != null) {
            int centre = SDLVideo.SDL_WINDOWPOS_CENTERED_DISPLAY(on.display());
            SDLVideo.SDL_SetWindowPosition(window, centre, centre);
        }
        SDLVideo.SDL_SetWindowFullscreen(window, full);
        if (full && !SDLVideo.SDL_SyncWindow(window) && covered != null) {
            coverMonitor(covered);
        } else if (!full && uncovered != null) {
            place(uncovered);
            uncovered = null;
        }
    }

    /** Full screen where no window manager runs who could be asked for it: such an X server obeys a plain size. */
    private void coverMonitor(Monitor monitor) {
        if ((SDLVideo.SDL_GetWindowFlags(window) & SDL_WINDOW_FULLSCREEN) != 0) {
            return;
        }
        try (var stack = MemoryStack.stackPush()) {
            var x = stack.mallocInt(1);
            var y = stack.mallocInt(1);
            var width = stack.mallocInt(1);
            var height = stack.mallocInt(1);
            SDLVideo.SDL_GetWindowPosition(window, x, y);
            SDLVideo.SDL_GetWindowSize(window, width, height);
            if (uncovered == null) {
                uncovered = new PixelRect(x.get(0), y.get(0), width.get(0), height.get(0));
            }
            place(monitor.bounds());
            SDLVideo.SDL_RaiseWindow(window);
        }
    }

    private void place(PixelRect rect) {
        SDLVideo.SDL_SetWindowPosition(window, rect.x(), rect.y());
        SDLVideo.SDL_SetWindowSize(window, rect.width(), rect.height());
    }

    /** Takes on what the window system made of the size. Returns whether it is another one than before. */
    boolean resized() {
        boolean changed = measure();
        if (changed) {
            canvas.invalidate();
        }
        return changed;
    }

    private boolean measure() {
        try (var stack = MemoryStack.stackPush()) {
            var width = stack.mallocInt(1);
            var height = stack.mallocInt(1);
            SDLVideo.SDL_GetWindowSizeInPixels(window, width, height);
            density = Math.max(SDLVideo.SDL_GetWindowPixelDensity(window), 0.1f);
            boolean changed = width.get(0) != widthPixels || height.get(0) != heightPixels;
            widthPixels = width.get(0);
            heightPixels = height.get(0);
            return changed;
        }
    }

    /**
     * Closes it. On X11, SDL wakes its thread by a message to the window, on a connection of its own: one that is still under way when
     * the window goes is an error that ends the process. After two round trips the X server has seen it.
     */
    @Override
    public void close() {
        SDLVideo.SDL_SyncWindow(window);
        SDLVideo.SDL_SyncWindow(window);
        canvas.close();
        SDLVideo.SDL_DestroyWindow(window);
    }
}
