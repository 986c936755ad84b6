package org.wayray.posix.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Anonymous memory for systems without memfd: an object of shm_open whose name is gone before anybody else can open it.
 *
 * <p>Nothing holds its length: whoever gets a descriptor that can write can also shorten it. Any thread.
 */
final class ShmMemory {
    private static final int ATTEMPTS = 16;
    private static final int OWNER_ONLY = 0600;
    private static final int NO_READER = -1;

    private ShmMemory() {}

    /**
     * An empty object for reading and writing.
     *
     * @param createFlags O_CREAT, O_EXCL and O_RDWR, with what else the system wants
     * @return a descriptor, or a negated errno
     */
    static int create(int createFlags) {
        return create(createFlags, NO_READER, new int[1]);
    }

    /**
     * An object with this content, for reading only.
     *
     * @param readFlags O_RDONLY, with what else the system wants
     * @return a descriptor, or a negated errno
     */
    static int readOnly(int createFlags, int readFlags, MemorySegment content) {
        int[] reader = new int[1];
        int writer = create(createFlags, readFlags, reader);
        if (writer < 0) {
            return writer;
        }
        int result = Libc.ftruncate(writer, content.byteSize());
        if (result >= 0) {
            result = Libc.pwriteFully(writer, content);
        }
        Libc.close(writer);
        if (result < 0) {
            Libc.close(reader[0]);
            return result;
        }
        return reader[0];
    }

    private static int create(int createFlags, int readFlags, int[] reader) {
        try (var arena = Arena.ofConfined()) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                var name = arena.allocateFrom("/wayray-"
                        + Long.toHexString(ThreadLocalRandom.current().nextLong()));
                int fd = Libc.shm_open(name, createFlags, OWNER_ONLY);
                if (fd == -Errno.EEXIST) {
                    continue;
                }
                if (fd < 0) {
                    return fd;
                }
                if (readFlags != NO_READER) {
                    reader[0] = Libc.shm_open(name, readFlags, 0);
                }
                Libc.shm_unlink(name);
                if (reader[0] < 0) {
                    Libc.close(fd);
                    return reader[0];
                }
                return fd;
            }
        }
        return -Errno.EEXIST;
    }
}
