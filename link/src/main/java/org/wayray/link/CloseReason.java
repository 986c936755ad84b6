package org.wayray.link;

/**
 * Why a connection ended.
 *
 * @param kind for programs
 * @param detail for people: a sentence or clause without a full stop; it may come from the peer
 */
public record CloseReason(Kind kind, String detail) {
    /** The ways in which a connection ends. */
    public enum Kind {
        /** One side ended it in good order, usually after a Goodbye or a Refusal. */
        FINISHED,
        /** The peer stopped answering, or was never there. */
        LOST,
        /** The peer broke the protocol. */
        VIOLATION,
        /** The peer took so little that too much was waiting for it. */
        OVERFLOW,
        /** The peer ended it and named an error: ours, or one of its own. */
        REJECTED,
        /** Something failed on this side. */
        FAILED
    }

    /** One side ended the connection in good order. */
    public static CloseReason finished(String detail) {
        return new CloseReason(Kind.FINISHED, detail);
    }

    /** The peer broke the protocol. */
    public static CloseReason violation(String detail) {
        return new CloseReason(Kind.VIOLATION, detail);
    }

    @Override
    public String toString() {
        return kind + ": " + detail;
    }
}
