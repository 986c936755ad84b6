package org.wayray.benchmarks.film;

import java.util.List;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;

/** A window with text and a picture in it, dragged about over a photograph. */
final class DragScene implements Scene {
    private static final int TITLE = 28;
    private static final int MARGIN = 12;

    private final int width;
    private final int height;
    private final int ticksPerSecond;
    private final Framebuffer ground;
    private final Framebuffer window;

    /** @param ticksPerSecond 0 for a window that stays */
    DragScene(int width, int height, int ticksPerSecond) {
        this.width = width;
        this.height = height;
        this.ticksPerSecond = ticksPerSecond;
        this.ground = Photo.of(width, height, 21, 1.5);
        this.window = window(Math.min(600, width / 2), Math.min(400, height / 2));
    }

    private static Framebuffer window(int width, int height) {
        var window = new Framebuffer(width, height);
        var canvas = Canvas.of(window);
        var all = window.bounds();
        canvas.fill(all, all, 0xFF000000 | TextPage.LIGHT.getRGB());
        for (int y = 0; y < TITLE; y++) {
            canvas.fill(new PixelRect(0, y, width, 1), all, Grain.argb(70 + y, 84 + y, 120 + 2 * y));
        }
        int inner = width - 2 * MARGIN;
        int rest = height - TITLE - 2 * MARGIN;
        var text = TextPage.of(inner, rest * 5 / 8, 11, TextPage.LIGHT);
        canvas.draw(text, 0, 0, new PixelRect(MARGIN, TITLE + MARGIN, inner, text.height()), all);
        var photo = Photo.of(inner, rest - text.height(), 22, 1.5);
        canvas.draw(photo, 0, 0, new PixelRect(MARGIN, TITLE + MARGIN + text.height(), inner, photo.height()), all);
        return window;
    }

    private PixelRect place(int tick) {
        double seconds = tick / 60.0;
        return new PixelRect(
                (int) Math.round((width - window.width()) * (0.5 + 0.5 * StrictMath.sin(1.15 * seconds))),
                (int) Math.round((height - window.height()) * (0.5 + 0.5 * StrictMath.cos(1.6 * seconds + 0.4))),
                window.width(),
                window.height());
    }

    @Override
    public int ticksPerSecond() {
        return ticksPerSecond;
    }

    @Override
    public PixelRect stage() {
        return ground.bounds();
    }

    @Override
    public PixelRect firstBarcode() {
        return Barcode.at(0, 0);
    }

    /** In the window's corner. */
    @Override
    public PixelRect secondBarcode(int tick) {
        var place = place(tick);
        return Barcode.at(place.right() - Barcode.WIDTH, place.bottom() - Barcode.HEIGHT);
    }

    @Override
    public void paint(int tick, PixelRect clip, Canvas canvas) {
        canvas.draw(ground, 0, 0, ground.bounds(), clip);
        canvas.draw(window, 0, 0, place(tick), clip);
    }

    @Override
    public int colour(int tick, int x, int y) {
        var place = place(tick);
        return place.contains(x, y) ? window.pixel(x - place.x(), y - place.y()) : ground.pixel(x, y);
    }

    @Override
    public List<PixelRect> changes(int from, int to) {
        return List.of(place(from), place(to));
    }
}
