package org.wayray.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wayray.posix.libc.RawFiles;

@ExtendWith(LeakCheck.class)
class SealedMemoryTest {
    @Test
    void receivers_read_what_was_put_in() throws IOException {
        byte[] content = new byte[100_000];
        new Random(3).nextBytes(content);
        try (var memory = SealedMemory.of(content);
                var received = ClientMemory.open(memory.duplicate(), memory.size())) {
            byte[] read = new byte[content.length];
            received.read(0, read, 0, read.length);
            assertThat(read).isEqualTo(content);
        }
    }

    @Test
    void nobody_can_change_it() throws IOException {
        try (var memory = SealedMemory.of(new byte[] {1, 2, 3})) {
            int raw = memory.fd().raw();
            assertThat(RawFiles.truncate(raw, 2)).isEqualTo("EPERM");
            assertThat(RawFiles.truncate(raw, 4)).isEqualTo("EPERM");
            var file = Path.of("/proc/self/fd/" + raw);
            assertThatThrownBy(() -> Files.write(file, new byte[] {9})).isInstanceOf(IOException.class);
            assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void nothing_cannot_be_shared() {
        assertThatThrownBy(() -> SealedMemory.of(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
