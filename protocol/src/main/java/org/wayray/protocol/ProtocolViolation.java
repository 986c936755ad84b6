package org.wayray.protocol;

import java.io.Serial;

/**
 * A peer sent something that the protocol forbids. It ends that peer's connection and nothing else; the message is one clause
 * that names what was wrong, fit for the peer and for a log.
 */
public final class ProtocolViolation extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    public ProtocolViolation(String message) {
        super(message);
    }

    public ProtocolViolation(String message, Throwable cause) {
        super(message, cause);
    }
}
