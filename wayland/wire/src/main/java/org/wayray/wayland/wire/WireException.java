package org.wayray.wayland.wire;

/**
 * The peer sent bytes that are no valid message. The text says what is wrong, for a log and for the peer; the connection
 * cannot go on after it.
 */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1;

    /** Creates one with the reason, a phrase without full stop. */
    public WireException(String reason) {
        super(reason);
    }

    /** What is wrong with the message. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
