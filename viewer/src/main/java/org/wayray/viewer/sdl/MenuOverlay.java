package org.wayray.viewer.sdl;

import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_KEY_DOWN;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_MOUSE_BUTTON_DOWN;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_MOUSE_BUTTON_UP;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_MOUSE_MOTION;
import static org.lwjgl.sdl.SDLEvents.SDL_EVENT_MOUSE_WHEEL;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lwjgl.sdl.SDLKeycode;
import org.lwjgl.sdl.SDLScancode;
import org.lwjgl.sdl.SDL_Event;
import org.lwjgl.sdl.SDL_KeyboardEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.codec.Framebuffer;
import org.wayray.viewer.menu.MenuLayout;
import org.wayray.viewer.menu.MenuPage;
import org.wayray.viewer.menu.MenuPainter;
import org.wayray.viewer.menu.ViewerMenu;
import org.wayray.viewer.session.ViewerLoop;

/**
 * The menu on the screen: in the middle of the window while it is open, with the keyboard and the pointer for itself. Confined to the
 * SDL thread, but for the drawing, which has threads of its own.
 */
final class MenuOverlay {
    private static final String FOOTER = "Nothing typed here reaches the session.  Ctrl+Alt+Home or Esc goes back.";

    private static final double UNITS_PER_SCALE = 120;

    private static final Logger log = LoggerFactory.getLogger(MenuOverlay.class);

    private final ViewerMenu menu;
    private final ViewerLoop loop;
    private final String title;
    /** Over which it is open; null while it is closed. */
    private @Nullable PictureWindow window;

    private boolean drawing;
    private boolean drawAgain;

    /** Where a button went down; -1 for nowhere. */
    private int pressedRow = -1;

    /** @param title the heading */
    MenuOverlay(ViewerMenu menu, ViewerLoop loop, String title) {
        this.menu = menu;
        this.loop = loop;
        this.title = title;
    }

    /** Whether that is the key that opens the menu and so frees keyboard and pointer. */
    static boolean isLeaveKey(SDL_KeyboardEvent key) {
        return key.scancode() == SDLScancode.SDL_SCANCODE_HOME
                && (key.mod() & SDLKeycode.SDL_KMOD_CTRL) != 0
                && (key.mod() & SDLKeycode.SDL_KMOD_ALT) != 0;
    }

    /** Opens it over that window. */
    void open(PictureWindow over) {
        window = over;
        menu.open();
    }

    /** There are other windows or they have other sizes. */
    void windowsChanged(List<PictureWindow> windows) {
        if (window != null && !windows.contains(window)) {
            window = null;
            menu.close();
        }
        draw();
    }

    /** The menu has opened or closed. */
    void turned() {
        pressedRow = -1;
        if (menu.isOpen()) {
            draw();
        } else if (window != null) {
            window.menu(null);
            window = null;
        }
    }

    /** Takes what the person does while the menu is open. Returns whether the event was for it. */
    boolean takes(SDL_Event event) {
        if (!menu.isOpen()) {
            return false;
        }
        switch (event.type()) {
            case SDL_EVENT_KEY_DOWN -> key(event.key());
            case SDL_EVENT_MOUSE_MOTION ->
                point(event.motion().x(), event.motion().y());
            case SDL_EVENT_MOUSE_BUTTON_DOWN -> {
                var button = event.button();
                pressedRow = rowAt(button.x(), button.y());
                if (!isInside(button.x(), button.y())) {
                    menu.close();
                }
            }
            case SDL_EVENT_MOUSE_BUTTON_UP ->
                release(event.button().x(), event.button().y());
            case SDL_EVENT_MOUSE_WHEEL -> {
                menu.move(-Math.round(Math.signum(event.wheel().y())));
                draw();
            }
            default -> {
                return SdlInput.isInput(event.type()) && !SdlInput.isFocus(event.type());
            }
        }
        return true;
    }

    private void key(SDL_KeyboardEvent key) {
        if (isLeaveKey(key)) {
            if (!key.repeat()) {
                menu.close();
            }
            return;
        }
        boolean shift = (key.mod() & SDLKeycode.SDL_KMOD_SHIFT) != 0;
        switch (key.scancode()) {
            case SDLScancode.SDL_SCANCODE_ESCAPE -> menu.close();
            case SDLScancode.SDL_SCANCODE_UP -> menu.move(-1);
            case SDLScancode.SDL_SCANCODE_DOWN -> menu.move(1);
            case SDLScancode.SDL_SCANCODE_TAB -> menu.move(shift ? -1 : 1);
            case SDLScancode.SDL_SCANCODE_HOME -> menu.select(0);
            case SDLScancode.SDL_SCANCODE_END -> menu.select(menu.size() - 1);
            case SDLScancode.SDL_SCANCODE_LEFT -> menu.change(-1);
            case SDLScancode.SDL_SCANCODE_RIGHT -> menu.change(1);
            case SDLScancode.SDL_SCANCODE_RETURN, SDLScancode.SDL_SCANCODE_KP_ENTER, SDLScancode.SDL_SCANCODE_SPACE -> {
                if (!key.repeat()) {
                    menu.choose();
                }
            }
            default -> {}
        }
        draw();
    }

    private void point(float x, float y) {
        if (menu.select(rowAt(x, y))) {
            draw();
        }
    }

    private void release(float x, float y) {
        int row = rowAt(x, y);
        if (row >= 0 && row == pressedRow) {
            menu.select(row);
            menu.choose();
            draw();
        }
        pressedRow = -1;
    }

    private int rowAt(float x, float y) {
        var over = window;
        return over == null ? -1 : layout(over).rowAt(column(over, x), row(over, y));
    }

    private boolean isInside(float x, float y) {
        var over = window;
        if (over == null) {
            return false;
        }
        double column = column(over, x);
        double row = row(over, y);
        var layout = layout(over);
        return column >= 0 && row >= 0 && column < layout.width() && row < layout.height();
    }

    /** From SDL's units in the window to pixels of the menu. */
    private double column(PictureWindow over, float x) {
        int left = (over.window().width() - layout(over).width()) / 2;
        return x * over.window().density() - Math.max(0, left);
    }

    private double row(PictureWindow over, float y) {
        int top = (over.window().height() - layout(over).height()) / 2;
        return y * over.window().density() - Math.max(0, top);
    }

    private MenuLayout layout(PictureWindow over) {
        var on = over.window();
        return MenuLayout.fit(on.scale120() / UNITS_PER_SCALE, menu.size(), on.width(), on.height());
    }

    // ---- drawing

    /** Draws in the background what the menu says now; while that lasts, only the newest state waits. */
    private void draw() {
        var over = window;
        if (!menu.isOpen() || over == null) {
            return;
        }
        if (drawing) {
            drawAgain = true;
            return;
        }
        drawing = true;
        var page = menu.page(title);
        var layout = layout(over);
        Thread.ofPlatform().daemon().name("menu").start(() -> paint(page, layout));
    }

    private void paint(MenuPage page, MenuLayout layout) {
        Framebuffer made = null;
        try {
            made = MenuPainter.paint(page, FOOTER, layout);
        } catch (RuntimeException | LinkageError | InternalError e) {
            // a Java without fonts throws any of these; the menu works blindly then
            log.warn("The menu cannot be drawn: {}", e.toString());
        }
        var drawn = made;
        loop.execute(() -> drawn(drawn));
    }

    private void drawn(@Nullable Framebuffer made) {
        drawing = false;
        if (drawAgain) {
            drawAgain = false;
            draw();
        }
        if (made != null && window != null) {
            window.menu(made);
        }
    }
}
