package org.wayray.posix.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Room outside the heap that a thread passes bytes through, where a C function cannot reach what the caller has. */
public final class NativeBuffer {
    /** Its size: a whole wide row of pixels, and all that a socket hands over at once. */
    public static final int SIZE = 256 * 1024;

    private static final ThreadLocal<NativeBuffer> BUFFER = ThreadLocal.withInitial(NativeBuffer::new);

    private final MemorySegment segment = Arena.ofAuto().allocate(SIZE, Long.BYTES);
    private final ByteBuffer bytes = segment.asByteBuffer();

    private NativeBuffer() {}

    private static NativeBuffer ofThread() {
        return BUFFER.get();
    }

    /** This thread's; its content lasts until the next call into this module. */
    public static MemorySegment segment() {
        return ofThread().segment;
    }

    /** The same room, to copy from and to other buffers by index; its position and limit stay as they are. */
    public static ByteBuffer bytes() {
        return ofThread().bytes;
    }
}
