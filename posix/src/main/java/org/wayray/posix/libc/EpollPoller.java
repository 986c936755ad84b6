package org.wayray.posix.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/** A poller by Linux's epoll: waiting costs the same for one client and for hundreds. */
final class EpollPoller implements Poller {
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLL_CTL_MOD = 3;
    private static final int EPOLLIN = 0x1;
    private static final int EPOLLOUT = 0x4;
    private static final int EPOLLERR = 0x8;
    private static final int EPOLLHUP = 0x10;

    /** struct epoll_event is packed on x86-64 and nowhere else. */
    private static final int DATA = System.getProperty("os.arch", "").equals("amd64") ? 4 : 8;

    private static final int EVENT_SIZE = DATA + Long.BYTES;
    private static final int EVENTS_AT_ONCE = 64;
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final MemorySegment change = Arena.ofAuto().allocate(EVENT_SIZE, Long.BYTES);
    private final MemorySegment events = Arena.ofAuto().allocate((long) EVENT_SIZE * EVENTS_AT_ONCE, Long.BYTES);
    private final MemorySegment timespec = Arena.ofAuto().allocate(JAVA_LONG, 2);
    private int fd = -1;

    @Override
    public int open() {
        fd = Linux.epoll_create1(EPOLL_CLOEXEC);
        return Math.min(fd, 0);
    }

    @Override
    public int add(int watched, int interest, long token) {
        return control(EPOLL_CTL_ADD, watched, interest, token);
    }

    @Override
    public int modify(int watched, int interest, long token) {
        return control(EPOLL_CTL_MOD, watched, interest, token);
    }

    @Override
    public int remove(int watched) {
        return Linux.epoll_ctl(fd, EPOLL_CTL_DEL, watched, change);
    }

    private int control(int operation, int watched, int interest, long token) {
        change.set(JAVA_INT, 0, ((interest & READ) != 0 ? EPOLLIN : 0) | ((interest & WRITE) != 0 ? EPOLLOUT : 0));
        change.set(JAVA_LONG_UNALIGNED, DATA, token);
        return Linux.epoll_ctl(fd, operation, watched, change);
    }

    @Override
    public int await(long timeoutNanos) {
        int ready;
        if (timeoutNanos <= 0) {
            ready = Linux.epoll_wait(fd, events, EVENTS_AT_ONCE, timeoutNanos < 0 ? -1 : 0);
        } else if (Linux.HAS_EPOLL_PWAIT2) {
            timespec.setAtIndex(JAVA_LONG, 0, timeoutNanos / NANOS_PER_SECOND);
            timespec.setAtIndex(JAVA_LONG, 1, timeoutNanos % NANOS_PER_SECOND);
            ready = Linux.epoll_pwait2(fd, events, EVENTS_AT_ONCE, timespec);
        } else {
            ready = Linux.epoll_wait(fd, events, EVENTS_AT_ONCE, PollPoller.millisAtLeast(timeoutNanos));
        }
        return ready == -Errno.EINTR ? 0 : ready;
    }

    @Override
    public long token(int event) {
        return events.get(JAVA_LONG_UNALIGNED, (long) event * EVENT_SIZE + DATA);
    }

    @Override
    public int readiness(int event) {
        int flags = events.get(JAVA_INT, (long) event * EVENT_SIZE);
        if ((flags & (EPOLLERR | EPOLLHUP)) != 0) {
            return READ | WRITE;
        }
        return ((flags & EPOLLIN) != 0 ? READ : 0) | ((flags & EPOLLOUT) != 0 ? WRITE : 0);
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Libc.close(fd);
            fd = -1;
        }
    }
}
