package org.wayray.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wayray.posix.ClientMemoryException.Reason;
import org.wayray.posix.SharedMemory.Length;
import org.wayray.posix.libc.RawFiles;

@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClientMemoryTest {
    private static final int SIZE = 1 << 20;

    private static void assertRefused(ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ClientMemoryException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static void fill(SharedMemory memory) {
        var ints = memory.bytes().asIntBuffer();
        for (int i = 0; i < ints.capacity(); i++) {
            ints.put(i, i);
        }
    }

    private static int[] wholeFile(ClientMemory memory) throws ClientMemoryException {
        int[] pixels = new int[(int) (memory.size() / Integer.BYTES)];
        memory.read(0, 1024, 256, pixels.length / 256, pixels, 0, 256);
        return pixels;
    }

    @ParameterizedTest
    @EnumSource
    void pixels_are_read_row_by_row(Length length) throws IOException {
        try (var shared = SharedMemory.create(SIZE, length);
                var memory = ClientMemory.open(shared.duplicate(), SIZE)) {
            fill(shared);
            int[] pixels = new int[100];
            Arrays.fill(pixels, -1);
            memory.read(4 * 1000, 4 * 50, 3, 4, pixels, 10, 20);
            for (int row = 0; row < 4; row++) {
                for (int x = 0; x < 20; x++) {
                    int index = row * 20 + x;
                    int inside = index - 10 - 20 * ((index - 10) / 20);
                    boolean written = index >= 10 && inside < 3;
                    int expected = written ? 1000 + (index - 10) / 20 * 50 + inside : -1;
                    assertThat(pixels[index]).as("pixel %d", index).isEqualTo(expected);
                }
            }
            assertThat(pixels[71]).isEqualTo(1151);
        }
    }

    /** Sizes on both sides of what one call reads: short rows far apart, long rows, rows longer than the buffer. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 4",
        "200, 5, 800",
        "200, 5, 804",
        "10, 20, 30000",
        "2000, 100, 8000",
        "65536, 3, 262144",
        "65537, 3, 262148",
        "200000, 1, 800000",
        "70000, 2, 300000"
    })
    void every_way_of_reading_gives_the_same_pixels(int width, int height, int stride) throws IOException {
        int offset = 12;
        int size = offset + stride * (height - 1) + 4 * width;
        try (var held = SharedMemory.create(size, Length.HELD);
                var free = SharedMemory.create(size, Length.FREE);
                var mapped = ClientMemory.open(held.duplicate(), size);
                var read = ClientMemory.open(free.duplicate(), size)) {
            fill(held);
            fill(free);
            assertThat(mapped.isMapped()).isTrue();
            assertThat(read.isMapped()).isFalse();

            int[] expected = new int[width * height];
            int[] actual = new int[width * height];
            mapped.read(offset, stride, width, height, expected, 0, width);
            read.read(offset, stride, width, height, actual, 0, width);
            assertThat(expected[expected.length - 1]).isEqualTo((offset + stride * (height - 1)) / 4 + width - 1);
            assertThat(Arrays.equals(actual, expected)).isTrue();

            byte[] expectedBytes = new byte[size];
            byte[] actualBytes = new byte[size];
            mapped.read(1, expectedBytes, 1, size - 1);
            read.read(1, actualBytes, 1, size - 1);
            assertThat(Arrays.equals(actualBytes, expectedBytes)).isTrue();
        }
    }

    @Test
    void memory_that_may_be_sealed_is_sealed_by_us_and_cannot_be_cut_any_more() throws IOException {
        try (var client = Fd.adopt(RawFiles.sealableMemory(SIZE));
                var memory = ClientMemory.open(client.duplicate(), SIZE)) {
            assertThat(memory.isMapped()).isTrue();
            assertThat(RawFiles.truncate(client.raw(), SIZE / 2)).isEqualTo("EPERM");
            assertThat(wholeFile(memory)).containsOnly(0);
        }
    }

    @Test
    void memory_that_its_client_sealed_cannot_be_cut() throws IOException {
        try (var client = SharedMemory.create(SIZE);
                var memory = ClientMemory.open(client.duplicate(), SIZE)) {
            assertThat(memory.isMapped()).isTrue();
            assertThatThrownBy(() -> client.resize(SIZE / 2)).hasMessageContaining("EPERM");
            fill(client);
            assertThat(wholeFile(memory)[SIZE / 4 - 1]).isEqualTo(SIZE / 4 - 1);
        }
    }

    @Test
    void memory_that_is_cut_after_it_was_opened_is_an_exception_and_can_be_read_up_to_there() throws IOException {
        try (var client = SharedMemory.create(SIZE, Length.FREE);
                var memory = ClientMemory.open(client.duplicate(), SIZE)) {
            assertThat(memory.isMapped()).isFalse();
            fill(client);
            client.resize(SIZE / 2 + 2);
            assertRefused(() -> wholeFile(memory), Reason.CUT);
            int[] pixel = new int[1];
            memory.read(SIZE / 2 - 4, 4, 1, 1, pixel, 0, 1);
            assertThat(pixel[0]).isEqualTo(SIZE / 8 - 1);
            assertRefused(() -> memory.read(SIZE / 2, 4, 1, 1, pixel, 0, 1), Reason.CUT);
            assertRefused(() -> memory.read(SIZE - 1, new byte[1], 0, 1), Reason.CUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void memory_that_another_thread_cuts_and_restores_all_the_time_never_harms_us(Sealing sealing) throws Exception {
        int cut = 0;
        var stop = new AtomicBoolean();
        try (var client = Fd.adopt(sealing.create(SIZE));
                var memory = ClientMemory.open(client.duplicate(), SIZE)) {
            var cutter = Thread.ofPlatform().start(() -> {
                var random = new Random(7);
                while (!stop.get()) {
                    RawFiles.truncate(client.raw(), random.nextInt(SIZE / 8));
                    RawFiles.truncate(client.raw(), SIZE);
                }
            });
            int[] pixels = new int[SIZE / Integer.BYTES];
            try {
                // On a busy machine the other thread may have its turn late: at least so many reads must meet a cut.
                for (int i = 0; i < 5_000 || sealing == Sealing.FORBIDDEN && cut < 20; i++) {
                    try {
                        memory.read(4L * (i % 5_000), 2048, 300, 64, pixels, 0, 300);
                    } catch (ClientMemoryException e) {
                        assertThat(e.reason()).isEqualTo(Reason.CUT);
                        cut++;
                    }
                }
            } finally {
                stop.set(true);
                cutter.join(TimeUnit.SECONDS.toMillis(10));
            }
        }
        if (sealing == Sealing.ALLOWED) {
            assertThat(cut).isZero();
        }
    }

    /** What a client may have done about seals. */
    enum Sealing {
        ALLOWED,
        FORBIDDEN;

        int create(int size) {
            return this == ALLOWED ? RawFiles.sealableMemory(size) : RawFiles.unsealableMemory(size);
        }
    }

    @Test
    void memory_that_is_cut_while_it_is_opened_is_held_or_found_missing() throws Exception {
        int missing = 0;
        for (int i = 0; i < 500; i++) {
            try (var client = Fd.adopt(RawFiles.sealableMemory(SIZE))) {
                var cutter = Thread.ofPlatform().start(() -> RawFiles.truncate(client.raw(), 0));
                try (var memory = ClientMemory.open(client.duplicate(), SIZE)) {
                    memory.read(0, 4096, 1, SIZE / 4096, new int[SIZE / 4096], 0, 1);
                    assertThat(memory.isMapped()).isTrue();
                } catch (ClientMemoryException e) {
                    assertThat(e.reason()).isEqualTo(Reason.CUT);
                    missing++;
                } finally {
                    cutter.join(TimeUnit.SECONDS.toMillis(10));
                }
            }
        }
        assertThat(missing).isBetween(0, 500);
    }

    @Test
    void memory_shorter_than_announced_is_read_as_far_as_it_goes() throws IOException {
        for (var length : Length.values()) {
            try (var client = SharedMemory.create(4096, length);
                    var memory = ClientMemory.open(client.duplicate(), 8192)) {
                assertThat(memory.isMapped()).isFalse();
                client.bytes().putInt(4092, 42);
                int[] pixel = new int[1];
                memory.read(4092, 4, 1, 1, pixel, 0, 1);
                assertThat(pixel[0]).isEqualTo(42);
                assertRefused(() -> memory.read(4096, 4, 1, 1, pixel, 0, 1), Reason.CUT);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void memory_follows_a_client_that_makes_it_larger(Length length) throws IOException {
        try (var client = SharedMemory.create(4096, length);
                var memory = ClientMemory.open(client.duplicate(), 4096)) {
            client.resize(8192);
            memory.resize(8192);
            assertThat(memory.size()).isEqualTo(8192);
            client.bytes().putInt(8188, 42);
            int[] pixel = new int[1];
            memory.read(8188, 4, 1, 1, pixel, 0, 1);
            assertThat(pixel[0]).isEqualTo(42);
        }
    }

    @Test
    void memory_over_the_limit_is_refused() throws IOException {
        try (var client = SharedMemory.create(8192)) {
            assertRefused(
                    () -> ClientMemory.open(client.duplicate(), ClientMemory.DEFAULT_LIMIT + 1), Reason.TOO_LARGE);
            assertRefused(() -> ClientMemory.open(client.duplicate(), 8192, 8191), Reason.TOO_LARGE);
            try (var memory = ClientMemory.open(client.duplicate(), 4096, 8191)) {
                assertRefused(() -> memory.resize(8192), Reason.TOO_LARGE);
            }
        }
    }

    @Test
    void a_file_on_disk_is_read_but_never_mapped(@TempDir Path folder) throws IOException {
        assumeTrue(!Files.getFileStore(folder).type().equals("tmpfs"), "the temporary folder is on tmpfs");
        var path = folder.resolve("pool");
        Files.write(path, new byte[4096]);
        try (var memory = ClientMemory.open(Fd.adopt(RawFiles.open(path)), 4096)) {
            assertThat(memory.isMapped()).isFalse();
            assertThat(wholeFile(memory)).containsOnly(0);
            Files.write(path, new byte[100]);
            assertRefused(() -> wholeFile(memory), Reason.CUT);
        }
    }

    @Test
    void a_file_of_tmpfs_is_read_but_never_mapped() throws IOException {
        var path = Files.createTempFile(Path.of("/dev/shm"), "wayray-test", "");
        try {
            Files.write(path, new byte[4096]);
            try (var memory = ClientMemory.open(Fd.adopt(RawFiles.open(path)), 4096)) {
                assertThat(memory.isMapped()).isFalse();
                assertThat(wholeFile(memory)).containsOnly(0);
            }
        } finally {
            Files.delete(path);
        }
    }

    @Test
    void huge_pages_are_never_mapped_because_a_page_may_be_missing() throws IOException {
        int hugePage = 2 << 20;
        int fd = RawFiles.hugeMemory(hugePage);
        assumeTrue(fd >= 0, "no huge pages in this kernel");
        try (var memory = ClientMemory.open(Fd.adopt(fd), hugePage)) {
            assertThat(memory.isMapped()).isFalse();
            int[] pixels = new int[1024];
            memory.read(4096, 4096, 1024, 1, pixels, 0, 1024);
            assertThat(pixels).containsOnly(0);
        }
    }

    @Test
    void what_is_not_a_file_or_may_make_us_wait_is_refused(@TempDir Path folder) throws IOException {
        for (String path :
                new String[] {"/dev/zero", "/dev/null", "/tmp", "/proc/self/maps", "/sys/kernel/mm", "/proc/version"}) {
            assertRefused(() -> ClientMemory.open(Fd.adopt(RawFiles.openForReading(path)), 4096), Reason.NOT_MEMORY);
        }
        var fifo = folder.resolve("fifo");
        RawFiles.makeFifo(fifo);
        assertRefused(() -> ClientMemory.open(Fd.adopt(RawFiles.open(fifo)), 4096), Reason.NOT_MEMORY);
        try (var pair = UnixSocket.pair()) {
            assertRefused(() -> ClientMemory.open(pair.left().fd().duplicate(), 4096), Reason.NOT_MEMORY);
        }
    }

    @Test
    void memory_that_was_not_opened_for_reading_is_refused_when_it_is_opened() throws IOException {
        for (var length : Length.values()) {
            try (var client = SharedMemory.create(4096, length)) {
                int writeOnly =
                        RawFiles.openForWriting("/proc/self/fd/" + client.fd().raw());
                assertRefused(() -> ClientMemory.open(Fd.adopt(writeOnly), 4096), Reason.NOT_READABLE);
                int pathOnly =
                        RawFiles.openPathOnly("/proc/self/fd/" + client.fd().raw());
                assertRefused(() -> ClientMemory.open(Fd.adopt(pathOnly), 4096), Reason.NOT_READABLE);
            }
        }
    }

    @Test
    void memory_that_was_opened_for_reading_only_is_read() throws IOException {
        try (var client = SharedMemory.create(4096, Length.FREE)) {
            int readOnly =
                    RawFiles.openForReading("/proc/self/fd/" + client.fd().raw());
            try (var memory = ClientMemory.open(Fd.adopt(readOnly), 4096)) {
                assertThat(memory.isMapped()).isFalse();
                assertThat(wholeFile(memory)).hasSize(1024);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rows_outside_of_the_memory_or_the_target_are_a_bug_of_the_caller(Length length) throws IOException {
        try (var client = SharedMemory.create(4096, length);
                var memory = ClientMemory.open(client.duplicate(), 4096)) {
            int[] pixels = new int[1024];
            assertOutside(() -> memory.read(-1, 64, 16, 1, pixels, 0, 16));
            assertOutside(() -> memory.read(4096 - 63, 64, 16, 1, pixels, 0, 16));
            assertOutside(() -> memory.read(0, 64, 16, 65, pixels, 0, 16));
            assertOutside(() -> memory.read(0, 63, 16, 2, pixels, 0, 16));
            assertOutside(() -> memory.read(0, 64, 16, 2, pixels, 0, 15));
            assertOutside(() -> memory.read(0, 64, 16, 64, pixels, 1, 16));
            assertOutside(() -> memory.read(0, 64, 16, 2, pixels, -1, 16));
            assertOutside(() -> memory.read(Long.MAX_VALUE, 64, 16, 2, pixels, 0, 16));
            assertOutside(() -> memory.read(0, Integer.MAX_VALUE, 16, Integer.MAX_VALUE, pixels, 0, 16));
            assertOutside(() -> memory.read(0, new byte[10], 1, 10));
            assertOutside(() -> memory.read(4090, new byte[10], 0, 10));
            memory.read(4096 - 64, 64, 16, 1, pixels, 1024 - 16, 16);
            memory.read(4096, 64, 0, 10, pixels, 0, 16);
        }
    }

    private static void assertOutside(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void closed_memory_is_not_touched_any_more() throws IOException {
        try (var client = SharedMemory.create(4096)) {
            var memory = ClientMemory.open(client.duplicate(), 4096);
            memory.close();
            memory.close();
            assertThatThrownBy(() -> wholeFile(memory)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> memory.resize(4096)).isInstanceOf(IllegalStateException.class);
            assertThat(memory.isMapped()).isFalse();
        }
    }

    @Test
    void mappings_are_given_back() throws IOException {
        try (var client = SharedMemory.create(SIZE)) {
            for (int i = 0; i < 200; i++) {
                try (var memory = ClientMemory.open(client.duplicate(), SIZE)) {
                    memory.resize(SIZE);
                }
            }
            try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
                assertThat(maps.filter(line -> line.contains("memfd:wayray-shared")))
                        .hasSize(1);
            }
        }
    }

    /** Rows close together and apart, and rows longer than what one call writes. */
    @ParameterizedTest
    @CsvSource({"3, 4, 20", "3, 4, 12", "200, 300, 800", "65536, 2, 262144", "70000, 2, 300000"})
    void pixels_are_written_row_by_row_and_nothing_between(int width, int height, int strideBytes) throws IOException {
        for (Length length : Length.values()) {
            int size = 8 + height * strideBytes;
            try (var shared = SharedMemory.create(size, length);
                    var memory = ClientMemory.open(shared.duplicate(), size)) {
                int[] pixels = new int[height * (width + 5)];
                Arrays.setAll(pixels, i -> i + 1);
                memory.write(8, strideBytes, width, height, pixels, 2, width + 5);
                var ints = shared.bytes().asIntBuffer();
                int stride = strideBytes / Integer.BYTES;
                for (int index = 0; index < ints.capacity(); index++) {
                    int x = (index - 2) % stride;
                    int row = (index - 2) / stride;
                    boolean inside = index >= 2 && x < width && row < height;
                    int expected = inside ? 2 + row * (width + 5) + x + 1 : 0;
                    if (ints.get(index) != expected) {
                        assertThat(ints.get(index))
                                .as("%s, pixel %d", length, index)
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void memory_that_was_cut_is_not_written_and_does_not_grow() throws IOException {
        try (var shared = SharedMemory.create(SIZE, Length.FREE);
                var memory = ClientMemory.open(shared.duplicate(), SIZE)) {
            shared.resize(4096);
            assertRefused(() -> memory.write(8192, 400, 100, 10, new int[1000], 0, 100), Reason.CUT);
            assertRefused(() -> memory.read(8192, 400, 100, 10, new int[1000], 0, 100), Reason.CUT);
        }
    }

    @Test
    void sealed_memory_is_not_written() throws IOException {
        try (var sealed = SealedMemory.of(new byte[4096]);
                var memory = ClientMemory.open(sealed.duplicate(), 4096)) {
            assertRefused(() -> memory.write(0, 400, 100, 2, new int[200], 0, 100), Reason.NOT_WRITABLE);
        }
    }

    @Test
    void what_is_written_must_lie_within() throws IOException {
        try (var shared = SharedMemory.create(4096);
                var memory = ClientMemory.open(shared.duplicate(), 4096)) {
            assertThatThrownBy(() -> memory.write(0, 400, 100, 11, new int[1100], 0, 100))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> memory.write(0, 400, 100, 2, new int[199], 0, 100))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> memory.write(-4, 400, 100, 1, new int[100], 0, 100))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
