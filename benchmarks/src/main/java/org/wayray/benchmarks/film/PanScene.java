package org.wayray.benchmarks.film;

import java.util.List;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;

/** A view that wanders over photographs of twice its width and height: 240 pixels a second across and 120 down, there and back. */
final class PanScene implements Scene {
    private static final int TICKS_PER_PHOTO = 300;
    private static final int ACROSS = 4;
    private static final int DOWN = 2;

    private final PixelRect all;
    private final List<Framebuffer> photos;

    PanScene(int width, int height) {
        this.all = new PixelRect(0, 0, width, height);
        this.photos = List.of(Photo.of(2 * width, 2 * height, 31, 1.5), Photo.of(2 * width, 2 * height, 32, 1.5));
    }

    @Override
    public int ticksPerSecond() {
        return 60;
    }

    @Override
    public PixelRect stage() {
        return all;
    }

    @Override
    public PixelRect firstBarcode() {
        return Barcode.at(0, 0);
    }

    @Override
    public PixelRect secondBarcode(int tick) {
        return Barcode.at(all.width() - Barcode.WIDTH, all.height() - Barcode.HEIGHT);
    }

    @Override
    public void paint(int tick, PixelRect clip, Canvas canvas) {
        canvas.draw(photo(tick), fromX(tick), fromY(tick), all, clip);
    }

    @Override
    public int colour(int tick, int x, int y) {
        return photo(tick).pixel(fromX(tick) + x, fromY(tick) + y);
    }

    private Framebuffer photo(int tick) {
        return photos.get(tick / TICKS_PER_PHOTO % photos.size());
    }

    private int fromX(int tick) {
        return thereAndBack(tick * ACROSS, all.width());
    }

    private int fromY(int tick) {
        return thereAndBack(tick * DOWN, all.height());
    }

    private static int thereAndBack(int way, int length) {
        int at = way % (2 * length);
        return at <= length ? at : 2 * length - at;
    }

    @Override
    public List<PixelRect> changes(int from, int to) {
        return List.of(all);
    }
}
