package org.wayray.compositor.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.geometry.Space.Logical;

class RegionTest {

    private static final int SIDE = 24;

    @Test
    void overlapping_rectangles_become_bands() {
        Region<Logical> region = Region.of(rect(0, 0, 4, 4)).union(rect(2, 2, 4, 4));

        assertThat(region.rects()).isEqualTo(List.of(rect(0, 0, 4, 2), rect(0, 2, 6, 2), rect(2, 4, 4, 2)));
        assertThat(region.bounds()).isEqualTo(rect(0, 0, 6, 6));
        assertThat(region.area()).isEqualTo(28);
    }

    @Test
    void touching_rectangles_become_one() {
        assertThat(Region.of(rect(0, 0, 4, 4)).union(rect(4, 0, 4, 4)).union(rect(0, 4, 8, 1)))
                .isEqualTo(Region.of(rect(0, 0, 8, 5)));
    }

    @Test
    void a_hole_is_not_inside() {
        Region<Logical> region = Region.of(rect(0, 0, 9, 9)).subtract(rect(3, 3, 3, 3));

        assertThat(region.contains(new Point<>(4.5, 4.5))).isFalse();
        assertThat(region.contains(new Point<>(2.99, 4.5))).isTrue();
        assertThat(region.contains(rect(0, 0, 9, 3))).isTrue();
        assertThat(region.contains(rect(0, 0, 9, 4))).isFalse();
    }

    @Test
    void the_infinite_region_holds_every_place_that_a_client_can_name() {
        Region<Logical> everything = Region.everything();

        assertThat(everything.contains(Rect.clamped(Integer.MIN_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE, 1)))
                .isTrue();
        assertThat(everything.intersect(rect(5, 6, 7, 8))).isEqualTo(Region.of(rect(5, 6, 7, 8)));
        assertThat(everything.subtract(rect(0, 0, 1, 1)).contains(new Point<>(0.5, 0.5)))
                .isFalse();
    }

    @Test
    void random_operations_agree_with_a_bitmap() {
        long seed = System.nanoTime();
        System.out.println("RegionTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            Region<Logical> region = Region.empty();
            BitSet bits = new BitSet(SIDE * SIDE);
            for (int step = 0; step < 12; step++) {
                Region<Logical> other = Region.empty();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    other = other.union(randomRect(random));
                }
                BitSet otherBits = bits(other);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        region = region.intersect(other);
                        bits.and(otherBits);
                    }
                    case 1 -> {
                        region = region.subtract(other);
                        bits.andNot(otherBits);
                    }
                    default -> {
                        region = region.union(other);
                        bits.or(otherBits);
                    }
                }
                assertThat(bits(region)).as("seed %d round %d", seed, round).isEqualTo(bits);
                assertCanonical(region);
                assertThat(region.area()).isEqualTo(bits.cardinality());
                Rect<Logical> probe = randomRect(random);
                BitSet probeBits = bits(Region.of(probe));
                assertThat(region.intersects(probe)).isEqualTo(probeBits.intersects(bits));
                probeBits.andNot(bits);
                assertThat(region.contains(probe)).isEqualTo(probeBits.isEmpty());
            }
        }
    }

    private static void assertCanonical(Region<Logical> region) {
        List<Rect<Logical>> rects = region.rects();
        for (int i = 1; i < rects.size(); i++) {
            Rect<Logical> before = rects.get(i - 1);
            Rect<Logical> rect = rects.get(i);
            if (rect.y() == before.y()) {
                assertThat(rect.height()).isEqualTo(before.height());
                assertThat(rect.x()).isGreaterThan(before.right());
            } else {
                assertThat(rect.y()).isGreaterThanOrEqualTo(before.bottom());
            }
        }
        assertThat(rects).allMatch(rect -> !rect.isEmpty());
    }

    private static BitSet bits(Region<Logical> region) {
        BitSet bits = new BitSet(SIDE * SIDE);
        region.forEach(rect -> {
            for (int y = rect.y(); y < rect.bottom(); y++) {
                bits.set(y * SIDE + rect.x(), y * SIDE + rect.right());
            }
        });
        return bits;
    }

    private static Rect<Logical> randomRect(Random random) {
        int x = random.nextInt(SIDE - 1);
        int y = random.nextInt(SIDE - 1);
        return rect(x, y, 1 + random.nextInt(SIDE - x - 1), 1 + random.nextInt(SIDE - y - 1));
    }

    private static Rect<Logical> rect(int x, int y, int width, int height) {
        return new Rect<>(x, y, width, height);
    }
}
