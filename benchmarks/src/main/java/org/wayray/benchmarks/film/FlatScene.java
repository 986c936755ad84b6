package org.wayray.benchmarks.film;

import java.util.List;
import org.wayray.codec.PixelRect;

/** One colour, where nothing moves. */
final class FlatScene implements Scene {
    private static final int GROUND = 0xFF2E3440;

    private final PixelRect all;

    FlatScene(int width, int height) {
        this.all = new PixelRect(0, 0, width, height);
    }

    @Override
    public int ticksPerSecond() {
        return 0;
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
        canvas.fill(all, clip, GROUND);
    }

    @Override
    public int colour(int tick, int x, int y) {
        return GROUND;
    }

    @Override
    public List<PixelRect> changes(int from, int to) {
        return List.of();
    }
}
