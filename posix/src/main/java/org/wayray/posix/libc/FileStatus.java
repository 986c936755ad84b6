package org.wayray.posix.libc;

/** What a descriptor refers to, filled in by {@link Os#status}. Mutable, so that a caller reuses it; confined to its user. */
public final class FileStatus {
    /** Kinds of files, by what may be done with them. */
    public enum Kind {
        /** Memory with the name of a file (memfd, tmpfs): may be mapped once its length is held. */
        MEMORY,
        /** A regular file in a local file system: reads end, but a mapping could be cut. */
        LOCAL_FILE,
        /** A regular file whose reads may wait for somebody else: FUSE, a network, an unknown file system. */
        FOREIGN_FILE,
        /** A pipe, with or without a name. */
        PIPE,
        /** Neither: a socket, a device, a directory. */
        OTHER
    }

    /** The kind. */
    public Kind kind = Kind.OTHER;

    /** Length in bytes. */
    public long size;

    /** Number of the device that holds it. */
    public long device;

    /** Number of the file on that device. */
    public long inode;
}
