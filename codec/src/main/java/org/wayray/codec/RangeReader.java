package org.wayray.codec;

/**
 * Decodes what {@link RangeWriter} encodes. Reads zeros after the end of its bytes and never fails: any bytes mean some bits.
 */
final class RangeReader implements BitCoder {
    private static final long FULL = 0xFFFFFFFFL;
    private static final long SMALLEST = 1L << 24;

    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private long range;

    /** Where in the range the encoded number is, seen from the range's start. */
    private long offset;

    /** Begins anew, with these bytes. */
    void begin(byte[] source, int from, int length) {
        bytes = source;
        at = from;
        end = from + length;
        range = FULL;
        offset = 0;
        for (int i = 0; i < 4; i++) {
            offset = offset << 8 | next();
        }
    }

    /** Bytes that nothing has asked for. */
    int unread() {
        return end - at;
    }

    @Override
    public int code(int[] contexts, int context, int bit) {
        int state = contexts[context];
        long part = (range >>> 16) * BitContexts.zero(state);
        int decoded;
        if (offset < part) {
            range = part;
            decoded = 0;
        } else {
            offset -= part;
            range -= part;
            decoded = 1;
        }
        contexts[context] = BitContexts.after(state, decoded);
        while (range < SMALLEST) {
            range <<= 8;
            offset = offset << 8 | next();
        }
        return decoded;
    }

    private int next() {
        return at < end ? bytes[at++] & 0xFF : 0;
    }
}
