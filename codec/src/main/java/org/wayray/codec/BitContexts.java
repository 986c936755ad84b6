package org.wayray.codec;

import java.util.Arrays;

/**
 * What an adaptive coder knows of a bit in some context: how likely it is 0, in 1/65536, and how often it was seen. The
 * first bits move the estimate a lot, later ones little: few pixels must teach it.
 */
final class BitContexts {
    private static final int SEEN_BITS = 5;
    private static final int SEEN_MASK = (1 << SEEN_BITS) - 1;
    static final int EVEN = 1 << 15 << SEEN_BITS;

    /** The estimate stays away from certainty by this much. */
    private static final int LEAST = 32;

    /** By how much of the distance the estimate moves after so many bits, in 1/65536. */
    private static final int[] RATES = new int[24];

    static {
        for (int seen = 0; seen < RATES.length; seen++) {
            RATES[seen] = 65536 * 2 / (2 * seen + 5);
        }
    }

    private BitContexts() {}

    /** Makes the first {@code count} contexts know nothing. */
    static void reset(int[] contexts, int count) {
        Arrays.fill(contexts, 0, count, EVEN);
    }

    /** How likely the bit is 0, in 1/65536; never 0 or 65536. */
    static int zero(int context) {
        return context >>> SEEN_BITS;
    }

    /** The context after that bit was seen in it. */
    static int after(int context, int bit) {
        int zero = context >>> SEEN_BITS;
        int seen = context & SEEN_MASK;
        int target = bit == 0 ? 65536 - LEAST : LEAST;
        zero += (int) ((long) (target - zero) * RATES[seen] >> 16);
        return zero << SEEN_BITS | Math.min(seen + 1, RATES.length - 1);
    }
}
