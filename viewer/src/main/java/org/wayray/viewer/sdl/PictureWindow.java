package org.wayray.viewer.sdl;

import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.viewer.session.Pointer;
import org.wayray.viewer.session.RemoteOutput;

/**
 * A window and the output that it shows, or a page of the viewer's own in its place. Draws nothing but what changed. Confined to the
 * SDL thread.
 */
final class PictureWindow implements AutoCloseable {
    private static final int PANEL_MARGIN = 8;

    private final SdlWindow window;
    private final int screen;
    private @Nullable RemoteOutput output;

    /** What is shown instead of the picture; null while the picture is shown. */
    private @Nullable Framebuffer page;

    private @Nullable Framebuffer panel;

    /** In the middle of the window, over everything else; null for none. */
    private @Nullable Framebuffer menu;

    private boolean panelChanged;
    private boolean allDamaged = true;

    /** @param screen the session's number for what is shown here */
    PictureWindow(SdlWindow window, int screen) {
        this.window = window;
        this.screen = screen;
    }

    SdlWindow window() {
        return window;
    }

    /** The session's number for the screen that this window is. */
    int screen() {
        return screen;
    }

    /** The output that is shown; null if the session has none for this window yet. */
    @Nullable
    RemoteOutput output() {
        return output;
    }

    /** Shows that output from now on, or nothing. To be told too when the output has another size. */
    void show(@Nullable RemoteOutput nowShown) {
        output = nowShown;
        allDamaged = true;
    }

    /** Shows a page in place of the picture; null for the picture. */
    void page(@Nullable Framebuffer newPage) {
        page = newPage;
        allDamaged = true;
    }

    /** Lays a panel over the top right corner of the picture; null for none. Nobody writes to it while it is there. */
    void panel(@Nullable Framebuffer newPanel) {
        allDamaged |= newPanel == null;
        panel = newPanel;
        panelChanged = true;
    }

    /** Lays a menu over the middle of the window, whatever it shows; null for none. Nobody writes to it while it is there. */
    void menu(@Nullable Framebuffer newMenu) {
        menu = newMenu;
        allDamaged = true;
    }

    /** What the window showed is gone. */
    void exposed() {
        allDamaged = true;
    }

    /** What the canvas has put into the GPU is gone. */
    void reset() {
        window.canvas().invalidate();
        allDamaged = true;
    }

    /** Takes on what the window system made of the size. Returns whether it is another one than before. */
    boolean resized() {
        boolean changed = window.resized();
        allDamaged |= changed;
        return changed;
    }

    /**
     * The pointer is at that place of the window.
     *
     * @param x in SDL's units
     * @param y in SDL's units
     */
    void point(Pointer pointer, float x, float y, int timeMillis) {
        var under = output;
        if (under != null) {
            var place = place(under.framebuffer());
            pointer.motion(under, x * window.density() - place.left(), y * window.density() - place.top(), timeMillis);
        }
    }

    /** Whether {@link #draw} has anything to do. */
    boolean isDamaged() {
        return allDamaged || panelChanged || (output != null && !output.damage().isEmpty());
    }

    /** Shows the news. */
    void draw() {
        var shown = output;
        var image = page != null ? page : shown == null ? null : shown.framebuffer();
        var canvas = window.canvas();
        if (panelChanged || allDamaged) {
            layPanel();
        }
        if (image == null) {
            canvas.showAll(new Framebuffer(1, 1), Letterbox.cornered(window.width(), window.height(), 1, 1));
        } else if (allDamaged) {
            canvas.showAll(image, place(image));
        } else if (image != page && shown != null) {
            canvas.showDamage(image, place(image), shown.damage());
        }
        allDamaged = false;
    }

    /** The menu if there is one; else the panel, but not over a page about the viewer's own state. */
    private void layPanel() {
        panelChanged = false;
        if (menu != null) {
            int left = (window.width() - menu.width()) / 2;
            int top = (window.height() - menu.height()) / 2;
            window.canvas().overlay(menu, Math.max(0, left), Math.max(0, top));
            return;
        }
        var laid = page != null ? null : panel;
        var shown = output;
        var place = shown == null
                ? Letterbox.cornered(window.width(), window.height(), window.width(), window.height())
                : place(shown.framebuffer());
        int left = place.left() + place.visibleWidth() - (laid == null ? 0 : laid.width()) - PANEL_MARGIN;
        window.canvas().overlay(laid, Math.max(0, left), place.top() + PANEL_MARGIN);
    }

    /** The picture where it lies in the window, black around it. */
    Framebuffer snapshot() {
        var image = new Framebuffer(window.width(), window.height());
        var shown = output;
        if (shown != null) {
            var picture = shown.framebuffer();
            var place = place(picture);
            for (int y = 0; y < place.visibleHeight(); y++) {
                System.arraycopy(
                        picture.pixels(),
                        picture.index(0, y),
                        image.pixels(),
                        image.index(place.left(), place.top() + y),
                        place.visibleWidth());
            }
        }
        return image;
    }

    /**
     * The picture of an output that follows the window stays in its corner while it has another size; one of the session's own size
     * is in the middle.
     */
    private Letterbox place(Framebuffer image) {
        boolean follows = output != null && output.screen() != 0;
        return follows
                ? Letterbox.cornered(window.width(), window.height(), image.width(), image.height())
                : Letterbox.centred(window.width(), window.height(), image.width(), image.height());
    }

    @Override
    public void close() {
        window.close();
    }
}
