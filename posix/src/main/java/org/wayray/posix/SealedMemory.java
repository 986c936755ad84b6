package org.wayray.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.wayray.posix.libc.Os;

/**
 * Bytes as a file in memory that nobody can change: a keymap for clients, for example. Receivers map it.
 *
 * <p>Immutable but for {@link #close}; any thread.
 */
public final class SealedMemory implements AutoCloseable {
    private final Fd fd;
    private final int size;

    private SealedMemory(Fd fd, int size) {
        this.fd = fd;
        this.size = size;
    }

    /**
     * Makes a file of these bytes.
     *
     * @param content at least one byte, because nothing cannot be mapped
     */
    public static SealedMemory of(byte[] content) throws PosixException {
        if (content.length == 0) {
            throw new IllegalArgumentException("no bytes");
        }
        try (var arena = Arena.ofConfined()) {
            int result =
                    Os.current().newReadOnlyMemory("wayray-sealed", arena.allocateFrom(ValueLayout.JAVA_BYTE, content));
            PosixException.check(result, "memfd_create", content.length + " bytes of sealed memory");
            return new SealedMemory(Fd.adopt(result), content.length);
        }
    }

    /** The descriptor; stays owned by this. */
    public Fd fd() {
        return fd;
    }

    /** A descriptor of the same memory for the caller, to send it away. */
    public Fd duplicate() throws PosixException {
        return fd.duplicate();
    }

    /** Length in bytes. */
    public int size() {
        return size;
    }

    /** Closes the descriptor; whoever received one of his own keeps the memory. Idempotent. */
    @Override
    public void close() {
        fd.close();
    }
}
