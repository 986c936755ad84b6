package org.wayray.codec;

/** Palette indices as 1, 2, 4 or 8 bits each, first index in the highest bits; a row begins with a new byte. */
final class PackedIndices {
    private PackedIndices() {}

    /** Bits for one index into a palette of that size. */
    static int bits(int colours) {
        return colours <= 2 ? 1 : colours <= 4 ? 2 : colours <= 16 ? 4 : 8;
    }

    /** Bytes of a packed row. */
    static int rowBytes(int width, int bits) {
        return (width * bits + 7) >> 3;
    }

    /** Packs in place: {@code indices} holds one per byte before and the packed rows after. Returns their length. */
    static int pack(byte[] indices, int width, int height, int bits) {
        if (bits == 8) {
            return width * height;
        }
        int perByte = 8 / bits;
        int to = 0;
        for (int row = 0; row < height; row++) {
            int from = row * width;
            int end = from + width;
            while (from < end) {
                int packed = 0;
                int shift = 8 - bits;
                for (int stop = Math.min(end, from + perByte); from < stop; from++) {
                    packed |= indices[from] << shift;
                    shift -= bits;
                }
                indices[to++] = (byte) packed;
            }
        }
        return to;
    }
}
