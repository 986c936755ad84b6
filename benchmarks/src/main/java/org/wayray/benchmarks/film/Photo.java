package org.wayray.benchmarks.film;

import java.awt.Color;
import java.util.Random;
import org.wayray.codec.Framebuffer;

/**
 * Makes photographs up: things of all sizes that hide each other, many small ones and few large, lit from one side, with a rough
 * surface, seen through a lens that is not quite sharp by a sensor that is not quite quiet.
 */
final class Photo {
    private static final int TILE = 256;
    private static final float[] ROUGHNESS = roughness();

    /** How often each place is painted over, on average. */
    private static final double LAYERS = 3;

    private static final double SMALLEST = 6;

    private final int width;
    private final int height;
    private final Random random;
    private final Framebuffer picture;
    private final double light;
    private final double hue;

    private Photo(int width, int height, long seed) {
        this.width = width;
        this.height = height;
        this.random = new Random(seed);
        this.picture = new Framebuffer(width, height);
        this.light = random.nextDouble() * 2 * Math.PI;
        this.hue = random.nextDouble();
    }

    /** @param grain strength of the sensor's noise; see {@link Grain} */
    static Framebuffer of(int width, int height, long seed, double grain) {
        var photo = new Photo(width, height, seed);
        photo.paintGround();
        photo.paintThings();
        photo.soften();
        if (grain > 0) {
            Grain.add(photo.picture, seed, grain);
        }
        return photo.picture;
    }

    private void paintGround() {
        for (int y = 0; y < height; y++) {
            int fall = 90 * y / height;
            for (int x = 0; x < width; x++) {
                int rough = (int) (9 * rough(x >> 1, y >> 1));
                picture.pixels()[y * width + x] =
                        Grain.argb(190 - fall + rough, 205 - fall + rough, 215 + rough - fall / 2);
            }
        }
    }

    private void paintThings() {
        double largest = height * 0.3;
        double ratio = SMALLEST / largest;
        double left = LAYERS * width * height;
        while (left > 0) {
            // as many of each size as there are in a view of things at all distances: their number falls with the cube
            double size = SMALLEST / Math.sqrt(1 - random.nextDouble() * (1 - ratio * ratio));
            double flatness = 0.4 + 0.6 * random.nextDouble();
            paintThing(size, flatness);
            left -= 2.6 * size * size * flatness;
        }
    }

    /** An ellipse, a rectangle or a diamond, turned. */
    private void paintThing(double size, double flatness) {
        int shape = random.nextInt(3);
        double turn = random.nextDouble() * Math.PI;
        double cos = StrictMath.cos(turn) / size;
        double sin = StrictMath.sin(turn) / size;
        double centreX = random.nextDouble() * width;
        double centreY = random.nextDouble() * height;
        var paint = new Color(Color.HSBtoRGB(
                (float) (hue + random.nextGaussian() * 0.12), (float) (0.08 + 0.5 * random.nextDouble()), (float)
                        (0.15 + 0.8 * random.nextDouble())));
        double slope = 0.4 * random.nextDouble() / size;
        double slopeX = slope * StrictMath.cos(light);
        double slopeY = slope * StrictMath.sin(light);
        double roughness = 28 * random.nextDouble() * random.nextDouble();
        int stretch = 1 + random.nextInt(3);
        int shift = random.nextInt(TILE);
        double reach = shape == 1 ? 1.42 * size : size;
        int bottom = (int) Math.min(height - 1, centreY + reach);
        int right = (int) Math.min(width - 1, centreX + reach);
        for (int y = (int) Math.max(0, centreY - reach); y <= bottom; y++) {
            double dy = y - centreY;
            for (int x = (int) Math.max(0, centreX - reach); x <= right; x++) {
                double dx = x - centreX;
                double across = Math.abs(dx * cos + dy * sin);
                double along = Math.abs(dy * cos - dx * sin) / flatness;
                boolean inside = switch (shape) {
                    case 0 -> across * across + along * along < 1;
                    case 1 -> across < 1 && along < 1;
                    default -> across + along < 1;
                };
                if (inside) {
                    double lit = 1 + dx * slopeX + dy * slopeY;
                    double rough = roughness * rough(x * stretch + shift, y + shift);
                    picture.pixels()[y * width + x] = Grain.argb(
                            (int) (paint.getRed() * lit + rough), (int) (paint.getGreen() * lit + rough), (int)
                                    (paint.getBlue() * lit + rough));
                }
            }
        }
    }

    /** Each pixel gets a half of itself and a quarter of its neighbours' on both sides, first along rows, then along columns. */
    private void soften() {
        int[] pixels = picture.pixels();
        int[] line = new int[Math.max(width, height)];
        for (int y = 0; y < height; y++) {
            soften(pixels, y * width, 1, width, line);
        }
        for (int x = 0; x < width; x++) {
            soften(pixels, x, width, height, line);
        }
    }

    private static void soften(int[] pixels, int start, int step, int count, int[] line) {
        for (int i = 0; i < count; i++) {
            line[i] = pixels[start + i * step];
        }
        for (int i = 0; i < count; i++) {
            int before = line[Math.max(0, i - 1)];
            int self = line[i];
            int after = line[Math.min(count - 1, i + 1)];
            int redBlue = (before & 0xFF00FF) + 2 * (self & 0xFF00FF) + (after & 0xFF00FF) + 0x020002 >>> 2;
            int green = (before & 0x00FF00) + 2 * (self & 0x00FF00) + (after & 0x00FF00) + 0x000200 >>> 2;
            pixels[start + i * step] = 0xFF000000 | redBlue & 0xFF00FF | green & 0x00FF00;
        }
    }

    private static float rough(int x, int y) {
        return ROUGHNESS[(y & TILE - 1) * TILE + (x & TILE - 1)];
    }

    /** A tile that fits to itself on all sides: smooth noise at every scale, weaker the smaller the scale. */
    private static float[] roughness() {
        var random = new Random(3);
        float[] tile = new float[TILE * TILE];
        float strength = 1;
        for (int scale = TILE / 4; scale >= 1; scale /= 2) {
            int cells = TILE / scale;
            float[] grid = new float[cells * cells];
            for (int i = 0; i < grid.length; i++) {
                grid[i] = random.nextFloat() * 2 - 1;
            }
            for (int y = 0; y < TILE; y++) {
                int upper = y / scale * cells;
                int lower = (y / scale + 1) % cells * cells;
                float down = smooth((float) (y % scale) / scale);
                for (int x = 0; x < TILE; x++) {
                    int left = x / scale;
                    int right = (left + 1) % cells;
                    float across = smooth((float) (x % scale) / scale);
                    float above = grid[upper + left] + (grid[upper + right] - grid[upper + left]) * across;
                    float below = grid[lower + left] + (grid[lower + right] - grid[lower + left]) * across;
                    tile[y * TILE + x] += strength * (above + (below - above) * down);
                }
            }
            strength *= 0.65f;
        }
        return tile;
    }

    private static float smooth(float t) {
        return t * t * (3 - 2 * t);
    }
}
