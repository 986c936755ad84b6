package org.wayray.posix.libc;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A wake-up by Linux's eventfd: one descriptor, a counter of 64 bits. */
final class EventFdWakeUp implements WakeUp {
    private final MemorySegment one = Arena.ofAuto().allocateFrom(JAVA_LONG, 1);
    private final MemorySegment counter = Arena.ofAuto().allocate(JAVA_LONG);
    private int fd = -1;

    @Override
    public int open() {
        fd = Linux.eventfd(0, Linux.EFD_CLOEXEC | Linux.EFD_NONBLOCK);
        return Math.min(fd, 0);
    }

    @Override
    public int fd() {
        return fd;
    }

    @Override
    public void signal() {
        Libc.write(fd, one, Long.BYTES);
    }

    @Override
    public void drain() {
        Libc.read(fd, counter, Long.BYTES);
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Libc.close(fd);
            fd = -1;
        }
    }
}
