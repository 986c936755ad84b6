package org.wayray.codec;

/**
 * How the bytes of a region are to be read. The numbers are part of the protocol: they never change, and none is used
 * again for something else. The formats are in {@code docs/protocol/codings.md}.
 */
public enum Coding {
    /** One colour. */
    FILL(1),
    /** At most 256 colours, and an index for each pixel, compressed with zstd. */
    PALETTE_ZSTD(2),
    /** Green, red minus green and blue minus green as three planes, compressed with zstd. */
    PLANES_ZSTD(3),
    /** Three bytes for each pixel. */
    RAW(4),
    /** At most 256 colours in few pixels, such as a letter: indices expected from their neighbours, range coded. */
    PALETTE_RANGE(5),
    /** Planes of the difference of each pixel from the one on its left, compressed with zstd: for photographs. */
    DELTAS_ZSTD(6),
    /** What another place of the picture showed before: its top left corner. */
    COPY(7),
    /** A picture of an H.264 stream, lossy: {@code org.wayray.codec.video} codes and decodes it. */
    H264(8),
    /** What the rectangle showed when it was kept; no bytes: {@link KeptPixels} has it. */
    KEPT(9);

    private static final Coding[] BY_NUMBER = new Coding[values().length + 1];

    static {
        for (Coding coding : values()) {
            BY_NUMBER[coding.number] = coding;
        }
    }

    private final int number;

    Coding(int number) {
        this.number = number;
    }

    /** Its number on the wire. */
    public int number() {
        return number;
    }

    /**
     * The coding with that number.
     *
     * @throws CodecException if there is none
     */
    public static Coding of(int number) throws CodecException {
        if (number < 1 || number >= BY_NUMBER.length) {
            throw new CodecException("no coding has number " + number);
        }
        return BY_NUMBER[number];
    }
}
