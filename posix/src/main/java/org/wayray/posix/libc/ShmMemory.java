package org.wayray.posix.libc;

import java.lang.foreign.Arena;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Anonymous memory for systems without memfd: an object of shm_open whose name is gone before anybody else can open it.
 *
 * <p>Nothing holds its length: whoever gets a descriptor that can write can also shorten it.
 */
final class ShmMemory {
    private static final int ATTEMPTS = 16;
    private static final int OWNER_ONLY = 0600;

    private ShmMemory() {}

    /**
     * Makes an object without a name.
     *
     * @param readWriteFlags O_CREAT, O_EXCL and O_RDWR, with what else the system wants
     * @return a descriptor, or a negated errno
     */
    static int create(int readWriteFlags) {
        return create(readWriteFlags, -1, new int[1]);
    }

    /** As {@link #create(int)}, with a second descriptor that can only read, which goes to {@code reader}. */
    static int create(int readWriteFlags, int readFlags, int[] reader) {
        try (var arena = Arena.ofConfined()) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                var name = arena.allocateFrom("/wayray-"
                        + Long.toHexString(ThreadLocalRandom.current().nextLong()));
                int fd = Libc.shm_open(name, readWriteFlags, OWNER_ONLY);
                if (fd == -Errno.EEXIST) {
                    continue;
                }
                if (fd < 0) {
                    return fd;
                }
                if (readFlags >= 0) {
                    reader[0] = Libc.shm_open(name, readFlags, 0);
                }
                Libc.shm_unlink(name);
                if (readFlags >= 0 && reader[0] < 0) {
                    Libc.close(fd);
                    return reader[0];
                }
                return fd;
            }
        }
        return -Errno.EEXIST;
    }
}
