package org.wayray.posix.libc;

import java.util.Map;

/** Errno by name, with the numbers of the operating system that this runs on. Any thread. */
public final class Errno {
    /** Would block; try again when the descriptor is ready. */
    public static final int EAGAIN = Os.current().errno("EAGAIN");
    /** A signal came in between. */
    public static final int EINTR = Os.current().errno("EINTR");
    /** Not permitted. */
    public static final int EPERM = Os.current().errno("EPERM");
    /** No such file. */
    public static final int ENOENT = Os.current().errno("ENOENT");
    /** The file exists. */
    public static final int EEXIST = Os.current().errno("EEXIST");
    /** Not an open descriptor, or not open for this. */
    public static final int EBADF = Os.current().errno("EBADF");
    /** An argument that the call does not take. */
    public static final int EINVAL = Os.current().errno("EINVAL");
    /** This process has too many descriptors. */
    public static final int EMFILE = Os.current().errno("EMFILE");
    /** The machine has too many descriptors. */
    public static final int ENFILE = Os.current().errno("ENFILE");
    /** The other end is closed. */
    public static final int EPIPE = Os.current().errno("EPIPE");
    /** The other end closed without reading what it was sent. */
    public static final int ECONNRESET = Os.current().errno("ECONNRESET");
    /** The connection went away before it was accepted. */
    public static final int ECONNABORTED = Os.current().errno("ECONNABORTED");
    /** A name that does not fit. */
    public static final int ENAMETOOLONG = Os.current().errno("ENAMETOOLONG");

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("EACCES", "access denied"),
            Map.entry("EADDRINUSE", "that address is taken"),
            Map.entry("EAGAIN", "would block, or is out of room for now"),
            Map.entry("EBADF", "the descriptor is closed, or not open for this"),
            Map.entry("EBUSY", "in use"),
            Map.entry("ECONNABORTED", "the connection ended before it was accepted"),
            Map.entry("ECONNREFUSED", "nobody is listening there"),
            Map.entry("ECONNRESET", "the other end closed the connection"),
            Map.entry("EEXIST", "exists already"),
            Map.entry("EFBIG", "larger than a file may be"),
            Map.entry("EINTR", "interrupted by a signal"),
            Map.entry("EINVAL", "the system does not accept that argument"),
            Map.entry("EIO", "input or output failed"),
            Map.entry("EISDIR", "is a directory"),
            Map.entry("ELOOP", "too many symbolic links"),
            Map.entry("EMFILE", "this process has too many open files (ulimit -n)"),
            Map.entry("ENAMETOOLONG", "the name is too long"),
            Map.entry("ENFILE", "the machine has too many open files"),
            Map.entry("ENODEV", "no such device, or it cannot do this"),
            Map.entry("ENOENT", "no such file or directory"),
            Map.entry("ENOMEM", "out of memory"),
            Map.entry("ENOSPC", "no space left"),
            Map.entry("ENOSYS", "this kernel does not have the call"),
            Map.entry("ENOTCONN", "not connected"),
            Map.entry("ENOTDIR", "not a directory"),
            Map.entry("ENOTSOCK", "not a socket"),
            Map.entry("EOPNOTSUPP", "not supported for this kind of file"),
            Map.entry("EPERM", "not permitted"),
            Map.entry("EPIPE", "the other end is closed"),
            Map.entry("EPROTOTYPE", "the wrong kind of socket"),
            Map.entry("EROFS", "the file system is read-only"),
            Map.entry("ESPIPE", "not a file that has positions"),
            Map.entry("ETIMEDOUT", "timed out"));

    private Errno() {}

    /** The name in C, for example ENOENT. */
    public static String name(int errno) {
        return Os.current().errnoName(errno);
    }

    /** What it means, for a person; empty when the name says all we know. */
    public static String meaning(String name) {
        return MEANINGS.getOrDefault(name, "");
    }
}
