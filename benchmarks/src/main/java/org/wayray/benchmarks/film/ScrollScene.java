package org.wayray.benchmarks.film;

import java.util.List;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;

/** Text that scrolls by a line with each tick; the first line follows the last. */
final class ScrollScene implements Scene {
    private static final int LINES = 512;

    private final PixelRect all;
    private final Framebuffer page;

    ScrollScene(int width, int height) {
        this.all = new PixelRect(0, 0, width, height);
        this.page = TextPage.of(width, LINES * TextPage.LINE_HEIGHT, 7, TextPage.DARK);
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
        int top = tick % LINES * TextPage.LINE_HEIGHT;
        int first = Math.min(all.height(), page.height() - top);
        canvas.draw(page, 0, top, new PixelRect(0, 0, all.width(), first), clip);
        if (first < all.height()) {
            canvas.draw(page, 0, 0, new PixelRect(0, first, all.width(), all.height() - first), clip);
        }
    }

    @Override
    public int colour(int tick, int x, int y) {
        return page.pixel(x, (tick % LINES * TextPage.LINE_HEIGHT + y) % page.height());
    }

    @Override
    public List<PixelRect> changes(int from, int to) {
        return List.of(all);
    }
}
