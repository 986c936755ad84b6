package org.wayray.codec;

import java.util.Random;

/** Pictures of the kinds that a desktop shows, from a seed. */
public final class TestPictures {
    public enum Kind {
        FLAT,
        TEXT,
        TWO_COLOURS,
        GRADIENT,
        PHOTO,
        NOISE,
        PATCHES,
        MIXED
    }

    private TestPictures() {}

    public static Framebuffer of(Kind kind, int width, int height, Random random) {
        var picture = new Framebuffer(width, height);
        paint(kind, picture, picture.bounds(), random);
        return picture;
    }

    static void paint(Kind kind, Framebuffer picture, PixelRect at, Random random) {
        switch (kind) {
            case FLAT -> picture.fill(at.x(), at.y(), at.width(), at.height(), colour(random));
            case TEXT -> text(picture, at, random);
            case TWO_COLOURS -> {
                int one = colour(random);
                int other = colour(random);
                each(picture, at, (x, y) -> random.nextInt(4) == 0 ? one : other);
            }
            case GRADIENT -> {
                int start = random.nextInt(256);
                each(picture, at, (x, y) -> grey(start + x / 3 + y / 5) & 0xFFFFFF00 | (x & 0xFF));
            }
            case PHOTO -> photo(picture, at, random);
            case NOISE -> each(picture, at, (x, y) -> colour(random));
            case PATCHES -> {
                for (int y = 0; y < at.height(); y += 4) {
                    for (int x = 0; x < at.width(); x += 8) {
                        picture.fill(
                                at.x() + x,
                                at.y() + y,
                                Math.min(8, at.width() - x),
                                Math.min(4, at.height() - y),
                                colour(random));
                    }
                }
            }
            case MIXED -> {
                for (Kind kind2 : Kind.values()) {
                    if (kind2 != Kind.MIXED) {
                        paint(kind2, picture, inside(at, random), random);
                    }
                }
            }
        }
    }

    public static PixelRect inside(PixelRect outer, Random random) {
        int width = 1 + random.nextInt(outer.width());
        int height = 1 + random.nextInt(outer.height());
        return new PixelRect(
                outer.x() + random.nextInt(outer.width() - width + 1),
                outer.y() + random.nextInt(outer.height() - height + 1),
                width,
                height);
    }

    static int colour(Random random) {
        return 0xFF000000 | random.nextInt(1 << 24);
    }

    private static int grey(int level) {
        return 0xFF000000 | (level & 0xFF) * 0x010101;
    }

    /** Strokes with soft edges in cells of 8x16 on a flat ground. */
    private static void text(Framebuffer picture, PixelRect at, Random random) {
        int ground = random.nextInt(40);
        int ink = 200 + random.nextInt(56);
        picture.fill(at.x(), at.y(), at.width(), at.height(), grey(ground));
        for (int cellY = at.y(); cellY < at.bottom(); cellY += 16) {
            for (int cellX = at.x(); cellX < at.right(); cellX += 8) {
                for (int stroke = random.nextInt(4); stroke > 0; stroke--) {
                    int x = cellX + 1 + random.nextInt(6);
                    int y = cellY + 2 + random.nextInt(10);
                    boolean upright = random.nextBoolean();
                    for (int i = random.nextInt(8); i >= 0; i--) {
                        int px = upright ? x : x + i;
                        int py = upright ? y + i : y;
                        if (px < Math.min(cellX + 8, at.right()) && py < Math.min(cellY + 16, at.bottom())) {
                            picture.pixels()[picture.index(px, py)] = grey(
                                    random.nextInt(3) == 0 ? ground + (ink - ground) * random.nextInt(8) / 8 : ink);
                        }
                    }
                }
            }
        }
    }

    /** Smooth in the large, noisy in the small. */
    private static void photo(Framebuffer picture, PixelRect at, Random random) {
        double fx = 0.01 + random.nextDouble() * 0.05;
        double fy = 0.01 + random.nextDouble() * 0.05;
        each(picture, at, (x, y) -> {
            int red = (int) (128 + 90 * Math.sin(x * fx) + random.nextGaussian() * 4);
            int green = (int) (128 + 90 * Math.sin(y * fy + x * fx) + random.nextGaussian() * 4);
            int blue = (int) (128 + 90 * Math.cos(y * fy) + random.nextGaussian() * 4);
            return 0xFF000000 | clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
        });
    }

    private static int clamp(int level) {
        return Math.clamp(level, 0, 255);
    }

    private interface Painter {
        int colourAt(int x, int y);
    }

    private static void each(Framebuffer picture, PixelRect at, Painter painter) {
        for (int y = at.y(); y < at.bottom(); y++) {
            for (int x = at.x(); x < at.right(); x++) {
                picture.pixels()[picture.index(x, y)] = painter.colourAt(x, y);
            }
        }
    }
}
