package org.wayray.compositor.wm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.wm.Positioner.Adjustment;

/** A popup of 40x20 at an anchor rectangle of 10x6 at 100,50, in bounds of 200x100, unless a test says otherwise. */
class PositionerTest {
    private static final Rect<Logical> ANCHOR = new Rect<>(100, 50, 10, 6);
    private static final Rect<Logical> BOUNDS = new Rect<>(0, 0, 200, 100);

    @ParameterizedTest
    @CsvSource({
        "NONE, 105, 53",
        "TOP, 105, 50",
        "BOTTOM, 105, 56",
        "LEFT, 100, 53",
        "RIGHT, 110, 53",
        "TOP_LEFT, 100, 50",
        "BOTTOM_LEFT, 100, 56",
        "TOP_RIGHT, 110, 50",
        "BOTTOM_RIGHT, 110, 56"
    })
    void anchorNamesTheEdgeOrCornerToStartFrom(Direction anchor, int x, int y) {
        assertThat(positioner(anchor, Direction.BOTTOM_RIGHT).place(BOUNDS)).isEqualTo(new Rect<>(x, y, 40, 20));
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, 85, 43",
        "TOP, 85, 33",
        "BOTTOM, 85, 53",
        "LEFT, 65, 43",
        "RIGHT, 105, 43",
        "TOP_LEFT, 65, 33",
        "BOTTOM_LEFT, 65, 53",
        "TOP_RIGHT, 105, 33",
        "BOTTOM_RIGHT, 105, 53"
    })
    void gravityNamesTheWayToGrow(Direction gravity, int x, int y) {
        assertThat(positioner(Direction.NONE, gravity).place(BOUNDS)).isEqualTo(new Rect<>(x, y, 40, 20));
    }

    @Test
    void offsetIsAdded() {
        var rules = horizontally(100, 40, Direction.RIGHT, Direction.RIGHT, 7, Adjustment.NONE);
        assertThat(rules.place(BOUNDS).x()).isEqualTo(117);
    }

    @Test
    void emptyAnchorRectangleIsAPoint() {
        var rules = new Positioner(
                40,
                20,
                new Rect<>(30, 30, 0, 0),
                Direction.BOTTOM_RIGHT,
                Direction.BOTTOM_RIGHT,
                0,
                0,
                Adjustment.NONE,
                Adjustment.NONE,
                false);
        assertThat(rules.place(BOUNDS)).isEqualTo(new Rect<>(30, 30, 40, 20));
    }

    /** All of these start at the anchor's right edge (x + 10) and grow to the right; the bounds end at 200. */
    @ParameterizedTest
    @CsvSource({
        // anchor x, width, flip, slide, resize, then the result's x and width
        "150, 40, true, true, true, 160, 40", // it just fits
        "151, 40, false, false, false, 161, 40", // nothing is allowed
        "151, 40, true, false, false, 111, 40", // to the left of the anchor
        "151, 40, false, true, false, 160, 40", // back to the edge
        "151, 40, false, false, true, 161, 39", // cut off
        "151, 40, true, true, true, 111, 40", // a flip goes before a slide
        "30, 180, true, false, false, 40, 180", // the flip would not help, so it is not made
        "30, 180, true, true, false, 20, 180", // but the slide does
        "30, 180, false, false, true, 40, 160",
        "30, 180, true, true, true, 20, 180", // nothing left to cut
        "30, 300, false, true, false, 0, 300", // slides until the other edge meets the bound
        "30, 300, true, true, true, 0, 200", // and then cut
        "-60, 40, false, true, false, 0, 40", // slides in from the left, too
        "-60, 40, true, true, false, 0, 40", // a flip would lead further out
        "-60, 300, false, true, false, -50, 300", // sticks out on both sides: no way to slide
        "-60, 300, false, true, true, 0, 200",
        "250, 40, false, false, true, 260, 40" // wholly outside: nothing would be left
    })
    void popupIsKeptInsideByFlipThenSlideThenResize(
            int anchorX, int width, boolean flip, boolean slide, boolean resize, int x, int resultWidth) {
        var rules =
                horizontally(anchorX, width, Direction.RIGHT, Direction.RIGHT, 0, new Adjustment(flip, slide, resize));
        var place = rules.place(BOUNDS);
        assertThat(new int[] {place.x(), place.width()}).containsExactly(x, resultWidth);
    }

    /** These start at the anchor's left edge and grow to the left. */
    @ParameterizedTest
    @CsvSource({
        "20, 40, true, false, 30, 40", // flips to the right of the anchor
        "20, 40, false, true, 0, 40",
        "20, 300, false, true, -100, 300", // slides until the far edge meets the bound
        "230, 40, false, true, 160, 40"
    })
    void leftwardGravityIsTheMirrorImage(int anchorX, int width, boolean flip, boolean slide, int x, int resultWidth) {
        var rules = horizontally(anchorX, width, Direction.LEFT, Direction.LEFT, 0, new Adjustment(flip, slide, false));
        var place = rules.place(BOUNDS);
        assertThat(new int[] {place.x(), place.width()}).containsExactly(x, resultWidth);
    }

    @Test
    void flipKeepsTheOffset() {
        var rules = horizontally(151, 40, Direction.RIGHT, Direction.RIGHT, 5, new Adjustment(true, false, false));
        assertThat(rules.place(BOUNDS).x()).isEqualTo(116);
    }

    @Test
    void axesAreIndependent() {
        var rules = new Positioner(
                40,
                20,
                new Rect<>(190, 90, 10, 6),
                Direction.BOTTOM_LEFT,
                Direction.BOTTOM_RIGHT,
                0,
                0,
                new Adjustment(false, true, false),
                new Adjustment(true, false, false),
                false);
        assertThat(rules.place(BOUNDS)).isEqualTo(new Rect<>(160, 70, 40, 20));
    }

    @Test
    void boundsNeedNotStartAtZero() {
        var rules = horizontally(-130, 40, Direction.LEFT, Direction.LEFT, 0, new Adjustment(false, true, false));
        assertThat(rules.place(new Rect<>(-150, -20, 200, 200)).x()).isEqualTo(-150);
    }

    @Test
    void absurdNumbersSaturate() {
        var huge = Integer.MAX_VALUE;
        var rules = new Positioner(
                huge,
                huge,
                new Rect<>(huge, -huge, huge, huge),
                Direction.BOTTOM_RIGHT,
                Direction.TOP_RIGHT,
                huge,
                -huge,
                Adjustment.NONE,
                Adjustment.NONE,
                false);
        assertThat(rules.place(BOUNDS)).isEqualTo(new Rect<>(1 << 29, -(1 << 29), 1 << 29, 1 << 29));
    }

    @Test
    void randomPopupsAreInsideAndWholeWheneverTheyFitAndMaySlide() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var adjustment = new Adjustment(random.nextBoolean(), true, random.nextBoolean());
            var rules = new Positioner(
                    1 + random.nextInt(200),
                    1 + random.nextInt(100),
                    new Rect<>(
                            random.nextInt(600) - 200,
                            random.nextInt(400) - 150,
                            random.nextInt(50),
                            random.nextInt(50)),
                    Direction.values()[random.nextInt(9)],
                    Direction.values()[random.nextInt(9)],
                    random.nextInt(40) - 20,
                    random.nextInt(40) - 20,
                    adjustment,
                    adjustment,
                    false);
            var place = rules.place(BOUNDS);
            assertThat(BOUNDS.contains(place))
                    .as("seed %d, %s gives %s", seed, rules, place)
                    .isTrue();
            assertThat(place.size())
                    .as("seed %d, %s", seed, rules)
                    .isEqualTo(new Size<>(rules.width(), rules.height()));
        }
    }

    private static Positioner positioner(Direction anchor, Direction gravity) {
        return new Positioner(40, 20, ANCHOR, anchor, gravity, 0, 0, Adjustment.NONE, Adjustment.NONE, false);
    }

    private static Positioner horizontally(
            int anchorX, int width, Direction anchor, Direction gravity, int offset, Adjustment adjustment) {
        return new Positioner(
                width,
                20,
                new Rect<>(anchorX, 50, 10, 6),
                anchor,
                gravity,
                offset,
                0,
                adjustment,
                Adjustment.NONE,
                false);
    }
}
