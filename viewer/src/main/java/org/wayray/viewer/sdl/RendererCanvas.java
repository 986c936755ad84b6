package org.wayray.viewer.sdl;

import static org.lwjgl.sdl.SDLPixels.SDL_PIXELFORMAT_XRGB8888;
import static org.lwjgl.sdl.SDLRender.SDL_TEXTUREACCESS_STREAMING;

import java.nio.IntBuffer;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lwjgl.sdl.SDLError;
import org.lwjgl.sdl.SDLRender;
import org.lwjgl.sdl.SDLSurface;
import org.lwjgl.sdl.SDLVideo;
import org.lwjgl.sdl.SDL_FRect;
import org.lwjgl.sdl.SDL_Rect;
import org.lwjgl.sdl.SDL_Texture;
import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRegion;

/**
 * The GPU's way: the picture is a texture, of which only what changed is sent to the GPU; the window is drawn from it anew.
 */
final class RendererCanvas implements Canvas {
    private static final int MAX_RECTS = 64;
    private static final int GL_RENDERER = 0x1F01;

    private static final Logger log = LoggerFactory.getLogger(RendererCanvas.class);

    private final long renderer;
    private final String name;
    private final SDL_Rect rect = SDL_Rect.calloc();
    private final SDL_FRect place = SDL_FRect.calloc();
    private @Nullable SDL_Texture texture;
    private int textureWidth;
    private int textureHeight;

    private @Nullable Framebuffer panel;
    private boolean panelChanged;
    private int panelLeft;
    private int panelTop;
    private @Nullable SDL_Texture panelTexture;

    private RendererCanvas(long renderer, String name) {
        this.renderer = renderer;
        this.name = name;
    }

    /**
     * A canvas on that window, by whatever renderer SDL finds; null if it finds none.
     *
     * @param waitForRefresh whether to show pictures at the screen's refresh only: needed against tearing, unless a compositor sees
     *     to that anyhow; then waiting would only make each picture older
     */
    static @Nullable RendererCanvas open(long window, boolean waitForRefresh) {
        long renderer = SDLRender.nSDL_CreateRenderer(window, MemoryUtil.NULL);
        if (renderer == MemoryUtil.NULL) {
            log.debug("There is no renderer for the window: {}", SDLError.SDL_GetError());
            return null;
        }
        SDLRender.SDL_SetRenderVSync(renderer, waitForRefresh ? 1 : 0);
        return new RendererCanvas(renderer, deviceName(renderer));
    }

    /** Whether the pixels are in truth moved by the CPU: then the software way is many times faster. */
    boolean isSoftware() {
        var lower = name.toLowerCase(Locale.ROOT);
        return Stream.of("software", "llvmpipe", "softpipe", "swrast", "swiftshader", "lavapipe")
                .anyMatch(lower::contains);
    }

    @Override
    public String description() {
        return name;
    }

    @Override
    public void invalidate() {
        if (texture != null) {
            SDLRender.SDL_DestroyTexture(texture);
            texture = null;
        }
        dropPanelTexture();
    }

    private void dropPanelTexture() {
        if (panelTexture != null) {
            SDLRender.SDL_DestroyTexture(panelTexture);
            panelTexture = null;
        }
    }

    @Override
    public void overlay(@Nullable Framebuffer newPanel, int left, int top) {
        var before = panel;
        if (before == null
                || newPanel == null
                || before.width() != newPanel.width()
                || before.height() != newPanel.height()) {
            dropPanelTexture();
        }
        panel = newPanel;
        panelLeft = left;
        panelTop = top;
        panelChanged = true;
    }

    @Override
    public void showAll(Framebuffer picture, Letterbox letterbox) {
        if (!acquireTexture(picture)) {
            return;
        }
        upload(texture, picture, 0, 0, picture.width(), picture.height());
        draw(letterbox);
    }

    @Override
    public void showDamage(Framebuffer picture, Letterbox letterbox, PixelRegion damage) {
        if (texture == null || textureWidth != picture.width() || textureHeight != picture.height()) {
            showAll(picture, letterbox);
            return;
        }
        damage.simplify(MAX_RECTS);
        for (int i = 0; i < damage.size(); i++) {
            int x = damage.left(i);
            int y = damage.top(i);
            upload(texture, picture, x, y, damage.right(i) - x, damage.bottom(i) - y);
        }
        draw(letterbox);
    }

