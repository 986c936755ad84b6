package org.wayray.compositor.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.geometry.Space.Logical;

class ConfinementTest {
    /** Where one stops at an edge at 100. */
    private static final double LAST = 99;

    /** An L: a column of 0..20 and a foot down to 100. */
    private static final Confinement<Logical> CORNER =
            new Confinement<>(Region.of(rect(0, 0, 20, 100)).union(rect(0, 80, 100, 20)));

    @Test
    void nearestPlaceOfOneInsideIsItself() {
        assertThat(CORNER.nearest(at(5.5, 50))).isEqualTo(at(5.5, 50));
    }

    @Test
    void nearestPlaceLiesOnTheEdge() {
        assertThat(CORNER.nearest(at(-7, 50))).isEqualTo(at(0, 50));
        assertThat(CORNER.nearest(at(120, 120))).isEqualTo(at(LAST, LAST));
        assertThat(CORNER.nearest(at(60, 70))).isEqualTo(at(60, 80));
    }

    @Test
    void wayInsideIsGoneToItsEnd() {
        assertThat(CORNER.walk(at(5, 5), at(10, 90))).isEqualTo(at(10, 90));
        assertThat(CORNER.walk(at(10, 85), at(80, 90))).isEqualTo(at(80, 90));
    }

    @Test
    void wayThatLeavesGoesAlongTheEdge() {
        var end = CORNER.walk(at(5, 5), at(50, 60));
        assertThat(end).isEqualTo(at(19, 60));
        assertThat(CORNER.walk(at(5, 5), at(-50, -60))).isEqualTo(at(0, 0));
    }

    @Test
    void gapIsNotJumpedOver() {
        var islands = new Confinement<>(Region.of(rect(0, 0, 10, 10)).union(rect(20, 0, 10, 10)));
        assertThat(islands.walk(at(5, 5), at(25, 5))).isEqualTo(at(9, 5));
    }

    @Test
    void everyWayEndsInside() {
        long seed = System.nanoTime();
        System.out.println("ConfinementTest seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            var region = Region.of(rect(0, 0, 10, 10));
            for (int i = 0; i < random.nextInt(6); i++) {
                region = region.union(
                        rect(random.nextInt(80), random.nextInt(80), 1 + random.nextInt(30), 1 + random.nextInt(30)));
            }
            var inside = new Confinement<>(region);
            var place = at(5, 5);
            for (int i = 0; i < 5; i++) {
                var goal = at(random.nextDouble(-50, 150), random.nextDouble(-50, 150));
                place = inside.walk(place, goal);
                assertThat(region.contains(place)).as("%s in %s", place, region).isTrue();
                assertThat(region.contains(inside.nearest(goal))).isTrue();
            }
        }
    }

    private static Rect<Logical> rect(int x, int y, int width, int height) {
        return new Rect<>(x, y, width, height);
    }

    private static Point<Logical> at(double x, double y) {
        return new Point<>(x, y);
    }
}
