package org.wayray.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wayray.posix.libc.Errno;
import org.wayray.posix.libc.Libc;
import org.wayray.posix.libc.RawFiles;

@ExtendWith(LeakCheck.class)
class FdTest {
    @Test
    void it_counts_until_it_is_closed_once() {
        long before = Fd.open();
        var fd = Fd.adopt(RawFiles.sealableMemory(1));
        assertThat(Fd.open()).isEqualTo(before + 1);
        assertThat(fd.isOpen()).isTrue();
        fd.close();
        fd.close();
        assertThat(Fd.open()).isEqualTo(before);
        assertThat(fd.isOpen()).isFalse();
        assertThat(fd).hasToString("fd closed");
        assertThatThrownBy(fd::raw).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(fd::duplicate).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_released_number_is_its_takers() {
        var fd = Fd.adopt(RawFiles.sealableMemory(1));
        int raw = fd.raw();
        assertThat(fd).hasToString("fd " + raw);
        assertThat(fd.release()).isEqualTo(raw);
        fd.close();
        assertThatThrownBy(fd::release).isInstanceOf(IllegalStateException.class);
        assertThat(Libc.close(raw)).isZero();
        assertThat(Libc.close(raw)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void a_duplicate_has_an_owner_of_its_own() throws IOException {
        try (var fd = Fd.adopt(RawFiles.sealableMemory(100));
                var copy = fd.duplicate()) {
            assertThat(copy.raw()).isNotEqualTo(fd.raw());
            fd.close();
            assertThat(RawFiles.truncate(copy.raw(), 50)).isEmpty();
        }
    }

    @Test
    void only_the_first_of_many_closers_closes() throws Exception {
        long before = Fd.open();
        for (int i = 0; i < 200; i++) {
            var fd = Fd.adopt(RawFiles.sealableMemory(1));
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 3; t++) {
                threads.add(Thread.ofPlatform().start(fd::close));
            }
            for (var thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(10));
            }
        }
        assertThat(Fd.open()).isEqualTo(before);
    }

    @Test
    void what_is_no_descriptor_is_not_adopted() {
        assertThatThrownBy(() -> Fd.adopt(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
