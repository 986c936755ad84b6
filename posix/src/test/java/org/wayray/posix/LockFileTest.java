package org.wayray.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
@Timeout(20)
class LockFileTest {
    @TempDir
    private Path folder;

    @Test
    void one_holds_it_until_it_is_closed() throws IOException {
        var path = folder.resolve("wayland-0.lock");
        try (var held = LockFile.take(path)) {
            assertThat(held.path()).exists();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
            assertThatThrownBy(() -> LockFile.take(path))
                    .isInstanceOfSatisfying(
                            PosixException.class,
                            e -> assertThat(e.is("EAGAIN")).isTrue());
        }
        assertThat(path).doesNotExist();
        LockFile.take(path).close();
    }

    @Test
    void a_file_that_a_dead_server_left_is_taken() throws IOException {
        var path = Files.createFile(folder.resolve("wayland-0.lock"));
        LockFile.take(path).close();
    }

    @Test
    void it_excludes_programs_that_lock_in_the_same_way() throws Exception {
        var path = folder.resolve("wayland-0.lock");
        try (var held = LockFile.take(path)) {
            assertThat(flock(held.path())).isNotZero();
        }
        Files.createFile(path);
        assertThat(flock(path)).isZero();
    }

    private static int flock(Path path) throws Exception {
        return new ProcessBuilder("flock", "--nonblock", path.toString(), "true")
                .inheritIO()
                .start()
                .waitFor();
    }

    @Test
    void many_who_want_it_hold_it_one_after_the_other() throws Exception {
        var path = folder.resolve("wayland-0.lock");
        var holders = new AtomicInteger();
        var acquired = new AtomicInteger();
        var crowds = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                while (acquired.get() < 200) {
                    try (var lock = LockFile.take(path)) {
                        assertThat(lock.path()).isEqualTo(path);
                        if (holders.incrementAndGet() != 1) {
                            crowds.incrementAndGet();
                        }
                        acquired.incrementAndGet();
                        holders.decrementAndGet();
                    } catch (PosixException e) {
                        if (!e.is("EAGAIN")) {
                            throw new AssertionError(e);
                        }
                    }
                }
            }));
        }
        for (var thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
        assertThat(acquired.get()).isGreaterThanOrEqualTo(200);
        assertThat(crowds).hasValue(0);
    }

    @Test
    void a_folder_that_does_not_exist_is_named() {
        var path = folder.resolve("absent/wayland-0.lock");
        assertThatThrownBy(() -> LockFile.take(path)).hasMessage(path + ": no such file or directory (open: ENOENT)");
    }
}
