package org.wayray.wayland.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixSocket;

/** The other end of a connection: reads requests and writes events as words. */
final class FakeServer implements AutoCloseable {
    private final UnixSocket socket;

    FakeServer(UnixSocket socket) {
        this.socket = socket;
    }

    /** An event of these argument words. */
    static byte[] event(int object, int opcode, int... arguments) {
        var out = ByteBuffer.allocate(8 + 4 * arguments.length).order(ByteOrder.nativeOrder());
        out.putInt(object).putInt(out.capacity() << 16 | opcode);
        for (int argument : arguments) {
            out.putInt(argument);
        }
        return out.array();
    }

    /** {@code wl_display.error}. */
    static byte[] error(int object, int code, String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        var out = ByteBuffer.allocate(20 + (text.length + 4) / 4 * 4).order(ByteOrder.nativeOrder());
        out.putInt(1).putInt(out.capacity() << 16).putInt(object).putInt(code).putInt(text.length + 1);
        out.put(text);
        return out.array();
    }

    FakeServer send(byte[] bytes, Fd... fds) throws PosixException {
        socket.send(ByteBuffer.wrap(bytes), new ArrayDeque<>(List.of(fds)));
        return this;
    }

    FakeServer send(int object, int opcode, int... arguments) throws PosixException {
        return send(event(object, opcode, arguments));
    }

    /** The words of all requests that have arrived. */
    List<Integer> words() throws PosixException {
        var in = ByteBuffer.allocate(64 * 1024).order(ByteOrder.nativeOrder());
        Deque<Fd> fds = new ArrayDeque<>();
        socket.receive(in, fds);
        fds.forEach(Fd::close);
        var words = new ArrayList<Integer>();
        in.flip();
        while (in.hasRemaining()) {
            words.add(in.getInt());
        }
        return words;
    }

    @Override
    public void close() {
        socket.close();
    }
}
