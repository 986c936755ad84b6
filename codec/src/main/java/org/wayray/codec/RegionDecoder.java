package org.wayray.codec;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;

/**
 * Writes coded rectangles into a picture. Believes nothing: whatever the bytes say, it writes inside the rectangle only,
 * reads inside the bytes only, and needs memory in proportion to the rectangle, which must lie inside the picture. Keeps
 * its scratch memory and its native zstd context, so that in steady state it allocates nothing. One thread at a time;
 * {@link #close} frees the native part.
 */
public final class RegionDecoder implements AutoCloseable {
    /** Most pixels of a range coded region: it takes long for each. */
    public static final int MOST_RANGE_PIXELS = 65536;

    private static final int COPY_BYTES = 4;

    private static final int OPAQUE = 0xFF000000;

    private final PaletteModel model = new PaletteModel();
    private final RangeReader range = new RangeReader();
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private final int[] palette = new int[ColourTable.MAX_COLOURS];
    private byte[] scratch = new byte[1 << 14];
    private byte[] copied = new byte[0];

    /** A decoder with its own zstd context. */
    public RegionDecoder() {
        ZstdFormat.configure(zstd);
    }

    /**
     * Decodes one rectangle. After an exception its pixels may be partly written; all others are as before.
     *
     * @param payload the bytes of this rectangle and no more, from position to limit; neither is changed
     * @throws CodecException if the rectangle is empty or not inside the picture, or the bytes do not fit it
     */
    public void decode(Coding coding, ByteBuffer payload, int x, int y, int width, int height, Framebuffer into)
            throws CodecException {
        if (x < 0 || y < 0 || width < 1 || height < 1 || width > into.width() - x || height > into.height() - y) {
            throw new CodecException("region " + width + "x" + height + "+" + x + "+" + y + " is not inside "
                    + into.width() + "x" + into.height());
        }
        byte[] bytes;
        int from;
        int length = payload.remaining();
        if (payload.hasArray()) {
            bytes = payload.array();
            from = payload.arrayOffset() + payload.position();
        } else {
            if (copied.length < length) {
                copied = new byte[length];
            }
            payload.get(payload.position(), copied, 0, length);
            bytes = copied;
            from = 0;
        }
        switch (coding) {
            case FILL -> decodeFill(bytes, from, length, x, y, width, height, into);
            case PALETTE_ZSTD -> decodePalette(bytes, from, length, x, y, width, height, into);
            case PLANES_ZSTD -> {
                decompress(bytes, from, length, Math.multiplyExact(3, width * height));
                ColourPlanes.join(scratch, into, x, y, width, height);
            }
            case DELTAS_ZSTD -> {
                decompress(bytes, from, length, Math.multiplyExact(3, width * height));
                ColourPlanes.joinDeltas(scratch, into, x, y, width, height);
            }
            case PALETTE_RANGE -> decodeRange(bytes, from, length, x, y, width, height, into);
            case COPY -> decodeCopy(bytes, from, length, x, y, width, height, into);
            case RAW -> decodeRaw(bytes, from, length, x, y, width, height, into);
            case H264 -> throw new CodecException("a picture of a video stream, without its stream");
            case KEPT -> throw new CodecException("kept pixels, without what was kept");
        }
    }

    /** As {@link #decode(Coding, ByteBuffer, int, int, int, int, Framebuffer)}. */
    public void decode(Coding coding, ByteBuffer payload, PixelRect rect, Framebuffer into) throws CodecException {
        decode(coding, payload, rect.x(), rect.y(), rect.width(), rect.height(), into);
    }

    private static void decodeFill(
            byte[] bytes, int from, int length, int x, int y, int width, int height, Framebuffer into)
            throws CodecException {
        requireLength(3, length);
        into.fill(x, y, width, height, colour(bytes, from));
    }

    /**
     * Where the pixels of a {@link Coding#COPY} come from; as much of it as can be.
     *
     * @param payload the bytes of this rectangle and no more, from position to limit
     * @param width   of the rectangle
     * @param height  of the rectangle
     */
    public static PixelRect copySource(ByteBuffer payload, int width, int height) throws CodecException {
        requireLength(COPY_BYTES, payload.remaining());
        int at = payload.position();
        return PixelRect.clamped(
                unsigned16(payload.get(at), payload.get(at + 1)),
                unsigned16(payload.get(at + 2), payload.get(at + 3)),
                width,
                height);
    }

    private static int unsigned16(byte high, byte low) {
        return (high & 0xFF) << 8 | low & 0xFF;
    }

    private static void decodeCopy(
            byte[] bytes, int from, int length, int x, int y, int width, int height, Framebuffer into)
            throws CodecException {
        requireLength(COPY_BYTES, length);
        int fromX = unsigned16(bytes[from], bytes[from + 1]);
        int fromY = unsigned16(bytes[from + 2], bytes[from + 3]);
        if (width > into.width() - fromX || height > into.height() - fromY) {
            throw new CodecException("a copy of " + width + "x" + height + " from " + fromX + "," + fromY
                    + ", which is not inside " + into.width() + "x" + into.height());
        }
        into.copyWithin(x, y, width, height, fromX, fromY);
    }

