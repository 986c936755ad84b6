package org.wayray.posix;

import java.nio.ByteBuffer;
import org.wayray.posix.libc.Errno;
import org.wayray.posix.libc.FileStatus;
import org.wayray.posix.libc.Libc;
import org.wayray.posix.libc.NativeBuffer;
import org.wayray.posix.libc.Os;

/**
 * A pipe, through which clients hand data to each other, and reading and writing at its ends without ever waiting. Any thread.
 *
 * @param readEnd owned by whoever takes it
 * @param writeEnd the same
 */
public record Pipe(Fd readEnd, Fd writeEnd) {
    /** What {@link #read} returns at the end. */
    public static final int END = -1;

    /** Makes one; both ends are non-blocking. */
    public static Pipe open() throws PosixException {
        int[] two = new int[2];
        PosixException.check(Os.current().pipe(two), "pipe", "a pipe for a client's data");
        return new Pipe(Fd.adopt(two[0]), Fd.adopt(two[1]));
    }

    /**
     * Takes over the writing end of a pipe from somebody who may have kept it and may be able to make it block; the result is another
     * one that cannot.
     *
     * @param theirs closed in every case
     * @throws PosixException if it is no pipe, or not open for writing
     */
    public static Fd takeWriteEnd(Fd theirs) throws PosixException {
        try (theirs) {
            var status = new FileStatus();
            PosixException.check(Os.current().status(theirs.raw(), status), "fstat", "a client's pipe");
            if (status.kind != FileStatus.Kind.PIPE) {
                throw new PosixException(
                        "fstat", Os.current().errno("EINVAL"), "a client's descriptor that is no pipe");
            }
            return Fd.adopt(PosixException.check(
                    Os.current().reopenForWriting(theirs.raw()), "open", "a client's pipe, for writing"));
        }
    }

    /**
     * Reads what is there now into the buffer and moves its position.
     *
     * @return bytes read, 0 if there are none now, or {@link #END}
     */
    public static int read(Fd from, ByteBuffer into) throws PosixException {
        var room = NativeBuffer.segment();
        long result = Libc.read(from.raw(), room, Math.min(into.remaining(), NativeBuffer.SIZE));
        if (wouldWait(result)) {
            return 0;
        }
        int count = PosixException.check((int) result, "read", "a client's pipe");
        if (count == 0) {
            return END;
        }
        into.put(into.position(), NativeBuffer.bytes(), 0, count);
        into.position(into.position() + count);
        return count;
    }

    /**
     * Writes what there is room for now and moves the buffer's position.
     *
     * @return bytes written; 0 if there is no room now
     * @throws PosixException if nobody reads any more
     */
    public static int write(Fd to, ByteBuffer from) throws PosixException {
        int length = Math.min(from.remaining(), NativeBuffer.SIZE);
        NativeBuffer.bytes().put(0, from, from.position(), length);
        long result = Libc.write(to.raw(), NativeBuffer.segment(), length);
        if (wouldWait(result)) {
            return 0;
        }
        int count = PosixException.check((int) result, "write", "a client's pipe");
        from.position(from.position() + count);
        return count;
    }

    private static boolean wouldWait(long result) {
        return result == -Errno.EAGAIN || result == -Errno.EINTR;
    }
}
