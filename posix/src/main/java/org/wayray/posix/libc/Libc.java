package org.wayray.posix.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The functions of the C library that exist on every Unix, under their C names and with C's arguments, each wrapped once.
 *
 * <p>Each returns what the C function returns, or the negated errno where that is -1. A function that only one operating
 * system has belongs into that system's class ({@link Linux}), made with {@link #function}.
 *
 * <p>Any thread. A call that may block blocks its thread: the callers here only use descriptors that do not.
 */
public final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
    private static final long ERRNO = Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno"));

    /** Where a call leaves its errno. One for each thread, because another call would overwrite it. */
    private static final ThreadLocal<MemorySegment> CALL_STATE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

    static final ValueLayout.OfLong SIZE_T = JAVA_LONG;
    static final ValueLayout.OfLong OFF_T = JAVA_LONG;

    private static final MethodHandle CLOSE = function("close", ints(1));
    private static final MethodHandle FCNTL = function("fcntl", ints(3), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle SOCKET = function("socket", ints(3));
    private static final MethodHandle SOCKETPAIR =
            function("socketpair", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle BIND =
            function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CONNECT =
            function("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle LISTEN = function("listen", ints(2));
    private static final MethodHandle SHUTDOWN = function("shutdown", ints(2));
    private static final MethodHandle GETSOCKOPT =
            function("getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SENDMSG =
            function("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECVMSG =
            function("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle READ =
            function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, SIZE_T));
    private static final MethodHandle WRITE =
            function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, SIZE_T));
    private static final MethodHandle PREAD =
            function("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, SIZE_T, OFF_T));
    private static final MethodHandle PWRITE =
            function("pwrite", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, SIZE_T, OFF_T));
    private static final MethodHandle FTRUNCATE =
            function("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, OFF_T));
    private static final MethodHandle MMAP =
            function("mmap", FunctionDescriptor.of(JAVA_LONG, ADDRESS, SIZE_T, JAVA_INT, JAVA_INT, JAVA_INT, OFF_T));
    private static final MethodHandle MUNMAP = function("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, SIZE_T));
    private static final MethodHandle POLL =
            function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle OPEN = function(
            "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle FLOCK = function("flock", ints(2));
    private static final MethodHandle SHM_OPEN =
            function("shm_open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle SHM_UNLINK = function("shm_unlink", FunctionDescriptor.of(JAVA_INT, ADDRESS));

    private Libc() {}

    /** A handle for a C function that sets errno; its first argument is the {@linkplain #callState() call state}. */
    static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        var all = new Linker.Option[options.length + 1];
        all[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(options, 0, all, 1, options.length);
        return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), descriptor, all);
    }

    /** Whether the C library of this machine has the function. */
    static boolean has(String name) {
        return SYMBOLS.find(name).isPresent();
    }

    /** The descriptor of an int function of ints. */
    static FunctionDescriptor ints(int arguments) {
        var layouts = new ValueLayout[arguments];
        java.util.Arrays.fill(layouts, JAVA_INT);
        return FunctionDescriptor.of(JAVA_INT, layouts);
    }

    /** Where this thread's next call leaves its errno. */
    static MemorySegment callState() {
        return CALL_STATE.get();
    }

    /** What a call of this package returns for what the C function returned. */
    static int result(int returned, MemorySegment callState) {
        return returned != -1 ? returned : -callState.get(JAVA_INT, ERRNO);
    }

    /** As {@link #result(int, MemorySegment)}, for functions that return ssize_t. */
    static long result(long returned, MemorySegment callState) {
        return returned != -1 ? returned : -callState.get(JAVA_INT, ERRNO);
    }

    /** For the catch clause that invokeExact forces on its callers: a downcall itself throws nothing but a bug of ours. */
    static AssertionError unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return new AssertionError("a foreign call was made with arguments it was not declared with", thrown);
    }

    /** Gives a descriptor back. Never repeated after EINTR: the descriptor is gone then, too. */
    public static int close(int fd) {
        var state = callState();
        try {
            return result((int) CLOSE.invokeExact(state, fd), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int fcntl(int fd, int command, int argument) {
        var state = callState();
        try {
            return result((int) FCNTL.invokeExact(state, fd, command, argument), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int socket(int domain, int type, int protocol) {
        var state = callState();
        try {
            return result((int) SOCKET.invokeExact(state, domain, type, protocol), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int socketpair(int domain, int type, int protocol, MemorySegment two) {
        var state = callState();
        try {
            return result((int) SOCKETPAIR.invokeExact(state, domain, type, protocol, two), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int bind(int fd, MemorySegment address, int length) {
        var state = callState();
        try {
            return result((int) BIND.invokeExact(state, fd, address, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int connect(int fd, MemorySegment address, int length) {
        var state = callState();
        try {
            return result((int) CONNECT.invokeExact(state, fd, address, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Makes a bound socket accept connections. */
    public static int listen(int fd, int backlog) {
        var state = callState();
        try {
            return result((int) LISTEN.invokeExact(state, fd, backlog), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public static int shutdown(int fd, int how) {
        var state = callState();
        try {
            return result((int) SHUTDOWN.invokeExact(state, fd, how), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int getsockopt(int fd, int level, int option, MemorySegment value, MemorySegment length) {
        var state = callState();
        try {
            return result((int) GETSOCKOPT.invokeExact(state, fd, level, option, value, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int sendmsg(int fd, MemorySegment message, int flags) {
        var state = callState();
        try {
            return (int) result((long) SENDMSG.invokeExact(state, fd, message, flags), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int recvmsg(int fd, MemorySegment message, int flags) {
        var state = callState();
        try {
            return (int) result((long) RECVMSG.invokeExact(state, fd, message, flags), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Reads from a stream; 0 means its end. */
    public static long read(int fd, MemorySegment into, long length) {
        var state = callState();
        try {
            return result((long) READ.invokeExact(state, fd, into, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Writes to a stream, perhaps only some of it. */
    public static long write(int fd, MemorySegment from, long length) {
        var state = callState();
        try {
            return result((long) WRITE.invokeExact(state, fd, from, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Reads from a place in a file; fewer bytes than asked for mean its end. */
    public static long pread(int fd, MemorySegment into, long length, long offset) {
        var state = callState();
        try {
            return result((long) PREAD.invokeExact(state, fd, into, length, offset), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Writes all of the content to the beginning of a file; 0, or a negated errno. */
    static int pwriteFully(int fd, MemorySegment content) {
        long written = 0;
        while (written < content.byteSize()) {
            var rest = content.asSlice(written);
            long result = pwrite(fd, rest, rest.byteSize(), written);
            if (result < 0 && result != -Errno.EINTR) {
                return (int) result;
            }
            written += Math.max(0, result);
        }
        return 0;
    }

    /** Writes to a place in a file. */
    public static long pwrite(int fd, MemorySegment from, long length, long offset) {
        var state = callState();
        try {
            return result((long) PWRITE.invokeExact(state, fd, from, length, offset), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Sets the length of a file. */
    public static int ftruncate(int fd, long length) {
        var state = callState();
        try {
            return result((int) FTRUNCATE.invokeExact(state, fd, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static long mmap(long length, int protection, int flags, int fd, long offset) {
        var state = callState();
        try {
            return result(
                    (long) MMAP.invokeExact(state, MemorySegment.NULL, length, protection, flags, fd, offset), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Ends a mapping. Whoever touches it afterwards brings the JVM down. */
    public static int munmap(MemorySegment mapping) {
        var state = callState();
        try {
            return result((int) MUNMAP.invokeExact(state, mapping, mapping.byteSize()), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int poll(MemorySegment pollFds, long count, int timeoutMillis) {
        var state = callState();
        try {
            return result((int) POLL.invokeExact(state, pollFds, count, timeoutMillis), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int open(MemorySegment path, int flags, int mode) {
        var state = callState();
        try {
            return result((int) OPEN.invokeExact(state, path, flags, mode), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int flock(int fd, int operation) {
        var state = callState();
        try {
            return result((int) FLOCK.invokeExact(state, fd, operation), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int shm_open(MemorySegment name, int flags, int mode) {
        var state = callState();
        try {
            return result((int) SHM_OPEN.invokeExact(state, name, flags, mode), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int shm_unlink(MemorySegment name) {
        var state = callState();
        try {
            return result((int) SHM_UNLINK.invokeExact(state, name), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
