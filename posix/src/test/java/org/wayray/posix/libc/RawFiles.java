package org.wayray.posix.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.nio.file.Path;

/** Descriptors as clients, good and bad, may hand them over. Linux. */
public final class RawFiles {
    private static final int O_RDONLY = 0;
    private static final int O_WRONLY = 1;
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_PATH = 0x200000;
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int MFD_HUGETLB = 4;

    private RawFiles() {}

    /** Opens for reading and writing. */
    public static int open(Path path) {
        return open(path.toString(), O_RDWR);
    }

    /** Opens for reading. */
    public static int openForReading(String path) {
        return open(path, O_RDONLY);
    }

    /** Opens for writing. */
    public static int openForWriting(String path) {
        return open(path, O_WRONLY);
    }

    /** Opens for nothing. */
    public static int openPathOnly(String path) {
        return open(path, O_PATH);
    }

    private static int open(String path, int flags) {
        try (var arena = Arena.ofConfined()) {
            return require(Libc.open(arena.allocateFrom(path), flags | O_NONBLOCK | O_CLOEXEC, 0), path);
        }
    }

    private static int require(int result, String what) {
        if (result < 0) {
            throw new AssertionError(what + ": " + Errno.name(-result));
        }
        return result;
    }

    /** A memfd without seals that allows them. */
    public static int sealableMemory(int size) {
        return sized(Linux.memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING), size);
    }

    /** A memfd that forbids seals. */
    public static int unsealableMemory(int size) {
        return sized(Linux.memfd_create("test", MFD_CLOEXEC), size);
    }

    /** A memfd of huge pages that allows seals, or a negated errno. */
    public static int hugeMemory(int size) {
        int fd = Linux.memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_HUGETLB);
        return fd < 0 ? fd : sized(fd, size);
    }

    private static int sized(int fd, int size) {
        require(Libc.ftruncate(require(fd, "memfd_create"), size), "ftruncate");
        return fd;
    }

    /** Sets the length; the name of the error, or nothing. */
    public static String truncate(int fd, long length) {
        int result = Libc.ftruncate(fd, length);
        return result < 0 ? Errno.name(-result) : "";
    }

    /** Makes a named pipe. */
    public static void makeFifo(Path path) {
        var mkfifo = Libc.function("mkfifo", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        try (var arena = Arena.ofConfined()) {
            var state = Libc.callState();
            require(
                    Libc.result((int) mkfifo.invokeExact(state, arena.allocateFrom(path.toString()), 0600), state),
                    "mkfifo");
        } catch (Throwable t) {
            throw Libc.unexpected(t);
        }
    }
}
