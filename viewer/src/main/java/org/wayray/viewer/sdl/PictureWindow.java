package org.wayray.viewer.sdl;

import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.protocol.v1.PointerHold;
import org.wayray.viewer.session.Pointer;
import org.wayray.viewer.session.RemoteOutput;

/**
 * A window and the output that it shows, or a page of the viewer's own in its place. Draws nothing but what changed. Confined to the
 * SDL thread.
 */
final class PictureWindow implements AutoCloseable {
    private static final int PANEL_MARGIN = 8;
    private static final double UNITS_PER_PIXEL = 256;

    private final SdlWindow window;
    private final int screen;
    private final boolean scalesToFit;
    private int monitor;
    private @Nullable RemoteOutput output;

    /** The picture in the size that it is shown in, while that is another one. */
    private @Nullable ScaledPicture scaled;

    /** What is shown instead of the picture; null while the picture is shown. */
    private @Nullable Framebuffer page;

    private @Nullable Framebuffer panel;

    /** In the middle of the window, over everything else; null for none. */
    private @Nullable Framebuffer menu;

    private boolean panelChanged;
    private boolean allDamaged = true;

    /**
     * @param screen the session's number for what is shown here
     * @param scalesToFit whether the picture is made as large as the window has room for
     */
    PictureWindow(SdlWindow window, int screen, boolean scalesToFit) {
        this.window = window;
        this.screen = screen;
        this.scalesToFit = scalesToFit;
    }

    SdlWindow window() {
        return window;
    }

    /** The session's number for the screen that this window is. */
    int screen() {
        return screen;
    }

    /** Covers a monitor that is assigned to it. */
    void cover(Monitor assigned) {
        monitor = assigned.display();
        window.fullscreen(true, assigned);
    }

    /** Is a window again. */
    void uncover() {
        monitor = 0;
        window.fullscreen(false, null);
    }

