package org.wayray.posix.pam;

import java.io.IOException;

/** A call of libpam that did not succeed. Immutable. */
public final class PamException extends IOException {
    private static final long serialVersionUID = 1;

    private final PamResult result;

    /** @param message for an administrator; has no secrets */
    PamException(PamResult result, String message) {
        super(message);
        this.result = result;
    }

    /** What it came to; never {@link PamResult#SUCCESS}. */
    public PamResult result() {
        return result;
    }
}
