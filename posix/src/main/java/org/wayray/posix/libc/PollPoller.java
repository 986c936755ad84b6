package org.wayray.posix.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** A poller by poll(2), which every Unix has with the same structure and the same flags. */
final class PollPoller implements Poller {
    private static final short POLLIN = 0x1;
    private static final short POLLOUT = 0x4;
    private static final short POLLNVAL = 0x20;

    // struct pollfd
    private static final long SIZE = 8;
    private static final long FD = 0;
    private static final long EVENTS = 4;
    private static final long REVENTS = 6;

    private static final int FIRST_CAPACITY = 16;

    private MemorySegment pollFds = MemorySegment.NULL;
    private long[] tokens = new long[0];
    private int count;

    // The events of the last wait, copied: handlers add and remove while they go through them, which moves entries.
    private long[] readyTokens = new long[0];
    private int[] readiness = new int[0];

    @Override
    public int open() {
        grow(FIRST_CAPACITY);
        return 0;
    }

    private void grow(int capacity) {
        var larger = Arena.ofAuto().allocate(SIZE * capacity, SIZE);
        MemorySegment.copy(pollFds, 0, larger, 0, SIZE * count);
        pollFds = larger;
        tokens = Arrays.copyOf(tokens, capacity);
        readyTokens = Arrays.copyOf(readyTokens, capacity);
        readiness = Arrays.copyOf(readiness, capacity);
    }

    @Override
    public int add(int fd, int interest, long token) {
        if (indexOf(fd) >= 0) {
            return -Errno.EEXIST;
        }
        if (count == tokens.length) {
            grow(2 * count);
        }
        put(count++, fd, interest, token);
        return 0;
    }

    @Override
    public int modify(int fd, int interest, long token) {
        int index = indexOf(fd);
        if (index < 0) {
            return -Errno.ENOENT;
        }
        put(index, fd, interest, token);
        return 0;
    }

    private void put(int index, int fd, int interest, long token) {
        int events = ((interest & READ) != 0 ? POLLIN : 0) | ((interest & WRITE) != 0 ? POLLOUT : 0);
        pollFds.set(JAVA_INT, SIZE * index + FD, fd);
        pollFds.set(JAVA_SHORT, SIZE * index + EVENTS, (short) events);
        pollFds.set(JAVA_SHORT, SIZE * index + REVENTS, (short) 0);
        tokens[index] = token;
    }

    @Override
    public int remove(int fd) {
        int index = indexOf(fd);
        if (index < 0) {
            return -Errno.ENOENT;
        }
        takeOut(index);
        return 0;
    }

    private void takeOut(int index) {
        count--;
        MemorySegment.copy(pollFds, SIZE * count, pollFds, SIZE * index, SIZE);
        tokens[index] = tokens[count];
    }

    private int indexOf(int fd) {
        for (int i = 0; i < count; i++) {
            if (pollFds.get(JAVA_INT, SIZE * i + FD) == fd) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int await(long timeoutNanos) {
        int result = Libc.poll(pollFds, count, timeoutNanos < 0 ? -1 : millisAtLeast(timeoutNanos));
        if (result <= 0) {
            return result == -Errno.EINTR ? 0 : result;
        }
        int found = 0;
        for (int i = 0; i < count; i++) {
            short flags = pollFds.get(JAVA_SHORT, SIZE * i + REVENTS);
            if (flags != 0) {
                readyTokens[found] = tokens[i];
                readiness[found] = readinessOf(flags);
                found++;
                if ((flags & POLLNVAL) != 0) {
                    // Closed while it was watched, a bug of the owner's: left in, it would be ready for ever.
                    takeOut(i--);
                }
            }
        }
        return found;
    }

    private static int readinessOf(short flags) {
        if ((flags & ~(POLLIN | POLLOUT)) != 0) {
            return READ | WRITE;
        }
        return ((flags & POLLIN) != 0 ? READ : 0) | ((flags & POLLOUT) != 0 ? WRITE : 0);
    }

    @Override
    public long token(int event) {
        return readyTokens[event];
    }

    @Override
    public int readiness(int event) {
        return readiness[event];
    }

    @Override
    public void close() {
        count = 0;
    }

    /** Milliseconds that are not shorter than the nanoseconds, so that a timer is due when the wait ends. */
    static int millisAtLeast(long nanos) {
        long millis = nanos / TimeUnit.MILLISECONDS.toNanos(1) + (nanos % TimeUnit.MILLISECONDS.toNanos(1) > 0 ? 1 : 0);
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
