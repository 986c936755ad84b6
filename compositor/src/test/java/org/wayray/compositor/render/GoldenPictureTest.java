package org.wayray.compositor.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.wayray.codec.Framebuffer;
import org.wayray.compositor.geometry.BufferTransform;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputMode;
import org.wayray.compositor.scene.InvalidCommitException;
import org.wayray.compositor.scene.Layer;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.TestBuffer;
import org.wayray.compositor.scene.Viewport;

/**
 * Whole pictures against PNG files that a person has looked at. When one differs, what was painted lies in target/pictures; if it
 * is right, it becomes the new file.
 */
class GoldenPictureTest {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 120;

    private final Scene scene = new Scene();

    @Test
    void windows_lie_on_one_another_and_shine_through() throws Exception {
        window(20, 15, TestBuffer.of(70, 60, 0xff3060a0));
        window(60, 40, TestBuffer.of(70, 60, 0x80402010));
        window(100, 5, gradient(50, 50));
        window(-10, 90, TestBuffer.of(60, 60, 0xffc0a040));
        assertPicture("windows", Scale.ONE);
    }

    @Test
    void subsurfaces_lie_above_and_below_their_parent() throws Exception {
        Surface parent = surface(TestBuffer.of(60, 60, 0xc0404040));
        Surface below = surface(TestBuffer.of(40, 40, 0xffa03030));
        Surface above = surface(TestBuffer.of(40, 40, 0xff30a030));
        parent.addSubsurface(above).setPosition(new Offset<>(40, 40));
        var bond = parent.addSubsurface(below);
        bond.setPosition(new Offset<>(-20, -20));
        bond.placeBelow(parent);
        parent.commit();
        var tree = scene.add(parent, Layer.WINDOWS, new Offset<>(40, 30));
        tree.addChild(surface(TestBuffer.of(50, 12, 0xfff0f0e0)), new Offset<>(50, 10));
        assertPicture("subsurfaces", Scale.ONE);
    }

    @Test
    void turned_buffers_are_shown_upright() throws Exception {
        BufferTransform[] transforms = BufferTransform.values();
        for (int i = 0; i < transforms.length; i++) {
            Surface surface = new Surface(this);
            surface.attach(turnedLetter(transforms[i]));
            surface.setBufferTransform(transforms[i]);
            surface.commit();
            scene.add(surface, Layer.WINDOWS, new Offset<>(8 + i % 4 * 38, 10 + i / 4 * 55));
        }
        assertPicture("transforms", Scale.ONE);
    }

    @Test
    void a_dense_output_repeats_pixels_or_shows_all_of_a_dense_buffer() throws Exception {
        window(5, 5, gradient(30, 30));
        Surface dense = new Surface(this);
        dense.attach(gradient(60, 60));
        dense.setBufferScale(2);
        dense.commit();
        scene.add(dense, Layer.WINDOWS, new Offset<>(42, 5));
        assertPicture("scale-2", new Scale(240));
    }

    @Test
    void a_fractional_output_interpolates() throws Exception {
        window(5, 5, gradient(30, 30));
        window(35, 35, letter(30, 46));
        assertPicture("scale-1.5", new Scale(180));
    }

    @Test
    void a_viewport_crops_and_scales() throws Exception {
        Surface enlarged = new Surface(this);
        enlarged.attach(letter(30, 46));
        enlarged.setViewport(new Viewport(new Viewport.Source(5.5, 5, 10.25, 20), new Size<>(60, 100)));
        enlarged.commit();
        scene.add(enlarged, Layer.WINDOWS, new Offset<>(10, 10));
        Surface reduced = new Surface(this);
        reduced.attach(letter(60, 92));
        reduced.setViewport(new Viewport(null, new Size<>(25, 40)));
        reduced.commit();
        scene.add(reduced, Layer.WINDOWS, new Offset<>(90, 10));
        assertPicture("viewports", Scale.ONE);
    }

    private void window(int x, int y, TestBuffer buffer) throws InvalidCommitException {
        scene.add(surface(buffer), Layer.WINDOWS, new Offset<>(x, y));
    }

