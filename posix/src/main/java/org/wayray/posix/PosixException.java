package org.wayray.posix;

import java.io.IOException;
import org.wayray.posix.libc.Errno;

/** A call of the operating system that failed: which, how, and what it was about. Immutable. */
public final class PosixException extends IOException {
    private static final long serialVersionUID = 1;

    private final String call;
    private final String errno;

    /**
     * For a call that returned an error.
     *
     * @param call the C function
     * @param errno its errno, positive
     * @param about what it was applied to, for a person: a path, "a client's connection"
     */
    public PosixException(String call, int errno, String about) {
        this(call, Errno.name(errno), about);
    }

    private PosixException(String call, String errno, String about) {
        super(describe(call, errno, about));
        this.call = call;
        this.errno = errno;
    }

    private static String describe(String call, String errno, String about) {
        String meaning = Errno.meaning(errno);
        return about + ": " + (meaning.isEmpty() ? "" : meaning + " ") + "(" + call + ": " + errno + ")";
    }

    /**
     * The result of a call, when it is one.
     *
     * @param result what the package {@code libc} returned
     * @throws PosixException when it is a negated errno
     */
    public static int check(int result, String call, String about) throws PosixException {
        if (result < 0) {
            throw new PosixException(call, -result, about);
        }
        return result;
    }

    /** The C function that failed, for example {@code connect}. */
    public String call() {
        return call;
    }

    /** The name of the error, for example {@code ENOENT}. */
    public String errno() {
        return errno;
    }

    /** Whether the error is the one of that name. */
    public boolean is(String errnoName) {
        return errno.equals(errnoName);
    }
}
