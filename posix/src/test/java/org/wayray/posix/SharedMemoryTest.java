package org.wayray.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wayray.posix.SharedMemory.Length;

@ExtendWith(LeakCheck.class)
class SharedMemoryTest {
    @Test
    void what_the_client_draws_is_there_for_the_server_at_once() throws IOException {
        try (var client = SharedMemory.create(16);
                var server = ClientMemory.open(client.duplicate(), 16)) {
            int[] pixels = new int[4];
            for (int color : new int[] {0xff102030, 0x80000000, -1}) {
                client.bytes().asIntBuffer().put(2, color);
                server.read(0, 16, 4, 1, pixels, 0, 4);
                assertThat(pixels).containsExactly(0, 0, color, 0);
            }
        }
    }

    @Test
    void a_view_from_before_a_resize_throws_instead_of_harming() throws IOException {
        try (var memory = SharedMemory.create(16, Length.FREE)) {
            var old = memory.bytes();
            old.put(0, (byte) 7);
            memory.resize(8192);
            assertThat(memory.size()).isEqualTo(8192);
            assertThat(memory.bytes().get(0)).isEqualTo((byte) 7);
            assertThatThrownBy(() -> old.get(0)).isInstanceOf(IllegalStateException.class);
            memory.resize(8);
            assertThat(memory.size()).isEqualTo(8);
        }
    }

    @Test
    void a_view_from_before_the_close_throws_instead_of_harming() throws IOException {
        var memory = SharedMemory.create(16);
        var view = memory.bytes();
        memory.close();
        memory.close();
        assertThatThrownBy(() -> view.get(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void memory_has_a_size() {
        assertThatThrownBy(() -> SharedMemory.create(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SharedMemory.create(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
