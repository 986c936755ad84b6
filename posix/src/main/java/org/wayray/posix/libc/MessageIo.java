package org.wayray.posix.libc;

/**
 * sendmsg and recvmsg for stream sockets that carry descriptors, with structures that are reused from call to call.
 *
 * <p>Confined to one thread. Nothing is allocated by a call.
 */
public interface MessageIo {
    /**
     * Sends bytes, and descriptors with the first of them. The descriptors stay open here.
     *
     * @param address where the bytes are
     * @param count how many of {@code descriptors} go along, at most {@link Os#MAX_SENT_DESCRIPTORS}
     * @return bytes taken, or a negated errno
     */
    int send(int fd, long address, int length, int[] descriptors, int count);

    /**
     * Receives bytes, and what descriptors come with them: whoever calls owns these, {@link #received(int)} gives them.
     *
     * @return bytes, 0 at the end, or a negated errno (then there are no descriptors)
     */
    int receive(int fd, long address, int length);

    /** How many descriptors came with the last message. */
    int received();

    /** One of the descriptors that came with the last message. */
    int received(int index);

    /** Whether descriptors of the last message were lost, for example because this process has too many. */
    boolean truncated();
}
