package org.wayray.codec;

import com.github.luben.zstd.ZstdCompressCtx;

/**
 * Codes rectangles of a picture, each with the coding that suits it: one colour, few colours, or many. Keeps its scratch
 * memory and its native zstd context, so that in steady state it allocates nothing. One thread at a time; {@link #close}
 * frees the native part.
 */
public final class RegionEncoder implements AutoCloseable {
    private static final int ZSTD_LEVEL = 1;

    private final ColourTable colours = new ColourTable();
    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private byte[] scratch = new byte[1 << 14];

    /** An encoder with its own zstd context. */
    public RegionEncoder() {
        ZstdFormat.configure(zstd, ZSTD_LEVEL);
    }

    /**
     * Appends the bytes of a rectangle to {@code out}.
     *
     * @param picture where the pixels are; not changed, and not to be changed by others meanwhile
     * @param width   at least 1; the rectangle lies inside the picture
     * @param height  at least 1
     * @return how the bytes are to be read
     */
    public Coding encode(Framebuffer picture, int x, int y, int width, int height, PayloadBuffer out) {
        picture.checkInside(x, y, width, height);
        if (width == 0 || height == 0) {
            throw new IllegalArgumentException("no pixels");
        }
        int area = width * height;
        scratch(area);
        if (!colours.index(picture, x, y, width, height, scratch)) {
            return encodePlanes(picture, x, y, width, height, out);
        }
        if (colours.size() == 1) {
            out.appendColour(colours.colour(0));
            return Coding.FILL;
        }
        int start = out.size();
        encodePalette(width, height, out);
        if (out.size() - start >= 3 * area) {
            out.truncate(start);
            return encodeRaw(picture, x, y, width, height, out);
        }
        return Coding.PALETTE_ZSTD;
    }

    /** As {@link #encode(Framebuffer, int, int, int, int, PayloadBuffer)}. */
    public Coding encode(Framebuffer picture, PixelRect rect, PayloadBuffer out) {
        return encode(picture, rect.x(), rect.y(), rect.width(), rect.height(), out);
    }

    private void encodePalette(int width, int height, PayloadBuffer out) {
        out.append(colours.size() - 1);
        for (int i = 0; i < colours.size(); i++) {
            out.appendColour(colours.colour(i));
        }
        compress(PackedIndices.pack(scratch, width, height, PackedIndices.bits(colours.size())), out);
    }

    private Coding encodePlanes(Framebuffer picture, int x, int y, int width, int height, PayloadBuffer out) {
        int area = width * height;
        ColourPlanes.split(picture, x, y, width, height, scratch(3 * area));
        int start = out.size();
        compress(3 * area, out);
        if (out.size() - start < 3 * area) {
            return Coding.PLANES_ZSTD;
        }
        out.truncate(start);
        return encodeRaw(picture, x, y, width, height, out);
    }

    private static Coding encodeRaw(Framebuffer picture, int x, int y, int width, int height, PayloadBuffer out) {
        int[] pixels = picture.pixels();
        for (int row = y; row < y + height; row++) {
            int from = picture.index(x, row);
            for (int i = from; i < from + width; i++) {
                out.appendColour(pixels[i]);
            }
        }
        return Coding.RAW;
    }

    /** Appends the first {@code length} bytes of the scratch memory, compressed. */
    private void compress(int length, PayloadBuffer out) {
        out.ensureRoom(ZstdFormat.bound(length));
        out.declare(
                zstd.compressByteArray(out.bytes(), out.size(), out.bytes().length - out.size(), scratch, 0, length));
    }

    private byte[] scratch(int length) {
        if (scratch.length < length) {
            scratch = new byte[length];
        }
        return scratch;
    }

    @Override
    public void close() {
        zstd.close();
    }
}
