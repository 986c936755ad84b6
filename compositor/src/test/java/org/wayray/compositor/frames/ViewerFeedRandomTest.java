package org.wayray.compositor.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wayray.codec.PixelCopy;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;

/** Anything in any order: the viewer's picture is exact whenever it rests, and no more is in flight than may be. */
final class ViewerFeedRandomTest {
    @Test
    void atRestThePictureIsExact() {
        for (int seed = 0; seed < 40; seed++) {
            try (var fixture = new FeedFixture()) {
                run(fixture, new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void run(FeedFixture fixture, Random random) {
        fixture.resize(1 + random.nextInt(400), 1 + random.nextInt(300), random);
        for (int step = 0; step < 150; step++) {
            switch (random.nextInt(15)) {
                case 0, 1, 2 -> paint(fixture, random, 1 + random.nextInt(20));
                case 3 -> paint(fixture, random, 400);
                case 13 -> move(fixture, random);
                case 4 -> fixture.feed.damage(new PixelRegion(inside(fixture, random, 400)));
                case 5, 6, 7 -> fixture.capture();
                case 8 -> {
                    Collections.shuffle(fixture.pool.tasks, random);
                    for (int i = random.nextInt(3); i > 0 && !fixture.pool.tasks.isEmpty(); i--) {
                        fixture.pool.tasks.removeLast().encode(fixture.pool.encoder);
                    }
                }
                case 9 -> fixture.runLoop();
                case 10 -> fixture.runViewer();
                case 11 -> fixture.acknowledge(random.nextInt(3));
                case 12 -> {
                    fixture.viewerFails = random.nextInt(3) == 0;
                    fixture.deliver();
                    fixture.viewerFails = false;
                }
                default -> {
                    if (random.nextInt(8) == 0) {
                        fixture.resize(1 + random.nextInt(400), 1 + random.nextInt(300), random);
                    }
                }
            }
            fixture.nowNanos += random.nextInt(40_000_000);
            assertThat(fixture.way.framesInFlight())
                    .isLessThanOrEqualTo(12)
                    .isGreaterThanOrEqualTo(fixture.unacknowledged.size());
            if (random.nextInt(30) == 0) {
                fixture.settle();
                assertThat(fixture.screen.width()).isEqualTo(fixture.framebuffer.width());
                assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
            }
        }
    }

    private static void paint(FeedFixture fixture, Random random, int size) {
        PixelRect rect = inside(fixture, random, size);
        boolean flat = random.nextBoolean();
        int colour = random.nextInt(1 << 24);
        for (int y = rect.y(); y < rect.bottom(); y++) {
            for (int x = rect.x(); x < rect.right(); x++) {
                fixture.framebuffer.pixels()[fixture.framebuffer.index(x, y)] =
                        0xFF000000 | (flat ? colour : random.nextInt(1 << 24));
            }
        }
        fixture.feed.damage(new PixelRegion(rect));
    }

    /** Scrolls or drags a part of the picture, as a rule in small steps. */
    private static void move(FeedFixture fixture, Random random) {
        PixelRect from = inside(fixture, random, 400);
        int byX = random.nextBoolean() ? 0 : random.nextInt(41) - 20;
        int byY = random.nextInt(41) - 20;
        PixelRect to = from.translated(byX, byY).intersection(fixture.framebuffer.bounds());
        if (!to.isEmpty()) {
            fixture.framebuffer.copyWithin(new PixelCopy(to, to.x() - byX, to.y() - byY));
            fixture.feed.damage(new PixelRegion(to));
        }
    }

    private static PixelRect inside(FeedFixture fixture, Random random, int size) {
        int x = random.nextInt(fixture.framebuffer.width());
        int y = random.nextInt(fixture.framebuffer.height());
        return new PixelRect(x, y, 1 + random.nextInt(size), 1 + random.nextInt(size))
                .intersection(fixture.framebuffer.bounds());
    }
}
