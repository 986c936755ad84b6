package org.wayray.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PixelRegionTest {
    private static final int SIZE = 40;

    @Test
    void itHoldsThePixelsThatASetOfPixelsWouldHold() {
        for (int seed = 0; seed < 80; seed++) {
            var random = new Random(seed);
            var region = new PixelRegion();
            var pixels = new BitSet();
            for (int step = 0; step < 30; step++) {
                PixelRegion other = new PixelRegion();
                BitSet otherPixels = new BitSet();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    PixelRect rect = TestPictures.inside(new PixelRect(0, 0, SIZE, SIZE), random);
                    other.add(rect);
                    otherPixels.or(pixelsOf(rect));
                }
                PixelRect rect = other.rect(0);
                switch (random.nextInt(8)) {
                    case 0, 1 -> {
                        region.add(rect);
                        pixels.or(pixelsOf(rect));
                    }
                    case 2, 3 -> {
                        region.add(other);
                        pixels.or(otherPixels);
                    }
                    case 4 -> {
                        region.subtract(rect);
                        pixels.andNot(pixelsOf(rect));
                    }
                    case 5 -> {
                        region.subtract(other);
                        pixels.andNot(otherPixels);
                    }
                    case 6 -> {
                        region.intersect(other.bounds());
                        pixels.and(pixelsOf(other.bounds()));
                    }
                    default -> {
                        PixelRegion kept = new PixelRegion(new PixelRect(0, 0, SIZE, SIZE));
                        kept.subtract(other);
                        region.intersect(kept);
                        pixels.andNot(otherPixels);
                    }
                }
                verify(region, pixels, seed, step);
            }
        }
    }

    private static void verify(PixelRegion region, BitSet pixels, int seed, int step) {
        String when = "seed " + seed + ", step " + step + ": " + region;
        var actual = new BitSet();
        for (PixelRect rect : region.rects()) {
            BitSet own = pixelsOf(rect);
            assertThat(actual.intersects(own)).as(when).isFalse();
            actual.or(own);
        }
        assertThat(actual).as(when).isEqualTo(pixels);
        assertThat(region.area()).as(when).isEqualTo(pixels.cardinality());
        assertThat(region.isEmpty()).as(when).isEqualTo(pixels.isEmpty());
        // equal sets have equal rectangles, however they came about
        var rebuilt = new PixelRegion();
        pixels.stream().forEach(i -> rebuilt.add(new PixelRect(i % SIZE, i / SIZE, 1, 1)));
        assertThat(region).as(when).isEqualTo(rebuilt).hasSameHashCodeAs(rebuilt);
        var probe = new Random(seed);
        for (int i = 0; i < 20; i++) {
            int x = probe.nextInt(SIZE);
            int y = probe.nextInt(SIZE);
            assertThat(region.contains(x, y)).as(when).isEqualTo(pixels.get(y * SIZE + x));
            PixelRect rect = TestPictures.inside(new PixelRect(0, 0, SIZE, SIZE), probe);
            assertThat(region.intersects(rect)).as(when).isEqualTo(pixels.intersects(pixelsOf(rect)));
        }
    }

    private static BitSet pixelsOf(PixelRect rect) {
        var pixels = new BitSet();
        for (int y = rect.y(); y < rect.bottom(); y++) {
            pixels.set(y * SIZE + rect.x(), y * SIZE + rect.right());
        }
        return pixels;
    }

    @Test
    void simplifyingKeepsEveryPixelAndTheBounds() {
        for (int seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            var region = new PixelRegion();
            for (int i = 0; i < 60; i++) {
                region.add(TestPictures.inside(new PixelRect(-500, -300, 2000, 1000), random)
                        .intersection(new PixelRect(random.nextInt(1000) - 400, random.nextInt(600) - 300, 30, 20)));
            }
            var simpler = new PixelRegion(region);
            int most = 1 + random.nextInt(8);
            simpler.simplify(most);
            assertThat(simpler.size()).as("seed %d", seed).isLessThanOrEqualTo(most);
            assertThat(simpler.bounds()).as("seed %d", seed).isEqualTo(region.bounds());
            var missing = new PixelRegion(region);
            missing.subtract(simpler);
            assertThat(missing.isEmpty()).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void damageOfTheLargestSizeIsHandled() {
        var region = new PixelRegion(PixelRect.clamped(5, 7, Integer.MAX_VALUE, Integer.MAX_VALUE));
        region.add(PixelRect.clamped(-10, -10, Integer.MAX_VALUE, Integer.MAX_VALUE));
        region.intersect(new PixelRect(0, 0, 100, 50));
        assertThat(region.rects()).containsExactly(new PixelRect(0, 0, 100, 50));
    }

    @Test
    void movingMovesEveryRectangle() {
        var region = new PixelRegion(new PixelRect(1, 2, 3, 4));
        region.add(new PixelRect(10, 2, 3, 4));
        region.translate(-1, 100);
        assertThat(region.rects()).containsExactly(new PixelRect(0, 102, 3, 4), new PixelRect(9, 102, 3, 4));
    }
}
