package org.wayray.posix.libc;

import java.lang.foreign.MemorySegment;

/**
 * Everything in which operating systems differ: constants, structures, and which of several calls does a job best.
 *
 * <p>To port this module, write one class beside {@link Linux} and name it in {@link #current()}. {@link PollPoller},
 * {@link PipeWakeUp} and {@link ShmMemory} wait there for systems without epoll, eventfd and memfd.
 *
 * <p>Any thread, where a method does not say otherwise. Failures are negated errnos.
 */
public interface Os {
    /** Most descriptors in one message that we send; libwayland's receivers have room for no more. */
    int MAX_SENT_DESCRIPTORS = 28;

    /** The operating system that this runs on. */
    static Os current() {
        return Holder.CURRENT;
    }

    /** The number of an errno. */
    int errno(String name);

    /** The name of an errno, or the number as text where it has none. */
    String errnoName(int errno);

    /** Duplicates a descriptor; the copy is closed on exec. */
    int duplicate(int fd);

    /** Makes a descriptor non-blocking. */
    int setNonBlocking(int fd);

    /** Opens a file for reading and writing, closed on exec; it is made, for its owner alone, when it does not exist. */
    int openOrCreate(String path);

    /** Opens something harmless: a descriptor to keep in reserve. */
    int openNull();

    /** Takes the exclusive lock of an open file without waiting; EAGAIN when somebody else has it. */
    int tryLock(int fd);

    /** A new stream socket of the Unix domain, non-blocking, closed on exec. */
    int unixSocket();

    /** Two of them, connected. */
    int unixSocketPair(int[] two);

    /** Two connected sockets of the Unix domain that keep the borders of messages, non-blocking, closed on exec. */
    int unixMessageSocketPair(int[] two);

    /** Takes a waiting connection, non-blocking, closed on exec. */
    int accept(int listener);

    /** Gives a socket an address in the file system. */
    int bind(int fd, String path);

    /** Whether this is a stream socket of the Unix domain that listens. */
    boolean isUnixListener(int fd);

    /** Connects to an address in the file system. */
    int connect(int fd, String path);

    /** Who is at the other end of a Unix socket: process, user and group id. */
    int peerCredentials(int fd, int[] pidUidGid);

    /** A reusable sender and receiver of messages with descriptors, for one thread. */
    MessageIo newMessageIo();

    /** Both ends of a pipe, non-blocking, closed on exec: {read, write}. */
    int pipe(int[] two);

    /**
     * Opens a pipe's end for writing once more, non-blocking, closed on exec. Unlike a duplicate, the result shares no flags with the
     * original, so that whoever else has that cannot make it block.
     */
    int reopenForWriting(int pipe);

    /** A poller, not opened yet. */
    Poller newPoller();

    /** What ends a poller's wait from another thread, not opened yet. */
    WakeUp newWakeUp();

    /** What kind of file a descriptor is. */
    int status(int fd, FileStatus into);

    /** Anonymous memory of the given size that cannot get shorter, open for reading and writing. */
    int newMemory(String name, long size);

    /** As {@link #newMemory}, but it can get shorter, and nobody can change that: what a careful reader must expect. */
    int newShrinkableMemory(String name, long size);

    /** Anonymous memory with this content; nobody who gets the descriptor can change it. */
    int newReadOnlyMemory(String name, MemorySegment content);

    /**
     * Makes sure that memory stays as long as it is.
     *
     * @return 1 when it can no longer get shorter, 0 when that cannot be had
     */
    int holdLength(int fd);

    /** Maps the file's beginning for reading; an address, or a negated errno. */
    long mapForReading(int fd, long length);

    /** Maps the file's beginning for reading and writing; an address, or a negated errno. */
    long mapForWriting(int fd, long length);

    /** Chosen once, at first use. */
    final class Holder {
        private static final Os CURRENT = choose(System.getProperty("os.name", ""));

        private Holder() {}

        private static Os choose(String name) {
            if (name.equals("Linux")) {
                return new Linux();
            }
            throw new UnsupportedOperationException("WayRay does not run on " + name
                    + " yet: its constants and structures are missing (org.wayray.posix.libc.Os). It runs on Linux.");
        }
    }
}
