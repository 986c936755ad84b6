package org.wayray.codec;

/**
 * Describes a palette and the indices of a small region to a {@link BitCoder}, for both directions: a value that is encoded is
 * read from the arrays, one that is decoded is written there. Reused; confined to its owner.
 *
 * <p>The colours go from dark to light by their green part, and red and blue are expected on the line between the first
 * and the last: the shades of antialiased text lie on it. An index is expected to be that of the left, the upper or the
 * upper right pixel, in this order; else it is spelled out.
 */
final class PaletteModel {
    private static final int SURROUNDINGS = 64;
    private static final int INDEX_TREE = 256;
    private static final int STEPS = 4;
    private static final int ERROR_CONTEXTS = 18;

    private static final int SAME_AS_LEFT = 0;
    private static final int SAME_AS_UPPER = SAME_AS_LEFT + SURROUNDINGS;
    private static final int SAME_AS_UPPER_RIGHT = SAME_AS_UPPER + SURROUNDINGS;
    private static final int INDEX = SAME_AS_UPPER_RIGHT + SURROUNDINGS;
    private static final int EVEN = INDEX + INDEX_TREE;
    private static final int STEP = EVEN + 1;
    private static final int ERROR = STEP + STEPS;
    private static final int CONTEXTS = ERROR + 2 * ERROR_CONTEXTS;

    private final int[] contexts = new int[CONTEXTS];
    private BitCoder coder = (ignored, context, bit) -> bit;

    /** Begins anew, knowing nothing, to describe a region to that coder. */
    void begin(BitCoder newCoder) {
        coder = newCoder;
        BitContexts.reset(contexts, CONTEXTS);
    }

    /**
     * Codes the number of colours, 2 to 256, and the colours as 0xRRGGBB.
     *
     * @param colours room for 256; when encoding, in the order of their green parts
     * @return the number of colours; 1 if a decoder is told nonsense
     */
    int palette(int[] colours, int count) {
        int size = even(count - 1, 8) + 1;
        if (size < 2) {
            return size;
        }
        int first = colours[0] = even(colours[0], 24);
        int last = colours[size - 1] = even(colours[size - 1], 24);
        int green = first >> 8 & 0xFF;
        int evenBits = evenBits(first, last, size);
        for (int i = 1; i < size - 1; i++) {
            int colour = colours[i];
            green = green + step((colour >> 8 & 0xFF) - green, evenBits) & 0xFF;
            int red = expected(first >> 16, last >> 16, first, last, green);
            int blue = expected(first, last, first, last, green);
            red = red + error((byte) ((colour >> 16 & 0xFF) - red), 0) & 0xFF;
            blue = blue + error((byte) ((colour & 0xFF) - blue), 1) & 0xFF;
            colours[i] = red << 16 | green << 8 | blue;
        }
        return size;
    }

    private static int expected(int first, int last, int firstColour, int lastColour, int green) {
        int from = firstColour >> 8 & 0xFF;
        int to = lastColour >> 8 & 0xFF;
        int low = first & 0xFF;
        int high = last & 0xFF;
        return from == to ? low : low + ((high - low) * (green - from) + (to - from) / 2) / (to - from) & 0xFF;
    }

    /** So many low bits of a step between colours are as good as random. */
    private static int evenBits(int first, int last, int size) {
        int typical = ((last >> 8 & 0xFF) - (first >> 8 & 0xFF) & 0xFF) * 3 / 4 / (size - 1);
        return typical == 0 ? 0 : 31 - Integer.numberOfLeadingZeros(typical);
    }

    /** A distance from 0 to 255: one bit after the other until its upper part is reached, then the lower bits. */
    private int step(int distance, int evenBits) {
        int upper = 0;
        while (upper < 255 >> evenBits
                && coder.code(contexts, STEP + Math.min(upper, STEPS - 1), upper < distance >> evenBits ? 1 : 0) == 1) {
            upper++;
        }
        return upper << evenBits | even(distance & (1 << evenBits) - 1, evenBits);
    }

    /** A signed number near 0: whether it is 0, its sign, the number of its bits, the bits below the highest. */
    private int error(int value, int plane) {
        int base = ERROR + plane * ERROR_CONTEXTS;
        if (coder.code(contexts, base, value == 0 ? 0 : 1) == 0) {
            return 0;
        }
        int sign = coder.code(contexts, base + 1, value < 0 ? 1 : 0);
        int length = tree(base + 2, 32 - Integer.numberOfLeadingZeros(Math.abs(value)), 4);
        int size = length <= 1 ? 1 : 1 << length - 1 | even(Math.abs(value) & (1 << length - 1) - 1, length - 1);
        return sign == 0 ? size : -size;
    }

    /** A number of so many bits, highest first, each in the context of those before it. */
    private int tree(int base, int value, int bits) {
        int node = 1;
        for (int i = bits - 1; i >= 0; i--) {
            node = node << 1 | coder.code(contexts, base + node, value >> i & 1);
        }
        return node - (1 << bits);
    }

    /** A number of so many bits that are as likely 0 as 1. */
    private int even(int value, int bits) {
        int result = 0;
        for (int i = bits - 1; i >= 0; i--) {
            contexts[EVEN] = BitContexts.EVEN;
            result = result << 1 | coder.code(contexts, EVEN, value >> i & 1);
        }
        return result;
    }

    /** Codes an index for each pixel, row after row. Returns false if one is not below {@code colours}. */
    boolean indices(byte[] indices, int width, int height, int colours) {
        int bits = 32 - Integer.numberOfLeadingZeros(colours - 1);
        int ground = even(indices[0] & 0xFF, bits);
        boolean valid = ground < colours;
        int at = 0;
        for (int y = 0; y < height; y++) {
            int left = y == 0 ? ground : indices[at - width] & 0xFF;
            int upperLeft = left;
            int leftLeft = left;
            for (int x = 0; x < width; x++) {
                int upper = y == 0 ? ground : indices[at - width] & 0xFF;
                int upperRight = y == 0 ? ground : x + 1 < width ? indices[at - width + 1] & 0xFF : upper;
                int upperUpper = y < 2 ? ground : indices[at - 2 * width] & 0xFF;
                int surround = (left == upper ? 1 : 0)
                        | (upper == upperLeft ? 2 : 0)
                        | (upper == upperRight ? 4 : 0)
                        | (left == ground ? 8 : 0)
                        | (left == leftLeft ? 16 : 0)
                        | (upper == upperUpper ? 32 : 0);
                int actual = indices[at] & 0xFF;
                int index;
                if (coder.code(contexts, SAME_AS_LEFT + surround, actual == left ? 1 : 0) == 1) {
                    index = left;
                } else if (upper != left
                        && coder.code(contexts, SAME_AS_UPPER + surround, actual == upper ? 1 : 0) == 1) {
                    index = upper;
                } else if (upperRight != left
                        && upperRight != upper
                        && coder.code(contexts, SAME_AS_UPPER_RIGHT + surround, actual == upperRight ? 1 : 0) == 1) {
                    index = upperRight;
                } else {
                    index = tree(INDEX, actual, bits);
                    valid &= index < colours;
                }
                indices[at++] = (byte) index;
                upperLeft = upper;
                leftLeft = left;
                left = index;
            }
        }
        return valid;
    }
}
