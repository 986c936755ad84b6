package org.wayray.compositor.frames;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;

/** A picture with windows above it, painted into a fixture's framebuffer with the damage that a compositor would report. */
final class Desktop {
    private final FeedFixture fixture;
    private final Random random;
    private final Framebuffer ground;
    private final List<Window> windows = new ArrayList<>();

    /** A window: its pixels and its place. */
    static final class Window {
        private final Framebuffer pixels;
        private PixelRect place;

        private Window(Framebuffer pixels, PixelRect place) {
            this.pixels = pixels;
            this.place = place;
        }

        PixelRect place() {
            return place;
        }
    }

    Desktop(FeedFixture fixture, int width, int height, Random random) {
        this.fixture = fixture;
        this.random = random;
        ground = noise(width, height);
        fixture.resize(width, height, random);
        paint(ground.bounds());
    }

    List<Window> windows() {
        return windows;
    }

    Window open(PixelRect place) {
        var window = new Window(noise(place.width(), place.height()), place);
        windows.add(window);
        paint(place);
        return window;
    }

    void close(Window window) {
        windows.remove(window);
        paint(window.place);
    }

    void move(Window window, int byX, int byY) {
        var before = window.place;
        window.place = before.translated(byX, byY);
        var damage = new PixelRegion(before);
        damage.add(window.place);
        paint(damage);
    }

    /** New pixels in a part of a window. */
    void draw(Window window, PixelRect part) {
        var inside = part.intersection(window.pixels.bounds());
        for (int y = inside.y(); y < inside.bottom(); y++) {
            for (int x = inside.x(); x < inside.right(); x++) {
                window.pixels.pixels()[window.pixels.index(x, y)] = colour();
            }
        }
        paint(inside.translated(window.place.x(), window.place.y()));
    }

    private void paint(PixelRect damage) {
        paint(new PixelRegion(damage));
    }

    private void paint(PixelRegion damage) {
        var screen = fixture.framebuffer;
        damage.intersect(screen.bounds());
        for (int i = 0; i < damage.size(); i++) {
            paint(ground, ground.bounds(), damage.rect(i));
            for (Window window : windows) {
                paint(window.pixels, window.place, damage.rect(i));
            }
        }
        fixture.feed.damage(damage);
    }

    private void paint(Framebuffer pixels, PixelRect place, PixelRect clip) {
        var screen = fixture.framebuffer;
        var part = place.intersection(clip);
        for (int y = part.y(); y < part.bottom(); y++) {
            System.arraycopy(
                    pixels.pixels(),
                    pixels.index(part.x() - place.x(), y - place.y()),
                    screen.pixels(),
                    screen.index(part.x(), y),
                    part.width());
        }
    }

    private Framebuffer noise(int width, int height) {
        var picture = new Framebuffer(width, height);
        for (int i = 0; i < width * height; i++) {
            picture.pixels()[i] = colour();
        }
        return picture;
    }

    private int colour() {
        return 0xFF000000 | random.nextInt(1 << 24);
    }
}