    private void upload(@Nullable SDL_Texture target, Framebuffer picture, int x, int y, int columns, int rows) {
        if (target == null) {
            return;
        }
        rect.set(x, y, columns, rows);
        try (var stack = MemoryStack.stackPush()) {
            var address = stack.mallocPointer(1);
            var pitch = stack.mallocInt(1);
            if (!SDLRender.SDL_LockTexture(target, rect, address, pitch)) {
                log.debug("The texture cannot be written: {}", SDLError.SDL_GetError());
                return;
            }
            int stride = pitch.get(0) / Integer.BYTES;
            IntBuffer memory = MemoryUtil.memIntBuffer(address.get(0), stride * (rows - 1) + columns);
            for (int row = 0; row < rows; row++) {
                memory.put(row * stride, picture.pixels(), picture.index(x, y + row), columns);
            }
            SDLRender.SDL_UnlockTexture(target);
        }
    }

    private void draw(Letterbox letterbox) {
        var drawn = texture;
        if (drawn == null) {
            return;
        }
        place.set(letterbox.left(), letterbox.top(), letterbox.pictureWidth(), letterbox.pictureHeight());
        SDLRender.SDL_SetRenderDrawColor(renderer, (byte) 0, (byte) 0, (byte) 0, (byte) 0xFF);
        SDLRender.SDL_RenderClear(renderer);
        SDLRender.SDL_RenderTexture(renderer, drawn, null, place);
        drawPanel();
        if (!SDLRender.SDL_RenderPresent(renderer)) {
            log.debug("The window cannot be drawn: {}", SDLError.SDL_GetError());
        }
    }

    private void drawPanel() {
        var shown = panel;
        if (shown == null) {
            return;
        }
        if (panelTexture == null) {
            panelTexture = SDLRender.SDL_CreateTexture(
                    renderer, SDL_PIXELFORMAT_XRGB8888, SDL_TEXTUREACCESS_STREAMING, shown.width(), shown.height());
            panelChanged = true;
        }
        if (panelTexture != null) {
            if (panelChanged) {
                upload(panelTexture, shown, 0, 0, shown.width(), shown.height());
                panelChanged = false;
            }
            place.set(panelLeft, panelTop, shown.width(), shown.height());
            SDLRender.SDL_RenderTexture(renderer, panelTexture, null, place);
        }
    }

    private boolean acquireTexture(Framebuffer picture) {
        if (texture != null && textureWidth == picture.width() && textureHeight == picture.height()) {
            return true;
        }
        invalidate();
        var made = SDLRender.SDL_CreateTexture(
                renderer, SDL_PIXELFORMAT_XRGB8888, SDL_TEXTUREACCESS_STREAMING, picture.width(), picture.height());
        if (made == null) {
            log.warn(
                    "The GPU has no room for {}x{} pixels: {}",
                    picture.width(),
                    picture.height(),
                    SDLError.SDL_GetError());
            return false;
        }
        SDLRender.SDL_SetTextureScaleMode(made, SDLSurface.SDL_SCALEMODE_NEAREST);
        texture = made;
        textureWidth = picture.width();
        textureHeight = picture.height();
        return true;
    }

    /** The renderer's name, with that of the device behind it where OpenGL tells. */
    private static String deviceName(long renderer) {
        var api = String.valueOf(SDLRender.SDL_GetRendererName(renderer));
        if (!api.startsWith("opengl")) {
            return api;
        }
        long getString = SDLVideo.SDL_GL_GetProcAddress("glGetString");
        if (getString == MemoryUtil.NULL) {
            return api;
        }
        var device = MemoryUtil.memASCIISafe(JNI.callP(GL_RENDERER, getString));
        return device == null ? api : api + " on " + device;
    }

    @Override
    public void close() {
        invalidate();
        rect.free();
        place.free();
        SDLRender.SDL_DestroyRenderer(renderer);
    }
}
