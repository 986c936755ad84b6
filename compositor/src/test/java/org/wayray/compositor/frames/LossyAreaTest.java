package org.wayray.compositor.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.codec.PixelCopy;
import org.wayray.codec.PixelRect;
import org.wayray.codec.RectList;

final class LossyAreaTest {
    private static final long MILLI = 1_000_000;
    private static final int ALL = 1 << 20;

    private final MotionMap motion = new MotionMap();
    private final LossyArea lossy = new LossyArea(motion);
    private long nowNanos = 5_000 * MILLI;

    @BeforeEach
    void sizeIt() {
        motion.reset(640, 400);
    }

    @Test
    void whatStandsStillIsRefinedAndNotBefore() {
        touch(new PixelRect(0, 0, 128, 64));
        assertThat(lossy.dueNanos(nowNanos)).isEqualTo(nowNanos + LossyArea.STILL_NANOS);
        nowNanos += LossyArea.STILL_NANOS - 1;
        assertThat(refine(ALL)).isEmpty();
        nowNanos++;
        assertThat(refine(ALL)).containsExactly(new PixelRect(0, 0, 128, 64));
        assertThat(lossy.isEmpty()).isTrue();
        assertThat(lossy.dueNanos(nowNanos)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatWasTouchedLastComesFirst() {
        touch(new PixelRect(0, 0, 64, 64));
        nowNanos += 50 * MILLI;
        touch(new PixelRect(320, 320, 64, 64));
        nowNanos += 300 * MILLI;
        assertThat(refine(1)).containsExactly(new PixelRect(320, 320, 64, 64));
        assertThat(refine(1)).containsExactly(new PixelRect(0, 0, 64, 64));
    }

    @Test
    void aPartIsRefinedAtATime() {
        touch(new PixelRect(10, 10, 600, 300));
        nowNanos += 300 * MILLI;
        long pixels = 0;
        for (int i = 0; i < 100 && !lossy.isEmpty(); i++) {
            var part = refine(8192);
            assertThat(part).isNotEmpty();
            pixels += part.stream().mapToLong(PixelRect::area).sum();
        }
        assertThat(pixels).isEqualTo(600 * 300);
    }

    @Test
    void aCopyOfItIsAsNearAsItIs() {
        touch(new PixelRect(0, 0, 64, 64));
        lossy.copied(new PixelCopy(new PixelRect(100, 100, 200, 200), 0, 0));
        nowNanos += 300 * MILLI;
        assertThat(lossy.intersects(new PixelRect(100, 100, 64, 64))).isTrue();
        assertThat(lossy.intersects(new PixelRect(164, 164, 200, 200))).isFalse();
        lossy.copied(new PixelCopy(new PixelRect(0, 0, 164, 164), 300, 200));
        assertThat(lossy.isEmpty()).as("exact pixels were copied over it").isTrue();
    }

    private void touch(PixelRect rect) {
        lossy.add(rect);
        motion.touched(rect, nowNanos);
    }

    private List<PixelRect> refine(long pixels) {
        var rects = new RectList();
        lossy.refine(nowNanos, pixels, rects);
        return rects.toList();
    }
}
