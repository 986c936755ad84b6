package org.wayray.compositor.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.codec.PixelRect;
import org.wayray.codec.RectList;

final class MotionMapTest {
    private static final long MILLI = 1_000_000;

    private final MotionMap motion = new MotionMap();
    private long nowNanos = 5_000 * MILLI;

    @BeforeEach
    void sizeIt() {
        motion.reset(640, 400);
    }

    @Test
    void whatChangesThriceInShortTimeMoves() {
        var film = new PixelRect(100, 50, 300, 200);
        assertThat(change(film, 33)).isEmpty();
        assertThat(change(film, 33)).isEmpty();
        assertThat(change(film, 33)).containsExactly(film);
        assertThat(change(film, 500)).as("after a pause").isEmpty();
    }

    @Test
    void twoThatLieApartAreTwo() {
        var one = new PixelRect(0, 0, 100, 100);
        var other = new PixelRect(400, 200, 100, 100);
        for (int i = 0; i < 3; i++) {
            step(33, one, other);
        }
        assertThat(moving()).containsExactlyInAnyOrder(one, other);
    }

    @Test
    void aStripThatAScrollUncoversDoesNotMove() {
        change(new PixelRect(0, 0, 640, 400), 16);
        for (int i = 0; i < 20; i++) {
            assertThat(change(new PixelRect(0, 398, 640, 2), 16)).isEmpty();
        }
    }

    @Test
    void aLetterThatBlinksFastIsItsOwnSizeAndNoMore() {
        var cursor = new PixelRect(70, 70, 9, 18);
        change(cursor, 50);
        change(cursor, 50);
        assertThat(change(cursor, 50)).containsExactly(cursor);
    }

    @Test
    void whatWasTouchedStandsStillFromThenOn() {
        change(new PixelRect(0, 0, 10, 10), 33);
        long changed = nowNanos;
        nowNanos += 100 * MILLI;
        motion.touched(new PixelRect(64, 0, 64, 64), nowNanos);
        assertThat(motion.touchedNanos(0)).isEqualTo(changed);
        assertThat(motion.touchedNanos(1)).isEqualTo(nowNanos);
    }

    private List<PixelRect> change(PixelRect rect, int millis) {
        step(millis, rect);
        return moving();
    }

    private void step(int millis, PixelRect... rects) {
        nowNanos += millis * MILLI;
        var changes = new RectList();
        for (PixelRect rect : rects) {
            changes.add(rect);
        }
        motion.changed(changes, nowNanos);
    }

    private List<PixelRect> moving() {
        var areas = new RectList();
        motion.moving(nowNanos, areas);
        return areas.toList();
    }
}
