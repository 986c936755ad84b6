package org.wayray.posix;

import java.io.IOException;

/** Memory handed over by a client that cannot be used: the client's fault, except for {@link Reason#SYSTEM}. Immutable. */
public final class ClientMemoryException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** Not a file that can be read without ever waiting: a pipe, a device, a folder, FUSE, a network's file. */
        NOT_MEMORY,
        /** The client did not open it for reading. */
        NOT_READABLE,
        /** The client did not open it for writing, or has sealed it. */
        NOT_WRITABLE,
        /** The client said more than we take. */
        TOO_LARGE,
        /** It is shorter than the client said, or was cut afterwards: what was to be read is not there. */
        CUT,
        /** The operating system failed; the cause says how. */
        SYSTEM
    }

    private final Reason reason;

    ClientMemoryException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    ClientMemoryException(PosixException cause) {
        super(cause.getMessage(), cause);
        this.reason = cause.is("EBADF") || cause.is("EACCES") ? Reason.NOT_READABLE : Reason.SYSTEM;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
