package org.wayray.wayland.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.EventLoop;

/** A client that writes words instead of requests, and reads words instead of events. */
final class RawClient implements AutoCloseable {
    static final int DISPLAY = 1;
    static final int SYNC = 0;
    static final int GET_REGISTRY = 1;
    static final int BIND = 0;

    private final EventLoop loop;
    private final Client client;
    private final UnixSocket socket;
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
    private final Deque<Fd> received = new ArrayDeque<>();

    /** An event as words: object, opcode, arguments. */
    record Event(int object, int opcode, List<Integer> words) {
        /** The string whose length is the argument word at {@code index}. */
        String string(int index) {
            var bytes = ByteBuffer.allocate(4 * (words.size() - index - 1)).order(ByteOrder.nativeOrder());
            words.subList(index + 1, words.size()).forEach(bytes::putInt);
            return new String(bytes.array(), 0, words.get(index) - 1, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return Integer.toUnsignedString(object) + "." + opcode + words;
        }
    }

    RawClient(EventLoop loop, Client client, UnixSocket socket) {
        this.loop = loop;
        this.client = client;
        this.socket = socket;
    }

    /** The server's end. */
    Client client() {
        return client;
    }

    /** A request of these argument words. */
    static byte[] request(int object, int opcode, int... arguments) {
        var out = ByteBuffer.allocate(8 + 4 * arguments.length).order(ByteOrder.nativeOrder());
        out.putInt(object).putInt(out.capacity() << 16 | opcode);
        Arrays.stream(arguments).forEach(out::putInt);
        return out.array();
    }

    /** A string as argument words: length, bytes, terminator, padding. */
    static int[] string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var out = ByteBuffer.allocate(4 + (bytes.length + 4) / 4 * 4).order(ByteOrder.nativeOrder());
        out.putInt(bytes.length + 1).put(bytes).rewind();
        var words = new int[out.capacity() / 4];
        out.asIntBuffer().get(words);
        return words;
    }

    /** {@code wl_registry.bind}. */
    static byte[] bind(int registry, int name, String interfaceName, int version, int id) {
        int[] text = string(interfaceName);
        int[] arguments = new int[text.length + 3];
        arguments[0] = name;
        System.arraycopy(text, 0, arguments, 1, text.length);
        arguments[text.length + 1] = version;
        arguments[text.length + 2] = id;
        return request(registry, BIND, arguments);
    }

    RawClient send(int object, int opcode, int... arguments) throws PosixException {
        return sendBytes(request(object, opcode, arguments));
    }

    RawClient sendBytes(byte[] bytes, Fd... fds) throws PosixException {
        var out = ByteBuffer.wrap(bytes);
        var queue = new ArrayDeque<>(List.of(fds));
        while (out.hasRemaining()) {
            int sent = socket.send(out, queue);
            if (sent == UnixSocket.END) {
                break;
            }
            if (sent == UnixSocket.WOULD_BLOCK) {
                loop.dispatchPending();
            }
        }
        queue.forEach(Fd::close);
        return this;
    }

    /** Sends without letting the server run; false when the socket is full. */
    boolean offer(byte[] bytes) throws PosixException {
        return socket.send(ByteBuffer.wrap(bytes), new ArrayDeque<>()) == bytes.length;
    }

    /** Lets the server run, then takes what it sent. */
    List<Event> events() throws PosixException {
        loop.dispatchPending();
        receive();
        var events = new ArrayList<Event>();
        var in = ByteBuffer.wrap(unread.toByteArray()).order(ByteOrder.nativeOrder());
        while (in.remaining() >= 8 && in.remaining() >= in.getInt(in.position() + 4) >>> 16) {
            int object = in.getInt();
            int sizeAndOpcode = in.getInt();
            var words = new ArrayList<Integer>();
            for (int left = (sizeAndOpcode >>> 16) - 8; left > 0; left -= 4) {
                words.add(in.getInt());
            }
            events.add(new Event(object, sizeAndOpcode & 0xffff, words));
        }
        unread.reset();
        unread.write(in.array(), in.position(), in.remaining());
        return events;
    }

    /** Descriptors that have come with events; the caller's. */
    Deque<Fd> received() {
        return received;
    }

    private int receive() throws PosixException {
        var chunk = ByteBuffer.allocate(16 * 1024);
        int count = socket.receive(chunk, received);
        while (count > 0) {
            unread.write(chunk.array(), 0, count);
            loop.dispatchPending();
            count = socket.receive(chunk.clear(), received);
        }
        return count;
    }

    /** Expects the server to have ended this client with an error: object, code and a part of its text. */
    void expectError(int object, int code, String text) throws PosixException {
        var events = events();
        assertThat(events).isNotEmpty();
        var error = events.getLast();
        assertThat(error.object()).isEqualTo(DISPLAY);
        assertThat(error.opcode()).isZero();
        assertThat(error.words().subList(0, 2)).containsExactly(object, code);
        assertThat(error.string(2)).contains(text);
        assertThat(client.display().clients()).doesNotContain(client);
        assertThat(receive()).isEqualTo(UnixSocket.END);
    }

    /** Expects the server to have ended this client, with or without a word. */
    void expectEnd() throws PosixException {
        events();
        assertThat(client.display().clients()).doesNotContain(client);
    }

    @Override
    public void close() {
        socket.close();
        received.forEach(Fd::close);
        received.clear();
    }
}
