package org.wayray.posix.event;

/** What a {@link Watch} waits for. */
public enum Interest {
    /** Nothing, not even a hang-up: the watch sleeps. */
    NONE(0),
    /** Something to read, an end of file, a connection to accept. */
    READ(1),
    /** Room to write. */
    WRITE(2),
    /** Either. */
    READ_WRITE(3);

    /** In the poller's terms. */
    final int bits;

    Interest(int bits) {
        this.bits = bits;
    }

    /** The interest that has these parts. */
    public static Interest of(boolean read, boolean write) {
        return read ? (write ? READ_WRITE : READ) : (write ? WRITE : NONE);
    }
}
