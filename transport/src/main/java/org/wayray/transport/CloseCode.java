package org.wayray.transport;

import org.wayray.link.CloseReason;

/**
 * QUIC application error codes with which a connection of ours is closed. The reason phrase beside a code is for people.
 */
enum CloseCode {
    /** In good order. */
    FINISHED(0, CloseReason.Kind.FINISHED),
    /** The one that is told broke the protocol. */
    VIOLATION(1, CloseReason.Kind.VIOLATION),
    /** The one that is told does not take what is sent to it. */
    OVERFLOW(2, CloseReason.Kind.OVERFLOW),
    /** The one that tells it failed. */
    FAILED(3, CloseReason.Kind.FAILED),
    /** The viewer did not finish its handshake in time. */
    TIMED_OUT(4, CloseReason.Kind.LOST);

    private final int code;
    private final CloseReason.Kind kind;

    CloseCode(int code, CloseReason.Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    int code() {
        return code;
    }

    /** The code that tells a peer why this side ends the connection. */
    static CloseCode of(CloseReason.Kind kind) {
        for (CloseCode each : values()) {
            if (each.kind == kind) {
                return each;
            }
        }
        return FAILED;
    }
}
