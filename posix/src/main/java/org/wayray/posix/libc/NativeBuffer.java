package org.wayray.posix.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Room outside the heap that a thread passes bytes through, where a C function cannot reach what the caller has. */
public final class NativeBuffer {
    /** Its size: a whole wide row of pixels, and all that a socket hands over at once. */
    public static final int SIZE = 256 * 1024;

    private static final ThreadLocal<MemorySegment> BUFFER =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(SIZE, Long.BYTES));

    private NativeBuffer() {}

    /** This thread's; its content lasts until the next call into this module. */
    public static MemorySegment ofThread() {
        return BUFFER.get();
    }
}
