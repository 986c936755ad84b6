package org.wayray.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wayray.codec.TestPictures.Kind;

final class ChangeFinderTest {
    private final ChangeFinder finder = new ChangeFinder(16);
    private final RectList changes = new RectList();

    @Test
    void aLetterCostsALetter() {
        var before = new Framebuffer(640, 480);
        var now = new Framebuffer(640, 480);
        now.fill(100, 200, 8, 12, 0xFFFFFFFF);
        finder.find(now, before, new PixelRegion(now.bounds()), changes);
        assertThat(changes.toList()).containsExactly(new PixelRect(100, 200, 8, 12));
    }

    @Test
    void falseDamageCostsNothing() {
        Framebuffer now = TestPictures.of(Kind.PHOTO, 200, 100, new Random(3));
        var before = new Framebuffer(now.pixels().clone(), 200, 200, 100);
        finder.find(now, before, new PixelRegion(now.bounds()), changes);
        assertThat(changes.isEmpty()).isTrue();
    }

    @Test
    void aLineOfTextIsOneBand() {
        var before = new Framebuffer(800, 100);
        var now = new Framebuffer(800, 100);
        for (int x = 10; x < 780; x += 8) {
            now.fill(x, 40 + x % 3, 5, 12, 0xFFFFFFFF);
        }
        finder.find(now, before, new PixelRegion(now.bounds()), changes);
        assertThat(changes.toList()).containsExactly(new PixelRect(10, 40, 773, 14));
    }

    @Test
    void farCornersStayApart() {
        var before = new Framebuffer(800, 600);
        var now = new Framebuffer(800, 600);
        now.fill(0, 0, 4, 4, 0xFFFFFFFF);
        now.fill(796, 596, 4, 4, 0xFFFFFFFF);
        finder.find(now, before, new PixelRegion(now.bounds()), changes);
        assertThat(changes.toList())
                .containsExactlyInAnyOrder(new PixelRect(0, 0, 4, 4), new PixelRect(796, 596, 4, 4));
    }

    @Test
    void onlyDamageIsLookedAt() {
        var before = new Framebuffer(300, 300);
        var now = new Framebuffer(300, 300);
        now.fill(0, 0, 300, 300, 0xFFFFFFFF);
        finder.find(now, before, new PixelRegion(new PixelRect(-5, 70, 20, 1000)), changes);
        assertThat(changes.toList()).containsExactly(new PixelRect(0, 70, 15, 230));
    }

    @Test
    void allThatDiffersIsFoundInFewRectangles() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            int width = 1 + random.nextInt(500);
            int height = 1 + random.nextInt(400);
            Framebuffer now = TestPictures.of(Kind.values()[seed % Kind.values().length], width, height, random);
            var before = new Framebuffer(now.pixels().clone(), width, width, height);
            var damage = new PixelRegion();
            for (int i = random.nextInt(200); i > 0; i--) {
                PixelRect rect = TestPictures.inside(
                        new PixelRect(random.nextInt(width), random.nextInt(height), 40, 40).intersection(now.bounds()),
                        random);
                TestPictures.paint(Kind.TEXT, now, rect, random);
                damage.add(rect);
            }
            finder.find(now, before, damage, changes);
            assertThat(changes.size()).as("seed %d", seed).isLessThanOrEqualTo(16);
            for (PixelRect rect : changes.toList()) {
                assertThat(now.bounds().contains(rect)).as("seed %d", seed).isTrue();
                before.copyFrom(now, rect.x(), rect.y(), rect.width(), rect.height());
            }
            assertThat(before.pixels()).as("seed %d", seed).isEqualTo(now.pixels());
        }
    }
}
