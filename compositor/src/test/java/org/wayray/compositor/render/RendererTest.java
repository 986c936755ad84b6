package org.wayray.compositor.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wayray.codec.Framebuffer;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputMode;
import org.wayray.compositor.scene.Layer;
import org.wayray.compositor.scene.RandomScene;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.TestBuffer;
import org.wayray.compositor.scene.Viewport;

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

    @Test
    @Timeout(20)
    void scatteredOpaqueRegionsHoldNobodyUp() throws Exception {
        var scene = new Scene();
        var size = new Size<Physical>(1280, 800);
        var output = new Output("TEST-1", "test", new OutputMode(size, 60_000), Scale.ONE, Offset.zero());
        scene.addOutput(output);
        var random = new Random(1);
        for (int i = 0; i < 8000; i++) {
            var surface = new Surface(this);
            surface.attach(TestBuffer.of(1, 1, 0x80ffffff));
            surface.setViewport(Viewport.NONE.withDestination(new Size<>(1280, 800)));
            var opaque = Region.<Logical>empty();
            for (int j = 0; j < 64; j++) {
                opaque = opaque.union(new Rect<>(random.nextInt(1280), random.nextInt(800), 1, 1));
            }
            surface.setOpaqueRegion(opaque);
            surface.commit();
            scene.add(surface, Layer.WINDOWS, Offset.zero());
        }
        scene.updateVisibility();
        new Renderer().render(scene, output, Region.of(new Rect<>(0, 0, 64, 64)), new Framebuffer(1280, 800));
        assertThat(scene.trees(Layer.WINDOWS)).allMatch(tree -> tree.root().isTreeExposed());
    }

    /** What is drawn for the scale of an output is shown pixel for pixel wherever it lies, and there is no gap to what adjoins. */
    @Test
    void contentOfAFractionalScaleIsNeitherBlurredNorParted() throws Exception {
        for (int scale : new int[] {75, 130, 150, 180, 210, 270}) {
            for (int at = 0; at < 40; at++) {
                showTwo(new Scale(scale), at, 5 + at % 7);
            }
        }
    }

    /** Two surfaces side by side, the left one with a colour of its own in each column. */
    private void showTwo(Scale scale, int at, int width) throws Exception {
        var scene = new Scene();
        var size = new Size<Physical>(300, 8);
        var output = new Output("TEST-1", "test", new OutputMode(size, 60_000), scale, Offset.zero());
        scene.addOutput(output);
        int drawn = (int) Math.round(width * scale.factor());
        var striped = new TestBuffer(drawn, drawn, true);
        for (int i = 0; i < drawn * drawn; i++) {
            striped.pixels()[i] = 0xff000000 | (i % drawn + 1) << 8;
        }
        add(scene, at, width, striped);
        add(scene, at + width, width, TestBuffer.of(drawn, drawn, 0xff0000ff));
        var picture = new Framebuffer(300, 8);
        new Renderer().render(scene, output, Region.of(size.toRect()), picture);

        int start = scale.toPhysical(new Rect<>(at, 0, width, width)).x();
        int end = scale.toPhysical(new Rect<>(at + width, 0, width, width)).x();
        for (int x = start; x < end; x++) {
            assertThat(picture.pixel(x, 0))
                    .as("%s, a surface of %d at %d, column %d", scale, width, at, x - start)
                    .isEqualTo(0xff000000 | Math.min(x - start + 1, drawn) << 8);
        }
        assertThat(picture.pixel(end, 0)).isEqualTo(0xff0000ff);
    }

    private void add(Scene scene, int x, int width, TestBuffer buffer) throws Exception {
        var surface = new Surface(this);
        surface.attach(buffer);
        surface.setViewport(Viewport.NONE.withDestination(new Size<>(width, width)));
        surface.commit();
        scene.add(surface, Layer.WINDOWS, new Offset<>(x, 0));
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
