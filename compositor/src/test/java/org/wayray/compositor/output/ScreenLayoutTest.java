package org.wayray.compositor.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;

class ScreenLayoutTest {
    @Test
    void oneScreenIsAtTheOrigin() {
        assertThat(ScreenLayout.of(List.of(screen(-1920, 300, 1920, 1080, 180))))
                .containsExactly(new Offset<>(0, 0));
    }

    @Test
    void neighboursOfDifferentScalesTouch() {
        var corners = ScreenLayout.of(List.of(
                screen(0, 0, 3840, 2160, 240), screen(3840, 0, 1920, 1080, 120), screen(0, 2160, 1920, 1080, 120)));
        assertThat(corners).containsExactly(new Offset<>(0, 0), new Offset<>(1920, 0), new Offset<>(0, 1080));
    }

    @Test
    void aScreenOnTheLeftTakesTheOrigin() {
        assertThat(ScreenLayout.of(List.of(screen(0, 0, 1920, 1080, 120), screen(-1280, 56, 1280, 1024, 120))))
                .containsExactly(new Offset<>(1280, 0), new Offset<>(0, 56));
    }

    @Test
    void coordinatesMayBeLogical() {
        assertThat(ScreenLayout.of(List.of(screen(0, 0, 3840, 2160, 240), screen(1920, 0, 1920, 1080, 120))))
                .containsExactly(new Offset<>(0, 0), new Offset<>(1920, 0));
    }

    @Test
    void gapsAreClosed() {
        assertThat(ScreenLayout.of(List.of(screen(0, 0, 800, 600, 120), screen(5000, 0, 800, 600, 120))))
                .containsExactly(new Offset<>(0, 0), new Offset<>(800, 0));
    }

    @Test
    void whateverAViewerSaysTheOutputsHangTogetherAndDoNotOverlap() {
        long seed = Long.getLong("wayray.seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 5000; round++) {
            List<Screen> screens = new ArrayList<>();
            for (int i = random.nextInt(1, 9); i > 0; i--) {
                int spread = random.nextInt(3) == 0 ? 1 << 20 : 4000;
                screens.add(screen(
                        random.nextInt(-spread, spread + 1),
                        random.nextInt(-spread, spread + 1),
                        random.nextInt(64, 5000),
                        random.nextInt(64, 5000),
                        random.nextInt(60, 961)));
            }
            verify("seed " + seed + ", round " + round, screens);
        }
    }

    private static void verify(String what, List<Screen> screens) {
        List<Offset<Logical>> corners = ScreenLayout.of(screens);
        List<Rect<Logical>> rects = new ArrayList<>();
        for (int i = 0; i < screens.size(); i++) {
            var screen = screens.get(i);
            rects.add(screen.scale().toLogical(screen.mode().size()).toRect().translated(corners.get(i)));
        }
        assertThat(rects.stream().mapToInt(Rect::x).min()).as(what).hasValue(0);
        assertThat(rects.stream().mapToInt(Rect::y).min()).as(what).hasValue(0);
        List<Rect<Logical>> together = new ArrayList<>(List.of(rects.getFirst()));
        List<Rect<Logical>> left = new ArrayList<>(rects.subList(1, rects.size()));
        while (!left.isEmpty()) {
            var next = left.stream()
                    .filter(rect -> together.stream().anyMatch(other -> touch(rect, other)))
                    .findFirst();
            assertThat(next).as(what + ": a neighbour among " + rects).isPresent();
            assertThat(together).as(what).noneMatch(other -> other.intersects(next.get()));
            together.add(next.get());
            left.remove(next.get());
        }
    }

    /** Whether the pointer can get from one to the other. */
    private static boolean touch(Rect<Logical> a, Rect<Logical> b) {
        int across = Math.min(a.right(), b.right()) - Math.max(a.x(), b.x());
        int down = Math.min(a.bottom(), b.bottom()) - Math.max(a.y(), b.y());
        return across == 0 && down > 0 || down == 0 && across > 0;
    }

    private static Screen screen(int x, int y, int width, int height, int scale) {
        return new Screen(1, "", x, y, new OutputMode(new Size<>(width, height), 60_000), new Scale(scale));
    }
}
