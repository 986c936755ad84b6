package org.wayray.benchmarks;

import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Random;
import org.wayray.codec.Framebuffer;

/** Pictures as a desktop has them; the same in every run on a machine with the same fonts. */
public enum Sample {
    /** A letter of a terminal. */
    LETTER(8, 16),
    /** A line of text as an editor draws it again when one types in it. */
    TEXT_LINE(800, 20),
    /** A screen full of text. */
    TEXT_SCREEN(1920, 1080),
    /** A screen full of a photograph. */
    PHOTO_SCREEN(1920, 1080),
    /** A block of one colour. */
    FLAT_BLOCK(256, 256);

    private static final Color GROUND = new Color(0x1E1E1E);
    private static final Color INK = new Color(0xDCDCDC);
    private static final String WORDS =
            "public static final int the of and return new for while class private void String if else"
                    + " { } ( ) ; = + 0 1 42 0x1F import org.wayray.codec /usr/lib";
    private static final int FONT_SIZE = 13;
    private static final int LINE_HEIGHT = 17;

    private final int width;
    private final int height;

    Sample(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Paints it. */
    public Framebuffer paint() {
        return switch (this) {
            case LETTER, TEXT_LINE, TEXT_SCREEN -> text();
            case PHOTO_SCREEN -> photo();
            case FLAT_BLOCK -> {
                var picture = new Framebuffer(width, height);
                picture.fill(0, 0, width, height, GROUND.getRGB());
                yield picture;
            }
        };
    }

    private Framebuffer text() {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB_PRE);
        var graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.MONOSPACED, Font.PLAIN, FONT_SIZE));
        graphics.setColor(GROUND);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(INK);
        var random = new Random(5);
        String[] words = WORDS.split(" ");
        for (int y = FONT_SIZE; y < height + FONT_SIZE; y += LINE_HEIGHT) {
            var line = new StringBuilder("a");
            for (int length = width * random.nextInt(1, 5) / 4; line.length() < length / 8; ) {
                line.append(words[random.nextInt(words.length)]).append(' ');
            }
            graphics.drawString(line.toString(), 0, y);
        }
        graphics.dispose();
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        return new Framebuffer(pixels, width, width, height);
    }

    /** Noise at every scale, stronger the larger the scale, and mostly the same in the three colours. */
    private Framebuffer photo() {
        var random = new Random(1);
        float[][] planes = new float[3][width * height];
        for (int plane = 0; plane < 3; plane++) {
            for (int scale = 1; scale <= 64; scale *= 2) {
                addNoise(planes, plane, scale, random);
            }
        }
        var picture = new Framebuffer(width, height);
        for (int i = 0; i < width * height; i++) {
            picture.pixels()[i] =
                    0xFF000000 | level(planes[0][i]) << 16 | level(planes[1][i]) << 8 | level(planes[2][i]);
        }
        return picture;
    }

    private void addNoise(float[][] planes, int plane, int scale, Random random) {
        int columns = width / scale + 2;
        float[] grid = new float[columns * (height / scale + 2)];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = (float) (random.nextGaussian() * Math.pow(scale, 0.8));
        }
        for (int y = 0; y < height; y++) {
            float down = (float) (y % scale) / scale;
            for (int x = 0; x < width; x++) {
                float right = (float) (x % scale) / scale;
                int at = y / scale * columns + x / scale;
                float upper = grid[at] + (grid[at + 1] - grid[at]) * right;
                float lower = grid[at + columns] + (grid[at + columns + 1] - grid[at + columns]) * right;
                float value = upper + (lower - upper) * down;
                planes[plane][y * width + x] += 0.3f * value;
                planes[(plane + 1) % 3][y * width + x] += value;
                planes[(plane + 2) % 3][y * width + x] += value;
            }
        }
    }

    private static int level(float value) {
        return Math.clamp((int) (128 + value), 0, 255);
    }
}
