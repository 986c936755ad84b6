package org.wayray.compositor.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.protocol.v1.Region;

/** What is covered and uncovered again comes from what the viewer kept, and is right whatever happens meanwhile. */
final class CoveredPixelsTest {
    private static final long A_FRAME = 16_000_000;
    private static final long A_SECOND = 1_000_000_000;

    private final FeedFixture fixture = new FeedFixture();
    private final Desktop desktop = new Desktop(fixture, 640, 480, new Random(1));

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatAWindowPassesOverIsKept() {
        var window = desktop.open(new PixelRect(100, 100, 200, 150));
        show(A_SECOND);
        for (int i = 0; i < 20; i++) {
            desktop.move(window, 5, 3);
            show(A_FRAME);
        }
        for (int i = 0; i < 20; i++) {
            desktop.move(window, -5, -3);
            var regions = show(A_FRAME);
            if (i > 2) { // turning is noticed a little later
                assertThat(regions).extracting(Region::getCoding).containsOnly(Region.Coding.COPY, Region.Coding.KEPT);
            }
        }
    }

    @Test
    void whatAMenuCoveredIsShownWithoutAPixelWhenItCloses() {
        show(A_SECOND);
        var menu = desktop.open(new PixelRect(50, 20, 160, 300));
        assertThat(show(A_SECOND)).anyMatch(Region::getKeep);
        desktop.draw(menu, new PixelRect(0, 40, 160, 20));
        assertThat(show(A_SECOND)).noneMatch(Region::getKeep);
        desktop.close(menu);
        assertThat(show(A_FRAME)).extracting(Region::getCoding).containsExactly(Region.Coding.KEPT);
    }

    @Test
    void whatChangesAllTheTimeIsNotKept() {
        var video = desktop.open(new PixelRect(100, 100, 128, 96));
        show(A_SECOND);
        desktop.draw(video, new PixelRect(0, 0, 128, 96));
        show(A_FRAME);
        for (int i = 0; i < 10; i++) {
            desktop.draw(video, new PixelRect(0, 0, 128, 96));
            assertThat(show(A_FRAME)).noneMatch(Region::getKeep);
        }
    }

    @Test
    void aViewerThatCannotKeepIsNotAskedTo() {
        var options = new FeedOptions(Duration.ofMillis(16), Duration.ofSeconds(10), true, false, true);
        try (var other = new FeedFixture(1 << 24, options)) {
            run(other, new Random(1), 200);
            assertThat(other.received)
                    .noneMatch(frame -> frame.getForgetKept()
                            || frame.getRegionsList().stream()
                                    .anyMatch(region -> region.getKeep() || region.getCoding() == Region.Coding.KEPT));
        }
    }

    @Test
    void allIsForgottenWhenNothingMayBeKept() {
        show(A_SECOND);
        var menu = desktop.open(new PixelRect(50, 20, 160, 300));
        show(A_SECOND);
        assertThat(fixture.kept.isEmpty()).isFalse();
        fixture.feed.mayKeep(false);
        fixture.feed.damage(new PixelRegion(new PixelRect(0, 0, 1, 1)));
        show(A_SECOND);
        assertThat(fixture.kept.isEmpty()).isTrue();
        desktop.close(menu);
        assertThat(show(A_SECOND)).noneMatch(Region::getKeep);
        assertThat(fixture.kept.isEmpty()).isTrue();
        fixture.feed.mayKeep(true);
        desktop.open(new PixelRect(50, 20, 160, 300));
        assertThat(show(A_SECOND)).anyMatch(Region::getKeep);
    }

    @Test
    void whatTheViewerLostIsNotShownAgain() {
        show(A_SECOND);
        fixture.viewerFails = true;
        desktop.open(new PixelRect(60, 30, 40, 40));
        fixture.capture();
        fixture.deliver(); // the feed has heard of it, but its next frame may be under way
        fixture.viewerFails = false;
        var menu = desktop.open(new PixelRect(50, 20, 160, 300));
        show(A_SECOND);
        desktop.close(menu);
        show(A_SECOND);
    }

    @Test
    void atRestThePictureIsExactWhateverWasCoveredAndLost() {
        for (int seed = 0; seed < 60; seed++) {
            try (var random = new FeedFixture()) {
                run(random, new Random(seed), 150);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** Shows what there is to show; returns the regions of the frames, and checks the picture. */
    private List<Region> show(long nanosAfter) {
        int before = fixture.received.size();
        fixture.settle();
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
        fixture.nowNanos += nanosAfter;
        return fixture.received.subList(before, fixture.received.size()).stream()
                .flatMap(frame -> frame.getRegionsList().stream())
                .toList();
    }

    private static void run(FeedFixture fixture, Random random, int steps) {
        var desktop = new Desktop(fixture, 200 + random.nextInt(300), 150 + random.nextInt(200), random);
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(16)) {
                case 0 -> desktop.open(place(fixture, random));
                case 1, 2, 3, 4 -> {
                    if (!desktop.windows().isEmpty()) {
                        desktop.move(any(desktop, random), random.nextInt(21) - 10, random.nextInt(21) - 10);
                    }
                }
                case 5 -> {
                    if (!desktop.windows().isEmpty()) {
                        desktop.close(any(desktop, random));
                    }
                }
                case 6 -> {
                    if (!desktop.windows().isEmpty()) {
                        desktop.draw(any(desktop, random), place(fixture, random));
                    }
                }
                case 7, 8, 9 -> fixture.capture();
                case 10 -> {
                    Collections.shuffle(fixture.pool.tasks, random);
                    fixture.deliver();
                }
                case 11 -> fixture.acknowledge(random.nextInt(4));
                case 12 -> {
                    fixture.viewerFails = random.nextBoolean();
                    fixture.runViewer(); // what it asks for comes later
                    fixture.viewerFails = false;
                }
                case 13 -> fixture.nowNanos += random.nextInt(1_000_000_000);
                case 14 -> {
                    if (random.nextInt(10) == 0) {
                        fixture.feed.mayKeep(random.nextInt(3) > 0);
                    }
                }
                default -> {
                    if (random.nextInt(4) == 0) {
                        fixture.settle();
                        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
                    }
                }
            }
            fixture.nowNanos += random.nextInt(20_000_000);
        }
        fixture.settle();
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    private static Desktop.Window any(Desktop desktop, Random random) {
        return desktop.windows().get(random.nextInt(desktop.windows().size()));
    }

    private static PixelRect place(FeedFixture fixture, Random random) {
        return new PixelRect(
                random.nextInt(fixture.framebuffer.width()),
                random.nextInt(fixture.framebuffer.height()),
                20 + random.nextInt(200),
                20 + random.nextInt(200));
    }
}
