package org.wayray.posix.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wayray.posix.LeakCheck;

/** The fallback for systems without memfd, run here with Linux's flags. */
@ExtendWith(LeakCheck.class)
class ShmMemoryTest {
    private static final int O_RDONLY = 0;
    private static final int O_CREAT_EXCL_RDWR = 0x40 | 0x80 | 0x2;

    @Test
    void memory_has_no_name_that_others_could_open() throws IOException {
        int fd = ShmMemory.create(O_CREAT_EXCL_RDWR);
        assertThat(fd).isNotNegative();
        assertThat(Libc.ftruncate(fd, 4096)).isZero();
        assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString())
                .startsWith("/dev/shm/wayray-")
                .endsWith(" (deleted)");
        Libc.close(fd);
    }

    @Test
    void a_reader_gets_a_descriptor_that_cannot_write() {
        try (var arena = Arena.ofConfined()) {
            byte[] content = {1, 2, 3};
            int reader =
                    ShmMemory.readOnly(O_CREAT_EXCL_RDWR, O_RDONLY, arena.allocateFrom(ValueLayout.JAVA_BYTE, content));
            assertThat(reader).isNotNegative();
            var into = arena.allocate(16);
            assertThat(Libc.pread(reader, into, 16, 0)).isEqualTo(3);
            assertThat(into.asSlice(0, 3).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
            assertThat(Libc.write(reader, into, 1)).isEqualTo(-Errno.EBADF);
            assertThat(Libc.ftruncate(reader, 0)).isEqualTo(-Errno.EINVAL);
            Libc.close(reader);
        }
    }

    @Test
    void a_failure_is_a_value() {
        assertThat(ShmMemory.create(O_RDONLY)).isEqualTo(-Errno.ENOENT);
        assertThat(ShmMemory.readOnly(O_RDONLY, O_RDONLY, MemorySegment.NULL)).isEqualTo(-Errno.ENOENT);
    }
}