    private Surface surface(TestBuffer buffer) throws InvalidCommitException {
        Surface surface = new Surface(this);
        surface.attach(buffer);
        surface.commit();
        return surface;
    }

    /** From transparent on the left to opaque on the right, green growing downwards. */
    private static TestBuffer gradient(int width, int height) {
        TestBuffer buffer = new TestBuffer(width, height, false);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int alpha = 255 * x / (width - 1);
                int green = alpha * y / (height - 1);
                buffer.pixels()[y * width + x] = alpha << 24 | alpha << 16 | green << 8;
            }
        }
        return buffer;
    }

    /** A picture that looks different from every side: a letter F, black on white. */
    private static TestBuffer letter(int width, int height) {
        TestBuffer buffer = TestBuffer.of(width, height, 0xffffffff);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                buffer.pixels()[y * width + x] = isLetter(x, y, width, height) ? 0xff101010 : 0xfff8f8f8;
            }
        }
        return buffer;
    }

    private static boolean isLetter(int x, int y, int width, int height) {
        int unit = width / 6;
        boolean stem = x >= unit && x < 2 * unit && y >= unit && y < height - unit;
        boolean top = y >= unit && y < 2 * unit && x >= unit && x < 5 * unit;
        boolean middle = y >= height / 2 - unit && y < height / 2 && x >= unit && x < 4 * unit;
        return stem || top || middle;
    }

    /**
     * The letter as a client writes it into its buffer for that transform. Worked out from the words of wl_output.transform, by
     * quarter turns against the clock and a flip around the vertical axis, not from the tables of the code under test.
     */
    private static TestBuffer turnedLetter(BufferTransform transform) {
        TestBuffer turned = letter(30, 46);
        int turns = transform.wireValue() % 4;
        if (transform.wireValue() >= 4) {
            turned = flipped(turned);
        }
        for (int i = 0; i < turns; i++) {
            turned = quarterTurned(turned);
        }
        return turned;
    }

    private static TestBuffer flipped(TestBuffer buffer) {
        int width = buffer.size().width();
        int height = buffer.size().height();
        TestBuffer result = new TestBuffer(width, height, true);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                result.pixels()[y * width + x] = buffer.pixels()[y * width + width - 1 - x];
            }
        }
        return result;
    }

    /** Against the clock: what was at the right edge is at the top. */
    private static TestBuffer quarterTurned(TestBuffer buffer) {
        int width = buffer.size().width();
        int height = buffer.size().height();
        TestBuffer result = new TestBuffer(/* width= */ height, /* height= */ width, true);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                result.pixels()[(width - 1 - x) * height + y] = buffer.pixels()[y * width + x];
            }
        }
        return result;
    }

    private void assertPicture(String name, Scale scale) throws IOException {
        Output output =
                new Output("TEST-1", "test", new OutputMode(new Size<>(WIDTH, HEIGHT), 60_000), scale, Offset.zero());
        Framebuffer painted = new Framebuffer(WIDTH, HEIGHT);
        new Renderer().render(scene, output, Region.of(new Rect<>(0, 0, WIDTH, HEIGHT)), painted);

        Path written = Path.of("target", "pictures", name + ".png");
        Files.createDirectories(written.getParent());
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, WIDTH, HEIGHT, painted.pixels(), 0, WIDTH);
        ImageIO.write(image, "png", written.toFile());

        var golden = getClass().getResource(name + ".png");
        assertThat(golden).as("no golden picture; look at " + written).isNotNull();
        BufferedImage expected = ImageIO.read(golden);
        int[] pixels = expected.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH);
        for (int i = 0; i < pixels.length; i++) {
            if ((pixels[i] ^ painted.pixels()[i]) << 8 != 0) {
                assertThat("%d,%d: %08x".formatted(i % WIDTH, i / WIDTH, painted.pixels()[i]))
                        .as("look at " + written)
                        .isEqualTo("%d,%d: %08x".formatted(i % WIDTH, i / WIDTH, pixels[i]));
            }
        }
    }
}
