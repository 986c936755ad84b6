package org.wayray.posix.xcb;

import java.io.IOException;

/** An X display that cannot be used, and why. Immutable. */
public final class XcbException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** libxcb or its part for XFIXES is not installed. */
        LIBRARY_MISSING,
        /** There is no such display, or it does not let us in. */
        NO_DISPLAY,
        /** The display has no XFIXES, so that nobody tells who owns a selection. */
        EXTENSION_MISSING,
        /** The connection has ended. */
        CONNECTION_LOST
    }

    private final Reason reason;

    XcbException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
