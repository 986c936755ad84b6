package org.wayray.benchmarks.film;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;

/**
 * A video in a photograph: the camera pans, zooms and tilts over a landscape, something passes in front of it, and every picture
 * has its own grain. It begins again after three seconds.
 */
final class VideoScene implements Scene {
    private static final int PICTURES = 90;
    private static final double GRAIN = 1.2;
    private static final int SHIFT = 16;

    private final Framebuffer ground;
    private final PixelRect place;
    private final Framebuffer landscape;
    private final Framebuffer passing;
    private final @Nullable Framebuffer[] pictures = new @Nullable Framebuffer[PICTURES];

    VideoScene(int width, int height) {
        this.ground = Photo.of(width, height, 21, 1.5);
        int videoWidth = Math.min(640, width - 64) & -16;
        int videoHeight = Math.min(360, height - 64) & -8;
        this.place = new PixelRect(
                (width - videoWidth) / 2 & -16, (height - videoHeight) / 2 & -16, videoWidth, videoHeight);
        this.landscape = Photo.of(1400, 1050, 41, 0);
        this.passing = Photo.of(400, 400, 42, 0);
    }

    @Override
    public int ticksPerSecond() {
        return 30;
    }

    @Override
    public PixelRect stage() {
        return place;
    }

    @Override
    public PixelRect firstBarcode() {
        return Barcode.at(place.x(), place.y());
    }

    @Override
    public PixelRect secondBarcode(int tick) {
        return Barcode.at(place.right() - Barcode.WIDTH, place.bottom() - Barcode.HEIGHT);
    }

    @Override
    public void prepare(int ticks) {
        for (int tick = 0; tick < Math.min(ticks, PICTURES); tick++) {
            picture(tick);
        }
    }

    @Override
    public void paint(int tick, PixelRect clip, Canvas canvas) {
        canvas.draw(ground, 0, 0, ground.bounds(), clip);
        canvas.draw(picture(tick), 0, 0, place, clip);
    }

    @Override
    public int colour(int tick, int x, int y) {
        return place.contains(x, y) ? picture(tick).pixel(x - place.x(), y - place.y()) : ground.pixel(x, y);
    }

    @Override
    public List<PixelRect> changes(int from, int to) {
        return List.of(place);
    }

    private Framebuffer picture(int tick) {
        int number = tick % PICTURES;
        var picture = pictures[number];
        if (picture == null) {
            picture = shoot(number);
            pictures[number] = picture;
        }
        return picture;
    }

    private Framebuffer shoot(int number) {
        double phase = 2 * Math.PI * number / PICTURES;
        double zoom = 1.2 + 0.2 * StrictMath.cos(phase);
        double tilt = 0.05 * StrictMath.sin(phase);
        double stepX = zoom * StrictMath.cos(tilt);
        double stepY = zoom * StrictMath.sin(tilt);
        double viewX = 700 + 210 * StrictMath.sin(phase);
        double viewY = 525 + 130 * StrictMath.sin(2 * phase);
        double passX = place.width() * (0.5 + 0.32 * StrictMath.cos(2 * phase));
        double passY = place.height() * (0.5 + 0.22 * StrictMath.sin(phase));
        double radius = place.height() * 0.19;
        var picture = new Framebuffer(place.width(), place.height());
        for (int y = 0; y < place.height(); y++) {
            double dy = y - place.height() / 2.0;
            for (int x = 0; x < place.width(); x++) {
                double dx = x - place.width() / 2.0;
                double fromPassX = x - passX;
                double fromPassY = (y - passY) * 1.3;
                boolean passes = fromPassX * fromPassX + fromPassY * fromPassY < radius * radius;
                picture.pixels()[y * place.width() + x] = passes
                        ? between(passing, 200 + fromPassX * 1.2, 200 + fromPassY * 1.2)
                        : between(landscape, viewX + dx * stepX - dy * stepY, viewY + dx * stepY + dy * stepX);
            }
        }
        Grain.add(picture, 1000 + number, GRAIN);
        return picture;
    }

    /** The colour at a place between four pixels. */
    private static int between(Framebuffer from, double x, double y) {
        int column = Math.clamp((int) x, 0, from.width() - 2);
        int row = Math.clamp((int) y, 0, from.height() - 2);
        int right = (int) ((x - column) * 256);
        int down = (int) ((y - row) * 256);
        int at = from.index(column, row);
        int below = at + from.stride();
        int[] pixels = from.pixels();
        return 0xFF000000
                | mix(pixels, at, below, 16, right, down) << 16
                | mix(pixels, at, below, 8, right, down) << 8
                | mix(pixels, at, below, 0, right, down);
    }

    private static int mix(int[] pixels, int at, int below, int colour, int right, int down) {
        int upper = (pixels[at] >> colour & 0xFF) * (256 - right) + (pixels[at + 1] >> colour & 0xFF) * right;
        int lower = (pixels[below] >> colour & 0xFF) * (256 - right) + (pixels[below + 1] >> colour & 0xFF) * right;
        return upper * (256 - down) + lower * down >> SHIFT;
    }
}
