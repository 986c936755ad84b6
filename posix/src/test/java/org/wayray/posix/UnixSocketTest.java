package org.wayray.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class UnixSocketTest {
    private final Deque<Fd> received = new ArrayDeque<>();

    private static ByteBuffer buffer(boolean direct, int size) {
        return direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Deque<Fd> none() {
        return new ArrayDeque<>();
    }

    private static Deque<Fd> memories(int count) throws IOException {
        var fds = new ArrayDeque<Fd>();
        for (int i = 0; i < count; i++) {
            try (var memory = SealedMemory.of(new byte[] {(byte) i})) {
                fds.add(memory.duplicate());
            }
        }
        return fds;
    }

    private void closeReceived() {
        received.forEach(Fd::close);
        received.clear();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bytes_arrive_as_they_were_sent_from_and_to_any_kind_of_buffer(boolean direct) throws IOException {
        try (var pair = UnixSocket.pair()) {
            var out = buffer(direct, 100);
            out.position(10)
                    .put("hello".getBytes(StandardCharsets.UTF_8))
                    .flip()
                    .position(10);
            assertThat(pair.left().send(out, none())).isEqualTo(5);
            assertThat(out.hasRemaining()).isFalse();

            var in = buffer(direct, 100);
            in.position(7);
            assertThat(pair.right().receive(in, received)).isEqualTo(5);
            assertThat(in.position()).isEqualTo(12);
            assertThat(in.limit()).isEqualTo(100);
            byte[] text = new byte[5];
            in.get(7, text);
            assertThat(text).asString().isEqualTo("hello");
        }
    }

    @Test
    void a_slice_and_a_read_only_buffer_can_be_sent() throws IOException {
        try (var pair = UnixSocket.pair()) {
            var slice = bytes("xxhello").position(2).slice().asReadOnlyBuffer();
            assertThat(pair.left().send(slice, none())).isEqualTo(5);
            var in = ByteBuffer.allocate(20).slice(3, 10);
            assertThat(pair.right().receive(in, received)).isEqualTo(5);
            assertThat(new String(in.array(), in.arrayOffset(), 5, StandardCharsets.UTF_8))
                    .isEqualTo("hello");
        }
    }

    @Test
    void nothing_there_is_a_value() throws IOException {
        try (var pair = UnixSocket.pair()) {
            assertThat(pair.right().receive(ByteBuffer.allocate(8), received)).isEqualTo(UnixSocket.WOULD_BLOCK);
        }
    }

    @Test
    void the_end_comes_after_the_last_byte_and_stays() throws IOException {
        try (var pair = UnixSocket.pair()) {
            pair.left().send(bytes("x"), none());
            pair.left().close();
            var in = ByteBuffer.allocate(8);
            assertThat(pair.right().receive(in, received)).isEqualTo(1);
            assertThat(pair.right().receive(in, received)).isEqualTo(UnixSocket.END);
            assertThat(pair.right().receive(in, received)).isEqualTo(UnixSocket.END);
        }
    }

    @Test
    void sending_to_a_closed_socket_is_the_end_and_keeps_the_descriptors() throws IOException {
        try (var pair = UnixSocket.pair()) {
            pair.right().close();
            var fds = memories(1);
            assertThat(pair.left().send(bytes("x"), fds)).isEqualTo(UnixSocket.END);
            assertThat(fds).hasSize(1);
            fds.forEach(Fd::close);
        }
    }

    @Test
    void a_peer_that_closes_with_bytes_unread_is_the_end() throws IOException {
        try (var pair = UnixSocket.pair()) {
            pair.left().send(bytes("unread"), none());
            pair.right().close(); // the kernel reports ECONNRESET to the other side
            assertThat(pair.left().receive(ByteBuffer.allocate(8), received)).isEqualTo(UnixSocket.END);
            assertThat(pair.left().send(bytes("more"), none())).isEqualTo(UnixSocket.END);
        }
    }

    @Test
    void a_full_socket_takes_a_part_and_then_would_block() throws IOException {
        try (var pair = UnixSocket.pair()) {
            byte[] content = new byte[4 << 20];
            new Random(1).nextBytes(content);
            var out = ByteBuffer.wrap(content);
            var in = ByteBuffer.allocate(content.length);
            int parts = 0;
            while (out.hasRemaining()) {
                int sent = pair.left().send(out, none());
                if (sent == UnixSocket.WOULD_BLOCK) {
                    parts++;
                    assertThat(pair.right().receive(in, received)).isPositive();
                } else {
                    assertThat(sent).isPositive();
                }
            }
            while (in.hasRemaining()) {
                assertThat(pair.right().receive(in, received)).isPositive();
            }
            assertThat(parts).isGreaterThan(1);
            assertThat(Arrays.equals(in.array(), content)).isTrue();
        }
    }

    @Test
    void descriptors_arrive_in_order_and_leave_the_sender() throws IOException {
        try (var pair = UnixSocket.pair()) {
            long before = Fd.open();
            var fds = memories(3);
            assertThat(pair.left().send(bytes("x"), fds)).isEqualTo(1);
            assertThat(fds).isEmpty();
            assertThat(Fd.open()).isEqualTo(before);
            assertThat(pair.right().receive(ByteBuffer.allocate(8), received)).isEqualTo(1);
            assertThat(contents(received)).containsExactly(0, 1, 2);
            closeReceived();
        }
    }

    private static List<Integer> contents(Deque<Fd> fds) throws IOException {
        var contents = new java.util.ArrayList<Integer>();
        for (Fd fd : fds) {
            try (var memory = ClientMemory.open(fd.duplicate(), 1)) {
                byte[] first = new byte[1];
                memory.read(0, first, 0, 1);
                contents.add((int) first[0]);
            }
        }
        return contents;
    }

    @ParameterizedTest
    @ValueSource(ints = {28, 29, 56, 57, 200})
    void more_descriptors_than_fit_a_message_arrive_no_later_than_the_last_byte(int count) throws IOException {
        try (var pair = UnixSocket.pair()) {
            var fds = memories(count);
            assertThat(pair.left().send(bytes("0123456789"), fds)).isEqualTo(10);
            assertThat(fds).isEmpty();
            var in = ByteBuffer.allocate(100);
            while (in.position() < 10) {
                assertThat(pair.right().receive(in, received)).isPositive();
                assertThat(received.size()).isGreaterThanOrEqualTo(Math.min(count, 28));
            }
            assertThat(contents(received))
                    .isEqualTo(IntStream.range(0, count)
                            .mapToObj(i -> (int) (byte) i)
                            .toList());
            closeReceived();
        }
    }

    @Test
    void descriptors_without_enough_bytes_wait_for_the_next_byte() throws IOException {
        try (var pair = UnixSocket.pair()) {
            var fds = memories(30);
            assertThat(pair.left().send(bytes("a"), fds)).isEqualTo(1);
            assertThat(fds).hasSize(2);
            assertThat(pair.left().send(ByteBuffer.allocate(0), fds)).isEqualTo(UnixSocket.WOULD_BLOCK);
            assertThat(pair.left().send(bytes("b"), fds)).isEqualTo(1);
            assertThat(fds).isEmpty();
            var in = ByteBuffer.allocate(2);
            while (in.hasRemaining()) {
                assertThat(pair.right().receive(in, received)).isPositive();
            }
            assertThat(received).hasSize(30);
            closeReceived();
        }
    }

    @Test
    void descriptors_that_were_never_received_are_freed_with_the_socket() throws IOException {
        try (var pair = UnixSocket.pair()) {
            pair.left().send(bytes("x"), memories(28));
        }
    }

    @Test
    void a_received_descriptor_is_not_inherited_by_programs() throws IOException {
        try (var pair = UnixSocket.pair()) {
            pair.left().send(bytes("x"), memories(1));
            pair.right().receive(ByteBuffer.allocate(1), received);
            String flags = Files.readAllLines(
                            Path.of("/proc/self/fdinfo/" + received.getFirst().raw()))
                    .stream()
                    .filter(line -> line.startsWith("flags:"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Integer.parseInt(flags.substring(6).trim(), 8) & 02000000)
                    .isNotZero();
            closeReceived();
        }
    }

    @Test
    void a_client_connects_and_is_known_by_the_kernel(@TempDir Path folder) throws IOException {
        var path = folder.resolve("socket");
        try (var listener = UnixListener.bind(path)) {
            assertThat(listener.accept()).isNull();
            try (var client = UnixSocket.connect(path);
                    var server = Objects.requireNonNull(listener.accept())) {
                assertThat(server.peer().pid())
                        .isEqualTo((int) ProcessHandle.current().pid());
                assertThat(server.peer().uid()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
                assertThat(client.peer().pid())
                        .isEqualTo((int) ProcessHandle.current().pid());
                client.send(bytes("hi"), none());
                assertThat(server.receive(ByteBuffer.allocate(8), received)).isEqualTo(2);
            }
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void a_listener_leaves_a_file_alone_that_took_the_place_of_its_own(@TempDir Path folder) throws IOException {
        var path = folder.resolve("socket");
        try (var listener = UnixListener.bind(path)) {
            Files.move(path, folder.resolve("kept so that its inode is not used again"));
            Files.writeString(path, "another's");
        }
        assertThat(path).hasContent("another's");
    }

    @Test
    void failures_name_the_call_the_error_and_the_path(@TempDir Path folder) throws IOException {
        var absent = folder.resolve("absent");
        assertThatThrownBy(() -> UnixSocket.connect(absent))
                .hasMessage(absent + ": no such file or directory (connect: ENOENT)")
                .isInstanceOfSatisfying(PosixException.class, e -> {
                    assertThat(e.call()).isEqualTo("connect");
                    assertThat(e.errno()).isEqualTo("ENOENT");
                });
        var taken = folder.resolve("taken");
        try (var listener = UnixListener.bind(taken)) {
            assertThatThrownBy(() -> UnixListener.bind(taken))
                    .isInstanceOfSatisfying(
                            PosixException.class,
                            e -> assertThat(e.is("EADDRINUSE")).isTrue());
        }
        assertThatThrownBy(() -> UnixListener.bind(folder.resolve("x".repeat(108))))
                .isInstanceOfSatisfying(
                        PosixException.class,
                        e -> assertThat(e.is("ENAMETOOLONG")).isTrue());
    }

    @Test
    void the_longest_path_that_fits_works() throws IOException {
        var folder = Files.createTempDirectory(Path.of("/tmp"), "l");
        var path = folder.resolve("x".repeat(107 - folder.toString().length() - 1));
        try (var listener = UnixListener.bind(path);
                var client = UnixSocket.connect(path);
                var server = Objects.requireNonNull(listener.accept())) {
            assertThat(client.peer()).isEqualTo(server.peer());
        } finally {
            Files.delete(folder);
        }
    }
}
