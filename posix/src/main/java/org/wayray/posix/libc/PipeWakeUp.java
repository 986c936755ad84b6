package org.wayray.posix.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A wake-up for systems without eventfd: a byte in a pipe. */
final class PipeWakeUp implements WakeUp {
    private static final int DRAINED_AT_ONCE = 64;

    private final Os os;
    private final MemorySegment bytes = Arena.ofAuto().allocate(DRAINED_AT_ONCE);
    private final int[] ends = {-1, -1};

    PipeWakeUp(Os os) {
        this.os = os;
    }

    @Override
    public int open() {
        return os.pipe(ends);
    }

    @Override
    public int fd() {
        return ends[0];
    }

    @Override
    public void signal() {
        // A full pipe is readable already, so that EAGAIN is as good as success.
        Libc.write(ends[1], bytes, 1);
    }

    @Override
    public void drain() {
        while (Libc.read(ends[0], bytes, DRAINED_AT_ONCE) == DRAINED_AT_ONCE) {
            // more may be left
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < ends.length; i++) {
            if (ends[i] >= 0) {
                Libc.close(ends[i]);
                ends[i] = -1;
            }
        }
    }
}