    /** SDL's number of the monitor that is assigned to it; 0 for none. */
    int monitor() {
        return monitor;
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
            var fitted = fitted(under);
            var place = place(fittedImage(under));
            double column = x * window.density() - place.left();
            double row = y * window.density() - place.top();
            pointer.motion(
                    under,
                    fitted == null ? column : fitted.columns().toPicture(column),
                    fitted == null ? row : fitted.rows().toPicture(row),
                    timeMillis);
        }
    }

    /**
     * The pointer was pushed over the window while it is locked.
     *
     * @param dx in SDL's units
     * @param dy in SDL's units
     */
    void push(Pointer pointer, float dx, float dy, int timeMillis) {
        var under = output;
        if (under != null) {
            var fitted = fitted(under);
            double columns = dx * window.density();
            double rows = dy * window.density();
            pointer.push(
                    fitted == null ? columns : fitted.columns().toPictureWay(columns),
                    fitted == null ? rows : fitted.rows().toPictureWay(rows),
                    timeMillis);
        }
    }

    /** Does with the pointer what the session wants to be done with it, as far as it is about this window's output. */
    void hold(PointerHold hold) {
        var shown = output;
        var mode = shown != null && shown.id() == hold.getOutput() ? hold.getMode() : PointerHold.Mode.NONE;
        window.lockPointer(mode == PointerHold.Mode.LOCKED);
        window.confinePointer(mode == PointerHold.Mode.CONFINED && shown != null ? area(hold, shown) : null);
    }

    /** The part of the window that a confined pointer must not leave, in SDL's units; never empty. */
    private PixelRect area(PointerHold hold, RemoteOutput shown) {
        var wanted = PixelRect.clamped(
                        hold.getAreaX(),
                        hold.getAreaY(),
                        Math.max(0, hold.getAreaWidth()),
                        Math.max(0, hold.getAreaHeight()))
                .intersection(shown.framebuffer().bounds());
        var fitted = fitted(shown);
        if (fitted != null && !wanted.isEmpty()) {
            wanted = fitted.pointedAt(wanted);
        }
        var place = place(fittedImage(shown));
        var visible = new PixelRect(0, 0, place.visibleWidth(), place.visibleHeight());
        var reachable = wanted.intersection(visible);
        var pixels = (reachable.isEmpty() ? visible : reachable).translated(place.left(), place.top());
        float density = window.density();
        return new PixelRect(
                Math.round(pixels.x() / density),
                Math.round(pixels.y() / density),
                Math.max(1, Math.round(pixels.width() / density)),
                Math.max(1, Math.round(pixels.height() / density)));
    }

    /** Puts the pointer where the session says it is, if that is a place of this window's output. */
    void warp(PointerHold hold) {
        var shown = output;
        if (shown != null && shown.id() == hold.getOutput()) {
            var fitted = fitted(shown);
            double x = hold.getX() / UNITS_PER_PIXEL;
            double y = hold.getY() / UNITS_PER_PIXEL;
            double column = fitted == null ? x : fitted.columns().toShown(x);
            double row = fitted == null ? y : fitted.rows().toShown(y);
            var place = place(fittedImage(shown));
            if (column >= 0 && row >= 0 && column < place.visibleWidth() && row < place.visibleHeight()) {
                float density = window.density();
                window.warpPointer((float) (column + place.left()) / density, (float) (row + place.top()) / density);
            }
        }
    }

    /** Whether {@link #draw} has anything to do. */
    boolean isDamaged() {
        return allDamaged || panelChanged || (output != null && !output.damage().isEmpty());
    }

    /** Shows the news. */
    void draw() {
        if (panelChanged || allDamaged) {
            layPanel();
        }
        if (page != null) {
            if (allDamaged) {
                window.canvas().showAll(page, place(page));
            }
        } else if (output != null) {
            draw(output);
        } else {
            window.canvas().showAll(new Framebuffer(1, 1), place(1, 1));
        }
        allDamaged = false;
    }

    private void draw(RemoteOutput shown) {
        var image = shown.framebuffer();
        var damage = shown.damage();
        var fitted = fitted(shown);
        if (fitted != null) {
            damage = fitted.update(image, allDamaged ? new PixelRegion(image.bounds()) : damage);
            image = fitted.framebuffer();
        }
        if (allDamaged) {
            window.canvas().showAll(image, place(image));
        } else {
            window.canvas().showDamage(image, place(image), damage);
        }
    }

    /** What makes an output's picture fit; null if it is shown as it is. */
    private @Nullable ScaledPicture fitted(RemoteOutput shown) {
        if (!scalesToFit) {
            return null;
        }
        var picture = shown.framebuffer();
        var size = ScaledPicture.fittingSize(picture.width(), picture.height(), window.width(), window.height());
        if (size.width() == picture.width() && size.height() == picture.height()) {
            scaled = null;
        } else if (scaled == null || !scaled.fits(picture.width(), picture.height(), size)) {
            scaled = new ScaledPicture(picture.width(), picture.height(), size);
            allDamaged = true;
        }
        return scaled;
    }

    /** As it is in the window. */
    private Framebuffer fittedImage(RemoteOutput shown) {
        var fitted = fitted(shown);
        return fitted == null ? shown.framebuffer() : fitted.framebuffer();
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
        var place = shown == null ? place(window.width(), window.height()) : place(fittedImage(shown));
        int left = place.left() + place.visibleWidth() - (laid == null ? 0 : laid.width()) - PANEL_MARGIN;
        window.canvas().overlay(laid, Math.max(0, left), place.top() + PANEL_MARGIN);
    }

    /** The picture where it lies in the window, black around it. */
    Framebuffer snapshot() {
        var image = new Framebuffer(window.width(), window.height());
        var shown = output;
        if (shown != null) {
            var picture = fittedImage(shown);
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
        return place(image.width(), image.height());
    }

    private Letterbox place(int width, int height) {
        boolean follows = output != null && output.screen() != 0 && !scalesToFit;
        return follows
                ? Letterbox.cornered(window.width(), window.height(), width, height)
                : Letterbox.centred(window.width(), window.height(), width, height);
    }

    @Override
    public void close() {
        window.close();
    }
}