    private void decodePalette(
            byte[] bytes, int from, int length, int x, int y, int width, int height, Framebuffer into)
            throws CodecException {
        if (length < 1) {
            throw new CodecException("a palette without its size");
        }
        int colours = (bytes[from] & 0xFF) + 1;
        int header = 1 + 3 * colours;
        if (length < header) {
            throw new CodecException("a palette of " + colours + " colours in " + length + " bytes");
        }
        for (int i = 0; i < colours; i++) {
            palette[i] = colour(bytes, from + 1 + 3 * i);
        }
        int bits = PackedIndices.bits(colours);
        int rowBytes = PackedIndices.rowBytes(width, bits);
        decompress(bytes, from + header, length - header, rowBytes * height);
        for (int row = 0; row < height; row++) {
            int[] pixels = into.pixels();
            int to = into.index(x, y + row);
            int largest = bits == 8
                    ? lookUpRow(row * rowBytes, pixels, to, width)
                    : unpackRow(row * rowBytes, bits, pixels, to, width);
            if (largest >= colours) {
                throw new CodecException("an index beyond a palette of " + colours + " colours");
            }
        }
    }

    /** Writes a row of indices of 1, 2 or 4 bits. Returns the largest. */
    private int unpackRow(int from, int bits, int[] pixels, int to, int width) {
        int perByte = 8 / bits;
        int mask = (1 << bits) - 1;
        int largest = 0;
        int at = to;
        int end = to + width;
        for (int i = from; at < end; i++) {
            int packed = scratch[i];
            int shift = 8 - bits;
            for (int stop = Math.min(end, at + perByte); at < stop; at++) {
                int index = packed >> shift & mask;
                largest = Math.max(largest, index);
                pixels[at] = palette[index];
                shift -= bits;
            }
        }
        return largest;
    }

    /** Writes a row of indices of 8 bits. Returns the largest. */
    private int lookUpRow(int from, int[] pixels, int to, int width) {
        byte[] indices = scratch;
        int[] colours = palette;
        int largest = 0;
        for (int i = 0; i < width; i++) {
            int index = indices[from + i] & 0xFF;
            largest = Math.max(largest, index);
            pixels[to + i] = colours[index];
        }
        return largest;
    }

    private void decodeRange(byte[] bytes, int from, int length, int x, int y, int width, int height, Framebuffer into)
            throws CodecException {
        int area = width * height;
        if (area > MOST_RANGE_PIXELS) {
            throw new CodecException("a range coded region of " + area + " pixels");
        }
        range.begin(bytes, from, length);
        model.begin(range);
        int colours = model.palette(palette, 0);
        if (colours < 2) {
            throw new CodecException("a palette of one colour");
        }
        if (!model.indices(scratch(area), width, height, colours)) {
            throw new CodecException("an index beyond a palette of " + colours + " colours");
        }
        if (range.unread() > 0) {
            throw new CodecException(range.unread() + " bytes after the last index");
        }
        int[] pixels = into.pixels();
        int at = 0;
        for (int row = y; row < y + height; row++) {
            int to = into.index(x, row);
            for (int i = to; i < to + width; i++) {
                pixels[i] = OPAQUE | palette[scratch[at++] & 0xFF];
            }
        }
    }

    private static void decodeRaw(
            byte[] bytes, int from, int length, int x, int y, int width, int height, Framebuffer into)
            throws CodecException {
        requireLength(3L * width * height, length);
        int[] pixels = into.pixels();
        int at = from;
        for (int row = y; row < y + height; row++) {
            int to = into.index(x, row);
            for (int i = to; i < to + width; i++) {
                pixels[i] = colour(bytes, at);
                at += 3;
            }
        }
    }

    /** Fills the first {@code expected} bytes of the scratch memory; anything but exactly so many is an error. */
    private void decompress(byte[] bytes, int from, int length, int expected) throws CodecException {
        int got;
        try {
            got = zstd.decompressByteArray(scratch(expected), 0, expected, bytes, from, length);
        } catch (ZstdException e) {
            throw new CodecException("not a zstd frame of " + expected + " bytes", e);
        }
        requireLength(expected, got);
    }

    private byte[] scratch(int length) {
        if (scratch.length < length) {
            scratch = new byte[length];
        }
        return scratch;
    }

    private static void requireLength(long expected, int actual) throws CodecException {
        if (actual != expected) {
            throw new CodecException(actual + " bytes where " + expected + " are needed");
        }
    }

    private static int colour(byte[] bytes, int at) {
        return OPAQUE | (bytes[at] & 0xFF) << 16 | (bytes[at + 1] & 0xFF) << 8 | bytes[at + 2] & 0xFF;
    }

    @Override
    public void close() {
        zstd.close();
    }
}
