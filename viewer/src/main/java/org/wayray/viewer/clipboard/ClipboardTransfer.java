package org.wayray.viewer.clipboard;

import org.wayray.protocol.v1.ClipboardFailure;

/** A transfer under way, in either direction. Confined to the clipboard's loop. */
interface ClipboardTransfer {
    /** What can be shown of it. */
    ClipboardProgress progress();

    /** When it began, on the loop's clock. */
    long begunNanos();

    /** The session says why it does not happen. */
    void refused(ClipboardFailure failure);

    /** Breaks it off, and tells both ends why. */
    void abort(ReadFailure why);
}
