package org.wayray.codec.video;

import java.io.Serial;

/**
 * A video coder that cannot do its work: its library or its hardware is missing, full or broken. Nobody's fault but this
 * machine's; the pictures have to be coded some other way.
 */
public final class VideoException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Says in {@code message} what does not work. */
    public VideoException(String message) {
        super(message);
    }

    /** As {@link #VideoException(String)}, with what went wrong before. */
    public VideoException(String message, Throwable cause) {
        super(message, cause);
    }
}
