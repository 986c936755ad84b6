package org.wayray.transport;

import java.io.Serial;

/** A server showed a key that must not be trusted. The message says which and why. */
public final class UntrustedServerException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String hint;

    public UntrustedServerException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public UntrustedServerException(String message, String hint, Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    /** For people: what to do about it. */
    public String hint() {
        return hint;
    }
}
