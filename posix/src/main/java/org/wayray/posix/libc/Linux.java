package org.wayray.posix.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** Linux on 64-bit machines, with glibc or musl: epoll, eventfd, memfd with seals. */
final class Linux implements Os {
    static final int EFD_CLOEXEC = 0x80000;
    static final int EFD_NONBLOCK = 0x800;

    /** Newer than our oldest kernel; without it a wait lasts whole milliseconds. */
    static final boolean HAS_EPOLL_PWAIT2 = Libc.has("epoll_pwait2");

    private static final int O_RDONLY = 0;
    private static final int O_WRONLY = 0x1;
    private static final int O_RDWR = 0x2;
    private static final int O_CREAT = 0x40;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int OWNER_ONLY = 0600;

    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 0x406;
    private static final int F_ADD_SEALS = 0x409;
    private static final int F_GET_SEALS = 0x40a;
    private static final int F_SEAL_SEAL = 0x1;
    private static final int F_SEAL_SHRINK = 0x2;
    private static final int F_SEAL_GROW = 0x4;
    private static final int F_SEAL_WRITE = 0x8;
    private static final int MFD_CLOEXEC = 0x1;
    private static final int MFD_ALLOW_SEALING = 0x2;

    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_PEERCRED = 17;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_DOMAIN = 39;

    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;

    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_TYPE = 0x1;
    private static final int STATX_INO = 0x100;
    private static final int STATX_SIZE = 0x200;
    private static final int S_IFMT = 0xF000;
    private static final int S_IFREG = 0x8000;
    private static final int S_IFIFO = 0x1000;

    // struct sockaddr_un
    private static final long SUN_PATH = 2;
    private static final int SUN_PATH_LENGTH = 108;
    private static final long SOCKADDR_UN = SUN_PATH + SUN_PATH_LENGTH;

    // struct statx: the same on every architecture, which struct stat is not
    private static final long STATX = 256;
    private static final long STX_MODE = 0x1c;
    private static final long STX_INO = 0x20;
    private static final long STX_SIZE = 0x28;
    private static final long STX_DEV_MAJOR = 0x88;
    private static final long STX_DEV_MINOR = 0x8c;

    /** More than any struct statfs; its first member is the type, a long. */
    private static final long STATFS = 256;

    // Types of file systems, from linux/magic.h and the file systems' own sources
    private static final int TMPFS = 0x01021994;
    private static final int RAMFS = 0x858458f6;
    private static final int HUGETLBFS = 0x958458f6;
    private static final int EXT = 0xef53;
    private static final int XFS = 0x58465342;
    private static final int BTRFS = 0x9123683e;
    private static final int F2FS = 0xf2f52010;
    private static final int BCACHEFS = 0xca451a4e;
    private static final int ZFS = 0x2fc12fc1;
    private static final int OVERLAYFS = 0x794c7630;

