package org.wayray.transport;

import java.io.Serial;

/** A connection to a server did not come about. The message says for people what failed and why. */
public final class ConnectFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The ways in which it fails. */
    public enum Kind {
        /** The name has no address. Trying again may help. */
        UNKNOWN_HOST,
        /** Nobody answered. Trying again may help. */
        NO_ANSWER,
        /** The server's key is not to be trusted. */
        UNTRUSTED,
        /** Somebody answered who does not speak this protocol, or ended the handshake. */
        NOT_WAYRAY,
        /** Something is wrong on this machine. */
        LOCAL
    }

    private final Kind kind;
    private final String hint;

    ConnectFailure(Kind kind, String message, String hint) {
        super(message);
        this.kind = kind;
        this.hint = hint;
    }

    ConnectFailure(Kind kind, String message, String hint, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.hint = hint;
    }

    public Kind kind() {
        return kind;
    }

    /** For people: what to do about it. */
    public String hint() {
        return hint;
    }
}
