package org.wayray.posix.libc;

/**
 * Waits until descriptors are ready, level triggered. Confined to one thread after {@link #open}.
 *
 * <p>A descriptor that hung up or failed is ready for all that was asked of it: the read or write that follows says what
 * happened.
 */
public interface Poller {
    /** Ready to read, or interest in that. */
    int READ = 1;

    /** Ready to write, or interest in that. */
    int WRITE = 2;

    /** The first call; 0, or a negated errno. */
    int open();

    /**
     * Adds a descriptor that is not in the set.
     *
     * @param interest {@link #READ}, {@link #WRITE} or both, never 0
     * @param token comes back with each event
     */
    int add(int fd, int interest, long token);

    /** Changes what is asked of a descriptor in the set. */
    int modify(int fd, int interest, long token);

    /** Takes a descriptor out of the set; it must still be open. */
    int remove(int fd);

    /**
     * Waits for events.
     *
     * @param timeoutNanos 0 does not wait, a negative number waits for ever; never returns early by the precision of the
     *     clock, may return late by it
     * @return how many, 0 after the time or a signal, or a negated errno
     */
    int await(long timeoutNanos);

    /** The token of an event of the last wait. */
    long token(int event);

    /** For what it is ready. */
    int readiness(int event);

    /** Gives its descriptors and memory back; idempotent. */
    void close();
}
