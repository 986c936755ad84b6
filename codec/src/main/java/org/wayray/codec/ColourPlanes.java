package org.wayray.codec;

/**
 * A picture as three planes of bytes: green, red minus green, blue minus green, each row after row, differences modulo
 * 256. Greys, which most of a desktop is made of, leave two planes of zeros.
 *
 * <p>Or as the same planes of differences: each value minus the one on its left, or above it in the first column. Photographs
 * become small numbers by that; text and flat areas code better without.
 */
final class ColourPlanes {
    private ColourPlanes() {}

    /** Writes the planes of a rectangle to the first {@code 3 * width * height} bytes. */
    static void split(Framebuffer picture, int x, int y, int width, int height, byte[] planes) {
        int[] pixels = picture.pixels();
        int area = width * height;
        int at = 0;
        for (int row = y; row < y + height; row++) {
            int from = picture.index(x, row);
            splitRow(pixels, from, planes, at, area, width);
            at += width;
        }
    }

    private static void splitRow(int[] pixels, int from, byte[] planes, int at, int area, int width) {
        for (int i = 0; i < width; i++) {
            int pixel = pixels[from + i];
            int green = pixel >> 8;
            planes[at + i] = (byte) green;
            planes[at + area + i] = (byte) ((pixel >> 16) - green);
            planes[at + 2 * area + i] = (byte) (pixel - green);
        }
    }

    /** Writes the planes of differences of a rectangle to the first {@code 3 * width * height} bytes. */
    static void splitDeltas(Framebuffer picture, int x, int y, int width, int height, byte[] planes) {
        int[] pixels = picture.pixels();
        int area = width * height;
        int at = 0;
        for (int row = y; row < y + height; row++) {
            int from = picture.index(x, row);
            splitDelta(pixels[from], row == y ? 0 : pixels[picture.index(x, row - 1)], planes, at, area);
            for (int i = 1; i < width; i++) {
                splitDelta(pixels[from + i], pixels[from + i - 1], planes, at + i, area);
            }
            at += width;
        }
    }

    private static void splitDelta(int pixel, int before, byte[] planes, int at, int area) {
        int green = (pixel >> 8) - (before >> 8);
        planes[at] = (byte) green;
        planes[at + area] = (byte) ((pixel >> 16) - (before >> 16) - green);
        planes[at + 2 * area] = (byte) (pixel - before - green);
    }

    /** Writes a rectangle from its planes. */
    static void join(byte[] planes, Framebuffer picture, int x, int y, int width, int height) {
        int[] pixels = picture.pixels();
        int area = width * height;
        int at = 0;
        for (int row = y; row < y + height; row++) {
            joinRow(planes, at, area, pixels, picture.index(x, row), width);
            at += width;
        }
    }

    private static void joinRow(byte[] planes, int at, int area, int[] pixels, int to, int width) {
        for (int i = 0; i < width; i++) {
            int green = planes[at + i];
            int red = planes[at + area + i] + green;
            int blue = planes[at + 2 * area + i] + green;
            pixels[to + i] = 0xFF000000 | (red & 0xFF) << 16 | (green & 0xFF) << 8 | blue & 0xFF;
        }
    }

    /** Writes a rectangle from its planes of differences. */
    static void joinDeltas(byte[] planes, Framebuffer picture, int x, int y, int width, int height) {
        int[] pixels = picture.pixels();
        int area = width * height;
        int at = 0;
        for (int row = y; row < y + height; row++) {
            int to = picture.index(x, row);
            int before = row == y ? 0 : pixels[picture.index(x, row - 1)];
            int red = before >> 16;
            int green = before >> 8;
            int blue = before;
            for (int i = 0; i < width; i++) {
                int delta = planes[at];
                green += delta;
                red += delta + planes[at + area];
                blue += delta + planes[at + 2 * area];
                pixels[to + i] = 0xFF000000 | (red & 0xFF) << 16 | (green & 0xFF) << 8 | blue & 0xFF;
                at++;
            }
        }
    }
}
