package org.wayray.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.wayray.posix.libc.Libc;
import org.wayray.posix.libc.Os;

/**
 * Memory that a Wayland client of ours draws into and shares with its server.
 *
 * <p>Confined to one thread at a time.
 */
public final class SharedMemory implements AutoCloseable {
    private static final Os OS = Os.current();

    private final Fd fd;
    private ByteBuffer bytes;
    private Arena mapping;

    /** Whether a reader can rely on the length. */
    public enum Length {
        /** It cannot get shorter, and says so: a server maps it. */
        HELD,
        /** It can be cut, as with clients that forbid seals (GTK 3): a careful server reads it piece by piece. */
        FREE
    }

    private SharedMemory(Fd fd, long size) throws PosixException {
        this.fd = fd;
        this.mapping = Arena.ofShared();
        this.bytes = map(size);
    }

    /** Memory whose length is held. */
    public static SharedMemory create(int size) throws PosixException {
        return create(size, Length.HELD);
    }

    /**
     * New memory, all zero.
     *
     * @param size in bytes, positive
     */
    public static SharedMemory create(int size, Length length) throws PosixException {
        if (size <= 0) {
            throw new IllegalArgumentException("size " + size);
        }
        int result = length == Length.HELD
                ? OS.newMemory("wayray-shared", size)
                : OS.newShrinkableMemory("wayray-shared", size);
        var fd = Fd.adopt(PosixException.check(result, "memfd_create", size + " bytes of shared memory"));
        try {
            return new SharedMemory(fd, size);
        } catch (PosixException e) {
            fd.close();
            throw e;
        }
    }

    private ByteBuffer map(long size) throws PosixException {
        long address = OS.mapForWriting(fd.raw(), size);
        if (address < 0) {
            mapping.close();
            throw new PosixException("mmap", (int) -address, size + " bytes of shared memory");
        }
        return MemorySegment.ofAddress(address)
                .reinterpret(size, mapping, Libc::munmap)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder());
    }

    /**
     * The memory, in the machine's byte order; each call gives a view of its own. It throws when it is used after {@link
     * #close} or {@link #resize}.
     */
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.nativeOrder());
    }

    /** Length in bytes. */
    public int size() {
        return bytes.capacity();
    }

    /**
     * Changes the length and maps it anew; what was there stays.
     *
     * @throws PosixException EPERM when the length is held and would get shorter
     */
    public void resize(int size) throws PosixException {
        PosixException.check(Libc.ftruncate(fd.raw(), size), "ftruncate", "shared memory");
        mapping.close();
        mapping = Arena.ofShared();
        bytes = map(size);
    }

    /** The descriptor; stays owned by this. */
    public Fd fd() {
        return fd;
    }

    /** A descriptor of the same memory for the caller, to send it away. */
    public Fd duplicate() throws PosixException {
        return fd.duplicate();
    }

    /** Unmaps it and closes the descriptor; idempotent. */
    @Override
    public void close() {
        if (fd.isOpen()) {
            mapping.close();
            fd.close();
        }
    }
}
