package org.wayray.viewer.clipboard;

/**
 * Why data did not come. Immutable.
 *
 * @param reason for people, the end of a sentence
 */
public record ReadFailure(Kind kind, String reason) {
    /** What happened. */
    public enum Kind {
        /** Somebody's policy forbids it. */
        FORBIDDEN,
        /** Something else was copied meanwhile. */
        GONE,
        /** The data is not to be had in that format. */
        UNKNOWN_TYPE,
        /** The data has more bytes, or files, than are allowed. */
        TOO_LARGE,
        /** The program that has the data ended or stopped before all of it was there. */
        BROKEN,
        /** Too much is under way. */
        BUSY
    }
}
