package org.wayray.codec;

/**
 * Encodes bits to bytes as an ever smaller part of a range, the more likely bit by the larger part. Carries are passed to
 * the bytes before. Zero bytes at the end are not written: a reader supplies them.
 */
final class RangeWriter implements BitCoder {
    private static final long FULL = 0xFFFFFFFFL;
    private static final long SMALLEST = 1L << 24;

    private PayloadBuffer out = new PayloadBuffer(0);
    private int start;
    private long low;
    private long range;

    /** The last byte that a carry can still change, and the number of 0xFF bytes behind it; -1 before the first byte. */
    private int held;

    private int heldOnes;

    /** Begins anew, to append to {@code target}. */
    void begin(PayloadBuffer target) {
        out = target;
        start = target.size();
        low = 0;
        range = FULL;
        held = -1;
        heldOnes = 0;
    }

    @Override
    public int code(int[] contexts, int context, int bit) {
        int state = contexts[context];
        long part = (range >>> 16) * BitContexts.zero(state);
        if (bit == 0) {
            range = part;
        } else {
            low += part;
            range -= part;
        }
        contexts[context] = BitContexts.after(state, bit);
        while (range < SMALLEST) {
            range <<= 8;
            shift();
        }
        return bit;
    }

    /** Writes what is missing, as the number in the range that ends in most zeros. */
    void finish() {
        long mask = FULL;
        while (((low + range - 1) & ~mask) < low) {
            mask >>>= 1;
        }
        low = (low + range - 1) & ~mask;
        for (int i = 0; i < 5; i++) {
            shift();
        }
        while (out.size() > start && out.bytes()[out.size() - 1] == 0) {
            out.truncate(out.size() - 1);
        }
    }

    private void shift() {
        int carry = (int) (low >>> 32);
        if (carry == 0 && low >= 0xFF000000L) {
            heldOnes++;
        } else {
            if (held >= 0) {
                out.append(held + carry);
            }
            for (; heldOnes > 0; heldOnes--) {
                out.append(0xFF + carry);
            }
            held = (int) (low >>> 24) & 0xFF;
        }
        low = (low & 0x00FFFFFF) << 8;
    }
}
