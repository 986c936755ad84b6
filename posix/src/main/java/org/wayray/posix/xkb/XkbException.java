package org.wayray.posix.xkb;

import java.io.IOException;

/** A keymap that cannot be had, and why. Immutable. */
public final class XkbException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** libxkbcommon is not installed. */
        LIBRARY_MISSING,
        /** The keyboard descriptions are not installed. */
        DATA_MISSING,
        /** There is no such layout, variant, model or rule. */
        NAMES,
        /** The text is not a keymap. */
        TEXT
    }

    private final Reason reason;

    XkbException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
