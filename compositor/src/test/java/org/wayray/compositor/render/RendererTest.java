package org.wayray.compositor.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.wayray.codec.Framebuffer;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.scene.RandomScene;

class RendererTest {

    @Test
    void painting_the_damage_gives_the_same_picture_as_painting_everything() throws Exception {
        long seed = System.nanoTime();
        System.out.println("RendererTest seed " + seed);
        Renderer renderer = new Renderer();
        for (int round = 0; round < 60; round++) {
            RandomScene random = new RandomScene(seed + round);
            Framebuffer kept = framebuffer(random);
            Framebuffer fresh = framebuffer(random);
            StringBuilder steps = new StringBuilder();
            for (int step = 0; step < 150; step++) {
                steps.append(random.step()).append(' ');
                renderer.render(random.scene(), random.output(), random.output().takeDamage(), kept);
                renderer.render(
                        random.scene(),
                        random.output(),
                        Region.of(random.output().mode().size().toRect()),
                        fresh);
                assertSame(kept, fresh, "seed " + (seed + round) + " after " + steps);
            }
        }
    }

    private static Framebuffer framebuffer(RandomScene random) {
        var size = random.output().mode().size();
        return new Framebuffer(size.width(), size.height());
    }

    private static void assertSame(Framebuffer kept, Framebuffer fresh, String message) {
        for (int i = 0; i < kept.pixels().length; i++) {
            if (kept.pixels()[i] != fresh.pixels()[i]) {
                assertThat("pixel %d,%d is %08x".formatted(i % kept.width(), i / kept.width(), kept.pixels()[i]))
                        .as(message)
                        .isEqualTo("%08x".formatted(fresh.pixels()[i]));
            }
        }
    }
}
