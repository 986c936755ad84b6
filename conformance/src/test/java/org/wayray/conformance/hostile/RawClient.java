package org.wayray.conformance.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixSocket;
import org.wayray.testkit.Await;

/** A client that writes what it likes, for what no library would let a client do. One thread. */
final class RawClient implements AutoCloseable {
    static final int DISPLAY = 1;
    static final int SYNC = 0;
    static final int GET_REGISTRY = 1;

    private static final int HEADER = 8;
    private static final int ERROR = 0;
    private static final int DONE = 0;

    private final UnixSocket socket;
    private final ByteBuffer incoming = ByteBuffer.allocate(1 << 17).order(ByteOrder.nativeOrder());
    private final Deque<Fd> descriptors = new ArrayDeque<>();
    private int nextId = DISPLAY + 1;
    private int lastDone;
    private boolean ended;
    private Optional<ProtocolError> error = Optional.empty();

    /** What the server said before it closed the connection. */
    record ProtocolError(int object, int code, String message) {}

    private RawClient(UnixSocket socket) {
        this.socket = socket;
    }

    /** Connects; waits while so many are connecting that the server's queue is full. */
    static RawClient connect(Path path) throws PosixException {
        var connected = new AtomicReference<UnixSocket>();
        var failure = new AtomicReference<PosixException>();
        Await.until("the server takes another connection", () -> {
            try {
                connected.set(UnixSocket.connect(path));
            } catch (PosixException e) {
                failure.set(e);
                return !e.is("EAGAIN");
            }
            return true;
        });
        var socket = connected.get();
        if (socket == null) {
            throw failure.get();
        }
        return new RawClient(socket);
    }

    /** An id that no object has had. */
    int newId() {
        return nextId++;
    }

    /** A message of numbers. */
    static ByteBuffer message(int object, int opcode, int... arguments) {
        int size = HEADER + Integer.BYTES * arguments.length;
        var bytes = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
        bytes.putInt(object).putInt(size << 16 | opcode);
        for (int argument : arguments) {
            bytes.putInt(argument);
        }
        return bytes.flip();
    }

    /**
     * Sends bytes, with descriptors on the first of them, and reads nothing meanwhile. The descriptors are closed.
     *
     * @return false if the server has closed the connection
     */
    boolean send(ByteBuffer bytes, Fd... fds) throws PosixException {
        var along = new ArrayDeque<Fd>();
        for (var fd : fds) {
            along.add(fd);
        }
        try {
            while (bytes.hasRemaining()) {
                int sent = socket.send(bytes, along);
                if (sent == UnixSocket.END) {
                    return false;
                }
                if (sent == UnixSocket.WOULD_BLOCK) {
                    Await.until("the server takes more or hangs up", () -> takesMore(bytes, along));
                }
            }
            return true;
        } finally {
            along.forEach(Fd::close);
        }
    }

    private boolean takesMore(ByteBuffer bytes, Deque<Fd> along) {
        try {
            return socket.send(bytes, along) != UnixSocket.WOULD_BLOCK;
        } catch (PosixException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Sends what the socket takes now.
     *
     * @return how many bytes, {@link UnixSocket#WOULD_BLOCK} or {@link UnixSocket#END}
     */
    int sendSome(ByteBuffer bytes) throws PosixException {
        return socket.send(bytes, new ArrayDeque<>());
    }

    /** Waits until the server has handled all that was sent. */
    void roundTrip() throws PosixException {
        int callback = newId();
        if (!send(message(DISPLAY, SYNC, callback))) {
            throw new AssertionError("the server has hung up");
        }
        Await.until("the server answers", () -> {
            read();
            return lastDone == callback || ended;
        });
        if (ended) {
            throw new AssertionError("the server hung up: " + error);
        }
    }

    /** Waits until the server closes the connection; the error that it named, if it did. */
    Optional<ProtocolError> awaitHangUp() {
        Await.until("the server hangs up", () -> {
            read();
            return ended;
        });
        return error;
    }

    private void read() {
        try {
            while (!ended) {
                int count = socket.receive(incoming, descriptors);
                if (count == UnixSocket.WOULD_BLOCK) {
                    break;
                }
                ended = count == UnixSocket.END;
                parse();
            }
        } catch (PosixException e) {
            ended = true;
        }
    }

    private void parse() {
        incoming.flip();
        while (incoming.remaining() >= HEADER) {
            int start = incoming.position();
            int object = incoming.getInt(start);
            int opcode = incoming.getInt(start + 4) & 0xFFFF;
            int size = incoming.getInt(start + 4) >>> 16;
            if (incoming.remaining() < size) {
                break;
            }
            if (object == DISPLAY && opcode == ERROR) {
                int length = incoming.getInt(start + 16);
                var text = new byte[length - 1];
                incoming.get(start + 20, text);
                error = Optional.of(new ProtocolError(
                        incoming.getInt(start + 8),
                        incoming.getInt(start + 12),
                        new String(text, StandardCharsets.UTF_8)));
            } else if (object != DISPLAY && opcode == DONE && size == HEADER + 4) {
                lastDone = object;
            }
            incoming.position(start + size);
        }
        incoming.compact();
    }

    @Override
    public void close() {
        socket.close();
        descriptors.forEach(Fd::close);
        descriptors.clear();
    }
}
