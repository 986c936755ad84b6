package org.wayray.posix.libc;

/** Ends a {@link Poller}'s wait from any thread: a descriptor that becomes readable. */
public interface WakeUp {
    /** The first call; 0, or a negated errno. */
    int open();

    /** What to watch for {@link Poller#READ}. */
    int fd();

    /** Makes it readable; any thread, while it is open. */
    void signal();

    /** Makes it unreadable again; the polling thread. */
    void drain();

    /** Gives its descriptors back; idempotent. */
    void close();
}
