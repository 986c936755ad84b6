package org.wayray.viewer.clipboard;

import java.nio.ByteBuffer;

/**
 * Where the bytes of one reading go, piece by piece. Ends with exactly one of {@link #finish} and {@link #fail}, unless the
 * reading is cancelled. Confined to the clipboard's loop.
 */
public interface ByteSink {
    /**
     * Takes some bytes, all of them.
     *
     * @param bytes the caller's again when this returns
     * @return whether there is room for more; if not, nothing more comes until {@link Reading#resume}
     */
    boolean take(ByteBuffer bytes);

    /** That was all. */
    void finish();

    /** There is no more, and what has come is not all. */
    void fail(ReadFailure failure);
}
