package org.wayray.viewer.sdl;

import static org.lwjgl.sdl.SDLPixels.SDL_PIXELFORMAT_ARGB8888;
import static org.lwjgl.sdl.SDLPixels.SDL_PIXELFORMAT_XRGB8888;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lwjgl.sdl.SDLError;
import org.lwjgl.sdl.SDLSurface;
import org.lwjgl.sdl.SDLVideo;
import org.lwjgl.sdl.SDL_Rect;
import org.lwjgl.sdl.SDL_Surface;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;

/**
 * The software way: pixels are copied into memory that the X server shares, and the server is told which parts are new. When
 * SDL says that it is done, they are on the screen.
 */
final class SurfaceCanvas implements Canvas {
    private static final int MAX_RECTS = 64;
    private static final int BLACK = 0xFF000000;

    private static final Logger log = LoggerFactory.getLogger(SurfaceCanvas.class);

    private final long window;
    private final SDL_Rect.Buffer rects = SDL_Rect.calloc(MAX_RECTS + 1);

    /** SDL's memory for the window; null when it has to be asked for. */
    private @Nullable SDL_Surface surface;

    /** Our own memory where the screen's pixels are not 32-bit RGB; SDL converts. */
    private @Nullable SDL_Surface converted;

    /** The memory that is drawn to: of {@link #converted} if there is one. */
    private IntBuffer pixels = IntBuffer.allocate(0);

    private int stride;
    private int width;
    private int height;
    private int[] black = new int[0];

    private @Nullable Framebuffer panel;
    private boolean panelChanged;
    private int panelLeft;
    private int panelTop;

    private SurfaceCanvas(long window) {
        this.window = window;
    }

    /** A canvas on that window; null if this video driver has none of this kind. */
    static @Nullable SurfaceCanvas open(long window) {
        var canvas = new SurfaceCanvas(window);
        if (canvas.acquire()) {
            return canvas;
        }
        canvas.close();
        return null;
    }

    @Override
    public String description() {
        return "software";
    }

    @Override
    public void invalidate() {
        surface = null;
    }

    @Override
    public void overlay(@Nullable Framebuffer newPanel, int left, int top) {
        panel = newPanel;
        panelLeft = left;
        panelTop = top;
        panelChanged = true;
    }

    @Override
    public void showAll(Framebuffer picture, Letterbox place) {
        if (!acquire()) {
            return;
        }
        int left = place.left();
        int top = place.top();
        int columns = Math.min(place.visibleWidth(), width - left);
        int rows = Math.min(place.visibleHeight(), height - top);
        for (int y = 0; y < height; y++) {
            int at = y * stride;
            if (y < top || y >= top + rows || columns <= 0) {
                pixels.put(at, black, 0, width);
            } else {
                pixels.put(at, black, 0, left);
                pixels.put(at + left, picture.pixels(), picture.index(0, y - top), columns);
                pixels.put(at + left + columns, black, 0, width - left - columns);
            }
        }
        drawPanel();
        rects.get(0).set(0, 0, width, height);
        update(1);
    }

    @Override
    public void showDamage(Framebuffer picture, Letterbox place, PixelRegion damage) {
        if (!acquire()) {
            return;
        }
        damage.simplify(MAX_RECTS);
        int left = place.left();
        int top = place.top();
        int count = 0;
        for (int i = 0; i < damage.size(); i++) {
            int columns = Math.min(damage.right(i), width - left) - damage.left(i);
            int rows = Math.min(damage.bottom(i), height - top) - damage.top(i);
            if (columns <= 0 || rows <= 0) {
                continue;
            }
            int x = left + damage.left(i);
            int y = top + damage.top(i);
            for (int row = 0; row < rows; row++) {
                pixels.put(
                        (y + row) * stride + x,
                        picture.pixels(),
                        picture.index(damage.left(i), damage.top(i) + row),
                        columns);
            }
            rects.get(count++).set(x, y, columns, rows);
        }
        var shown = panel;
        if (shown != null && (panelChanged || damage.intersects(coveredBy(shown, place)))) {
            drawPanel();
            int columns = Math.min(shown.width(), width - panelLeft);
            int rows = Math.min(shown.height(), height - panelTop);
            if (columns > 0 && rows > 0) {
                rects.get(count++).set(panelLeft, panelTop, columns, rows);
            }
        }
        if (count > 0) {
            update(count);
        }
    }

    /** The panel's place, in the picture's pixels. */
    private PixelRect coveredBy(Framebuffer shown, Letterbox place) {
        return new PixelRect(panelLeft - place.left(), panelTop - place.top(), shown.width(), shown.height());
    }

    /** The window's memory never goes to the screen between the picture's pixels and these, so nothing flickers. */
    private void drawPanel() {
        panelChanged = false;
        var shown = panel;
        if (shown == null) {
            return;
        }
        int columns = Math.min(shown.width(), width - panelLeft);
        int rows = Math.min(shown.height(), height - panelTop);
        for (int row = 0; row < rows && columns > 0; row++) {
            pixels.put((panelTop + row) * stride + panelLeft, shown.pixels(), shown.index(0, row), columns);
        }
    }

    private void update(int count) {
        var target = surface;
        if (target == null) {
            return;
        }
        rects.position(0).limit(count);
        if (converted != null) {
            for (SDL_Rect rect : rects) {
                SDLSurface.SDL_BlitSurface(converted, rect, target, rect);
            }
        }
        if (!SDLVideo.SDL_UpdateWindowSurfaceRects(window, rects)) {
            log.debug("The window cannot be updated: {}", SDLError.SDL_GetError());
        }
        rects.clear();
    }

    /** Sees to it that there is memory to draw to. */
    private boolean acquire() {
        if (surface != null) {
            return true;
        }
        freeConverted();
        var acquired = SDLVideo.SDL_GetWindowSurface(window);
        if (acquired == null) {
            log.debug("The window has no surface: {}", SDLError.SDL_GetError());
            return false;
        }
        var drawn = acquired;
        if (acquired.format() != SDL_PIXELFORMAT_XRGB8888 && acquired.format() != SDL_PIXELFORMAT_ARGB8888) {
            drawn = SDLSurface.SDL_CreateSurface(acquired.w(), acquired.h(), SDL_PIXELFORMAT_XRGB8888);
            converted = drawn;
        }
        ByteBuffer memory = drawn == null ? null : drawn.pixels();
        if (drawn == null || memory == null) {
            log.debug("The window's surface has no memory: {}", SDLError.SDL_GetError());
            return false;
        }
        surface = acquired;
        width = drawn.w();
        height = drawn.h();
        stride = drawn.pitch() / Integer.BYTES;
        pixels = memory.order(ByteOrder.nativeOrder()).asIntBuffer();
        if (black.length < width) {
            black = new int[width];
            Arrays.fill(black, BLACK);
        }
        return true;
    }

    private void freeConverted() {
        if (converted != null) {
            SDLSurface.SDL_DestroySurface(converted);
            converted = null;
        }
    }

    @Override
    public void close() {
        freeConverted();
        rects.free();
        SDLVideo.SDL_DestroyWindowSurface(window);
    }
}