    private static final MethodHandle ACCEPT4 =
            Libc.function("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle PIPE2 =
            Libc.function("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle EVENTFD = Libc.function("eventfd", Libc.ints(2));
    private static final MethodHandle MEMFD_CREATE =
            Libc.function("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle STATX_CALL =
            Libc.function("statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle FSTATFS =
            Libc.function("fstatfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle EPOLL_CREATE1 = Libc.function("epoll_create1", Libc.ints(1));
    private static final MethodHandle EPOLL_CTL =
            Libc.function("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle EPOLL_WAIT =
            Libc.function("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_PWAIT2 = Libc.function(
            HAS_EPOLL_PWAIT2 ? "epoll_pwait2" : "epoll_pwait",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));

    @Override
    public int errno(String name) {
        return LinuxErrno.number(name);
    }

    @Override
    public String errnoName(int errno) {
        return LinuxErrno.name(errno);
    }

    @Override
    public int duplicate(int fd) {
        return Libc.fcntl(fd, F_DUPFD_CLOEXEC, 0);
    }

    @Override
    public int setNonBlocking(int fd) {
        int flags = Libc.fcntl(fd, F_GETFL, 0);
        if (flags < 0 || (flags & O_NONBLOCK) != 0) {
            return Math.min(flags, 0);
        }
        return Libc.fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    }

    @Override
    public int openOrCreate(String path) {
        return open(path, O_RDWR | O_CREAT | O_CLOEXEC);
    }

    @Override
    public int openNull() {
        return open("/dev/null", O_RDONLY | O_CLOEXEC);
    }

    private static int open(String path, int flags) {
        try (var arena = Arena.ofConfined()) {
            return Libc.open(arena.allocateFrom(path), flags, OWNER_ONLY);
        }
    }

    @Override
    public int tryLock(int fd) {
        return Libc.flock(fd, LOCK_EX | LOCK_NB);
    }

    @Override
    public int unixSocket() {
        return Libc.socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    }

    @Override
    public int unixSocketPair(int[] two) {
        return socketPair(SOCK_STREAM, two);
    }

    @Override
    public int unixMessageSocketPair(int[] two) {
        return socketPair(SOCK_SEQPACKET, two);
    }

    private static int socketPair(int type, int[] two) {
        try (var arena = Arena.ofConfined()) {
            var fds = arena.allocate(JAVA_INT, 2);
            return both(Libc.socketpair(AF_UNIX, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), fds, two);
        }
    }

    private static int both(int result, MemorySegment fds, int[] two) {
        if (result >= 0) {
            MemorySegment.copy(fds, JAVA_INT, 0, two, 0, 2);
        }
        return result;
    }

    @Override
    public int accept(int listener) {
        var state = Libc.callState();
        try {
            int fd = (int) ACCEPT4.invokeExact(
                    state, listener, MemorySegment.NULL, MemorySegment.NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
            return Libc.result(fd, state);
        } catch (Throwable t) {
            throw Libc.unexpected(t);
        }
    }

    @Override
    public int bind(int fd, String path) {
        try (var arena = Arena.ofConfined()) {
            var address = arena.allocate(SOCKADDR_UN);
            return fillAddress(address, path) ? Libc.bind(fd, address, (int) SOCKADDR_UN) : -Errno.ENAMETOOLONG;
        }
    }

    @Override
    public int connect(int fd, String path) {
        try (var arena = Arena.ofConfined()) {
            var address = arena.allocate(SOCKADDR_UN);
            return fillAddress(address, path) ? Libc.connect(fd, address, (int) SOCKADDR_UN) : -Errno.ENAMETOOLONG;
        }
    }

    /** Whether the path fits; one byte stays zero behind it. */
    private static boolean fillAddress(MemorySegment address, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= SUN_PATH_LENGTH) {
            return false;
        }
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 0, address, JAVA_BYTE, SUN_PATH, bytes.length);
        return true;
    }

    @Override
    public int peerCredentials(int fd, int[] pidUidGid) {
        try (var arena = Arena.ofConfined()) {
            var credentials = arena.allocate(JAVA_INT, 3);
            var length = arena.allocateFrom(JAVA_INT, (int) credentials.byteSize());
            int result = Libc.getsockopt(fd, SOL_SOCKET, SO_PEERCRED, credentials, length);
            if (result >= 0) {
                MemorySegment.copy(credentials, JAVA_INT, 0, pidUidGid, 0, 3);
            }
            return result;
        }
    }

    @Override
    public boolean isUnixListener(int fd) {
        return socketOption(fd, SO_DOMAIN) == AF_UNIX
                && socketOption(fd, SO_TYPE) == SOCK_STREAM
                && socketOption(fd, SO_ACCEPTCONN) == 1;
    }

    private static int socketOption(int fd, int option) {
        try (var arena = Arena.ofConfined()) {
            var value = arena.allocate(JAVA_INT);
            int result = Libc.getsockopt(
                    fd, SOL_SOCKET, option, value, arena.allocateFrom(JAVA_INT, (int) value.byteSize()));
            return result < 0 ? result : value.get(JAVA_INT, 0);
        }
    }

    @Override
    public MessageIo newMessageIo() {
        return new LinuxMessageIo();
    }

    @Override
    public int pipe(int[] two) {
        try (var arena = Arena.ofConfined()) {
            var fds = arena.allocate(JAVA_INT, 2);
            var state = Libc.callState();
            try {
                int result = (int) PIPE2.invokeExact(state, fds, O_NONBLOCK | O_CLOEXEC);
                return both(Libc.result(result, state), fds, two);
            } catch (Throwable t) {
                throw Libc.unexpected(t);
            }
        }
    }

    @Override
    public int reopenForWriting(int pipe) {
        return open("/proc/self/fd/" + pipe, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    }

    @Override
    public Poller newPoller() {
        return new EpollPoller();
    }

    @Override
    public WakeUp newWakeUp() {
        return new EventFdWakeUp();
    }

    @Override
    public int status(int fd, FileStatus into) {
        try (var arena = Arena.ofConfined()) {
            var statx = arena.allocate(STATX, Long.BYTES);
            int result = statx(fd, arena.allocateFrom(""), statx);
            if (result < 0) {
                return result;
            }
            into.size = statx.get(JAVA_LONG, STX_SIZE);
            into.inode = statx.get(JAVA_LONG, STX_INO);
            into.device =
                    (long) statx.get(JAVA_INT, STX_DEV_MAJOR) << Integer.SIZE | statx.get(JAVA_INT, STX_DEV_MINOR);
            int type = statx.get(JAVA_SHORT, STX_MODE) & S_IFMT;
            if (type != S_IFREG) {
                into.kind = type == S_IFIFO ? FileStatus.Kind.PIPE : FileStatus.Kind.OTHER;
                return 0;
            }
            var statfs = arena.allocate(STATFS, Long.BYTES);
            result = fstatfs(fd, statfs);
            into.kind = kindOfFileSystem((int) statfs.get(JAVA_LONG, 0));
            return result;
        }
    }

    private static FileStatus.Kind kindOfFileSystem(int type) {
        return switch (type) {
            case TMPFS -> FileStatus.Kind.MEMORY;
            // A page of hugetlbfs that cannot be had when it is touched is a SIGBUS, whatever the length.
            case HUGETLBFS, RAMFS, EXT, XFS, BTRFS, F2FS, BCACHEFS, ZFS, OVERLAYFS -> FileStatus.Kind.LOCAL_FILE;
            default -> FileStatus.Kind.FOREIGN_FILE;
        };
    }

    @Override
    public int newMemory(String name, long size) {
        int fd = newSealableMemory(name, size);
        return fd < 0 ? fd : orClose(fd, Libc.fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK));
    }

    private static int newSealableMemory(String name, long size) {
        int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
        return fd < 0 ? fd : orClose(fd, Libc.ftruncate(fd, size));
    }

    @Override
    public int newShrinkableMemory(String name, long size) {
        int fd = memfd_create(name, MFD_CLOEXEC);
        return fd < 0 ? fd : orClose(fd, Libc.ftruncate(fd, size));
    }

    @Override
    public int newReadOnlyMemory(String name, MemorySegment content) {
        int fd = newSealableMemory(name, content.byteSize());
        if (fd < 0) {
            return fd;
        }
        int written = Libc.pwriteFully(fd, content);
        return written < 0
                ? orClose(fd, written)
                : orClose(fd, Libc.fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE));
    }

    private static int orClose(int fd, int result) {
        if (result < 0) {
            Libc.close(fd);
            return result;
        }
        return fd;
    }

    @Override
    public int holdLength(int fd) {
        int seals = Libc.fcntl(fd, F_GET_SEALS, 0);
        if (seals < 0) {
            return 0;
        }
        boolean held = (seals & F_SEAL_SHRINK) != 0 || Libc.fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK) >= 0;
        return held ? 1 : 0;
    }

    @Override
    public long mapForReading(int fd, long length) {
        return Libc.mmap(length, PROT_READ, MAP_SHARED, fd, 0);
    }

    @Override
    public long mapForWriting(int fd, long length) {
        return Libc.mmap(length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    }

    static int eventfd(int start, int flags) {
        var state = Libc.callState();
        try {
            return Libc.result((int) EVENTFD.invokeExact(state, start, flags), state);
        } catch (Throwable t) {
            throw Libc.unexpected(t);
        }
    }

    static int memfd_create(String name, int flags) {
        try (var arena = Arena.ofConfined()) {
            var state = Libc.callState();
            return Libc.result((int) MEMFD_CREATE.invokeExact(state, arena.allocateFrom(name), flags), state);
        } catch (Throwable t) {
            throw Libc.unexpected(t);
        }
    }

    private static int statx(int fd, MemorySegment path, MemorySegment into) {
        var state = Libc.callState();
        try {
            int result = (int)
                    STATX_CALL.invokeExact(state, fd, path, AT_EMPTY_PATH, STATX_TYPE | STATX_INO | STATX_SIZE, into);
            return Libc.result(result, state);
        } catch (Throwable t) {
            throw Libc.unexpected(t);
        }
    }

    private static int fstatfs(int fd, MemorySegment into) {
        var state = Libc.callState();
        try {
            return Libc.result((int) FSTATFS.invokeExact(state, fd, into), state);
        } catch (Throwable t) {
            throw Libc.unexpected(t);
        }
    }

    static int epoll_create1(int flags) {
        var state = Libc.callState();
        try {
            return Libc.result((int) EPOLL_CREATE1.invokeExact(state, flags), state);
        } catch (Throwable t) {
            throw Libc.unexpected(t);
        }
    }

    static int epoll_ctl(int epoll, int operation, int fd, MemorySegment event) {
        var state = Libc.callState();
        try {
            return Libc.result((int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event), state);
        } catch (Throwable t) {
            throw Libc.unexpected(t);
        }
    }

    static int epoll_wait(int epoll, MemorySegment events, int count, int timeoutMillis) {
        var state = Libc.callState();
        try {
            return Libc.result((int) EPOLL_WAIT.invokeExact(state, epoll, events, count, timeoutMillis), state);
        } catch (Throwable t) {
            throw Libc.unexpected(t);
        }
    }

    /** Only when {@link #HAS_EPOLL_PWAIT2}. */
    static int epoll_pwait2(int epoll, MemorySegment events, int count, MemorySegment timeout) {
        var state = Libc.callState();
        try {
            int result = (int) EPOLL_PWAIT2.invokeExact(state, epoll, events, count, timeout, MemorySegment.NULL);
            return Libc.result(result, state);
        } catch (Throwable t) {
            throw Libc.unexpected(t);
        }
    }
}
