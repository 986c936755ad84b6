package org.wayray.link;

/**
 * How a transfer ended.
 *
 * @param kind for programs
 * @param detail for logs: a clause without a full stop
 */
public record TransferEnd(Kind kind, String detail) {
    /** The ways in which a transfer ends. */
    public enum Kind {
        /** With its last byte. */
        COMPLETE,
        /** One of both sides gave it up, or never came. Why, a message says if anything does. */
        CANCELLED,
        /** The link ended before. */
        LOST
    }

    static final TransferEnd COMPLETE = new TransferEnd(Kind.COMPLETE, "complete");

    /** It ended with its last byte. */
    public static TransferEnd complete() {
        return COMPLETE;
    }

    /** One of both sides gave it up, or never came. */
    public static TransferEnd cancelled(String detail) {
        return new TransferEnd(Kind.CANCELLED, detail);
    }

    /** The link ended before. */
    public static TransferEnd lost() {
        return new TransferEnd(Kind.LOST, "the connection ended");
    }

    /** Whether every byte was transferred. */
    public boolean isComplete() {
        return kind == Kind.COMPLETE;
    }

    @Override
    public String toString() {
        return kind + ": " + detail;
    }
}
