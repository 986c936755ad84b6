package org.wayray.codec;

import com.github.luben.zstd.ZstdCompressCtx;

/**
 * Codes rectangles of a picture, each with the coding that suits it: one colour, few colours, or many. Keeps its scratch
 * memory and its native zstd context, so that in steady state it allocates nothing. One thread at a time; {@link #close}
 * frees the native part.
 */
public final class RegionEncoder implements AutoCloseable {
    /** Beyond, a higher level gains a few percent for several times the time. */
    private static final int ZSTD_LEVEL = 1;

    /**
     * Up to so many pixels, few colours are range coded: it takes a third to two thirds of the bytes of zstd, which has nothing to
     * repeat there, at some 10 ns a pixel.
     */
    private static final int MOST_PIXELS_FOR_RANGE = 4096;

    private static final int SAMPLED_ROWS = 8;

    private final ColourTable colours = new ColourTable();
    private final PaletteModel model = new PaletteModel();
    private final RangeWriter range = new RangeWriter();
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
        int area = Math.multiplyExact(width, height);
        if (!colours.index(picture, x, y, width, height, scratch(area))) {
            return encodePlanes(picture, x, y, width, height, out);
        }
        if (colours.size() == 1) {
            out.appendColour(colours.colour(0));
            return Coding.FILL;
        }
        int start = out.size();
        Coding coding;
        if (area <= MOST_PIXELS_FOR_RANGE) {
            encodeRange(width, height, out);
            coding = Coding.PALETTE_RANGE;
        } else {
            encodePalette(width, height, out);
            coding = Coding.PALETTE_ZSTD;
        }
        if (out.size() - start <= 2 * area) {
            return coding;
        }
        // a palette that hardly any two pixels share
        out.truncate(start);
        return encodePlanes(picture, x, y, width, height, out);
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

    private void encodeRange(int width, int height, PayloadBuffer out) {
        colours.sortByGreen(scratch, width * height);
        range.begin(out);
        model.begin(range);
        model.palette(colours.colours(), colours.size());
        model.indices(scratch, width, height, colours.size());
        range.finish();
    }

    private Coding encodePlanes(Framebuffer picture, int x, int y, int width, int height, PayloadBuffer out) {
        int length = 3 * width * height;
        byte[] planes = scratch(length);
        boolean deltas = !isMostlyFlat(picture, x, y, width, height);
        if (deltas) {
            ColourPlanes.splitDeltas(picture, x, y, width, height, planes);
        } else {
            ColourPlanes.split(picture, x, y, width, height, planes);
        }
        int start = out.size();
        compress(length, out);
        if (out.size() - start >= length) {
            out.truncate(start);
            return encodeRaw(picture, x, y, width, height, out);
        }
        return deltas ? Coding.DELTAS_ZSTD : Coding.PLANES_ZSTD;
    }

    /** Whether at least every second pixel is as the one on its left, judged by some of the rows. */
    private static boolean isMostlyFlat(Framebuffer picture, int x, int y, int width, int height) {
        int[] pixels = picture.pixels();
        int equal = 0;
        int looked = 0;
        for (int row = y + height / 2 % SAMPLED_ROWS; row < y + height; row += SAMPLED_ROWS) {
            int from = picture.index(x, row);
            for (int i = from + 1; i < from + width; i++) {
                equal += pixels[i] == pixels[i - 1] ? 1 : 0;
            }
            looked += width;
        }
        return 2 * equal >= looked;
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
