package org.wayray.codec;

import java.io.Serial;

/** Coded bytes that do not describe the region they claim to. The peer that sent them is wrong or hostile. */
public final class CodecException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Says in {@code message} what does not fit. */
    public CodecException(String message) {
        super(message);
    }

    /** As {@link #CodecException(String)}, found by a library that says more in {@code cause}. */
    public CodecException(String message, Throwable cause) {
        super(message, cause);
    }
}
