package org.wayray.codec;

/**
 * One direction of an adaptive binary range coder. The same description of some data, written as calls of {@link #code},
 * encodes it or decodes it, so that the two cannot come apart.
 */
interface BitCoder {
    /**
     * Codes a bit with what the context has learnt, and lets it learn.
     *
     * @param contexts the contexts; see {@link BitContexts}
     * @param context which of them
     * @param bit the bit to encode; not looked at by a decoder
     * @return the bit that was encoded or decoded
     */
    int code(int[] contexts, int context, int bit);
}
