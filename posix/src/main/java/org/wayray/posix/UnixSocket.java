package org.wayray.posix;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Deque;
import org.wayray.posix.libc.Errno;
import org.wayray.posix.libc.MessageIo;
import org.wayray.posix.libc.NativeBuffer;
import org.wayray.posix.libc.Os;

/**
 * A connected stream socket of the Unix domain that carries descriptors. Never blocks.
 *
 * <p>Sending and receiving allocate nothing. Direct buffers are handed to the kernel as they are, heap buffers are copied
 * once more. Confined to one thread at a time; different sockets may be used by different threads.
 */
public final class UnixSocket implements AutoCloseable {
    /** Returned when nothing could be done now: wait until the descriptor is ready. */
    public static final int WOULD_BLOCK = 0;

    /** Returned when the other end is gone. */
    public static final int END = -1;

    /** Most descriptors that travel with one byte. */
    public static final int MAX_DESCRIPTORS = Os.MAX_SENT_DESCRIPTORS;

    private static final Os OS = Os.current();
    private static final ThreadLocal<MessageIo> MESSAGES = ThreadLocal.withInitial(OS::newMessageIo);
    private static final ThreadLocal<int[]> OUTGOING = ThreadLocal.withInitial(() -> new int[MAX_DESCRIPTORS]);

    private final Fd fd;

    private UnixSocket(Fd fd) {
        this.fd = fd;
    }

    /** For a socket that is connected and non-blocking already. */
    static UnixSocket connected(Fd fd) {
        return new UnixSocket(fd);
    }

    /** Both ends of a connection. The caller closes each. */
    public record Pair(UnixSocket left, UnixSocket right) implements AutoCloseable {
        @Override
        public void close() {
            left.close();
            right.close();
        }
    }

    /** Two sockets that are connected to each other. */
    public static Pair pair() throws PosixException {
        int[] two = new int[2];
        PosixException.check(OS.unixSocketPair(two), "socketpair", "a pair of Unix sockets");
        return new Pair(new UnixSocket(Fd.adopt(two[0])), new UnixSocket(Fd.adopt(two[1])));
    }

    /** Two connected sockets that keep the borders of messages (SOCK_SEQPACKET); a message without bytes cannot be told from the end. */
    public static Pair messagePair() throws PosixException {
        int[] two = new int[2];
        PosixException.check(OS.unixMessageSocketPair(two), "socketpair", "a pair of Unix sockets");
        return new Pair(new UnixSocket(Fd.adopt(two[0])), new UnixSocket(Fd.adopt(two[1])));
    }

    /**
     * Connects to a listening socket.
     *
     * @throws PosixException ENOENT or ECONNREFUSED when nobody listens there, EAGAIN when too many are waiting there
     */
    public static UnixSocket connect(Path path) throws PosixException {
        var fd = Fd.adopt(PosixException.check(OS.unixSocket(), "socket", "a Unix socket"));
        int result = OS.connect(fd.raw(), path.toString());
        if (result < 0) {
            fd.close();
            throw new PosixException("connect", -result, path.toString());
        }
        return new UnixSocket(fd);
    }

    /**
     * Takes a connected socket, for example one inherited from the parent process, and makes it non-blocking. It may be one that
     * keeps the borders of messages (SOCK_SEQPACKET): then each call of {@link #receive} and {@link #send} is one message.
     *
     * @param fd owned by the socket from now on, also when this fails
     */
    public static UnixSocket adopt(Fd fd) throws PosixException {
        int result = OS.setNonBlocking(fd.raw());
        if (result < 0) {
            fd.close();
            throw new PosixException("fcntl", -result, "an inherited socket");
        }
        return new UnixSocket(fd);
    }

    /**
     * Receives what is there.
     *
     * @param into gets the bytes at its position, which moves; must have room
     * @param fds gets the descriptors that came along, at its end; owned by whoever takes them out. The kernel lets at
     *     most 253 come with one call
     * @return how many bytes, {@link #WOULD_BLOCK} or {@link #END}
     * @throws PosixException EMFILE when descriptors were lost because this process has too many: those that did arrive
     *     are closed, and the connection is of no more use
     */
    public int receive(ByteBuffer into, Deque<Fd> fds) throws PosixException {
        int room = into.remaining();
        if (room == 0 || into.isReadOnly()) {
            throw new IllegalArgumentException("no room to receive into");
        }
        var io = MESSAGES.get();
        int result;
        if (into.isDirect()) {
            result = receive(io, MemorySegment.ofBuffer(into).address(), room);
            Reference.reachabilityFence(into);
        } else {
            result = receive(io, NativeBuffer.segment().address(), Math.min(room, NativeBuffer.SIZE));
            if (result > 0) {
                into.put(into.position(), NativeBuffer.bytes(), 0, result);
            }
        }
        if (result > 0) {
            into.position(into.position() + result);
            takeDescriptors(io, fds);
            return result;
        }
        if (result == 0 || result == -Errno.ECONNRESET) {
            return END;
        }
        if (result == -Errno.EAGAIN) {
            return WOULD_BLOCK;
        }
        throw new PosixException("recvmsg", -result, "a Unix socket");
    }

    private int receive(MessageIo io, long address, int length) {
        int result;
        do {
            result = io.receive(fd.raw(), address, length);
        } while (result == -Errno.EINTR);
        return result;
    }

    private static void takeDescriptors(MessageIo io, Deque<Fd> fds) throws PosixException {
        for (int i = 0; i < io.received(); i++) {
            var received = Fd.adopt(io.received(i));
            if (io.truncated()) {
                received.close();
            } else {
                fds.addLast(received);
            }
        }
        if (io.truncated()) {
            throw new PosixException("recvmsg", Errno.EMFILE, "descriptors sent over a Unix socket were lost");
        }
    }

    /**
     * Sends what the socket takes now. Descriptors leave with the first bytes, {@link #MAX_DESCRIPTORS} with each message;
     * while more are waiting, single bytes are sent, so that no descriptor comes later than the last byte.
     *
     * @param from the bytes from its position on, which moves
     * @param fds the descriptors; those that left are taken out and closed here
     * @return how many bytes, {@link #WOULD_BLOCK} (also when there are none to send), or {@link #END} when nobody will
     *     ever read them
     */
    public int send(ByteBuffer from, Deque<Fd> fds) throws PosixException {
        var io = MESSAGES.get();
        int total = 0;
        while (from.hasRemaining()) {
            boolean moreDescriptors = fds.size() > MAX_DESCRIPTORS;
            int result = send(io, from, moreDescriptors ? 1 : from.remaining(), fds);
            if (result == -Errno.EAGAIN) {
                return total > 0 ? total : WOULD_BLOCK;
            }
            if (result == -Errno.EPIPE || result == -Errno.ECONNRESET) {
                return END;
            }
            if (result < 0) {
                throw new PosixException("sendmsg", -result, "a Unix socket");
            }
            total += result;
            if (!moreDescriptors) {
                return total;
            }
        }
        return total;
    }

    private int send(MessageIo io, ByteBuffer from, int length, Deque<Fd> fds) {
        int[] descriptors = OUTGOING.get();
        int count = 0;
        if (!fds.isEmpty()) {
            for (Fd each : fds) {
                if (count == MAX_DESCRIPTORS) {
                    break;
                }
                descriptors[count++] = each.raw();
            }
        }
        int result;
        if (from.isDirect()) {
            result = send(io, MemorySegment.ofBuffer(from).address(), length, descriptors, count);
            Reference.reachabilityFence(from);
        } else {
            int copied = Math.min(length, NativeBuffer.SIZE);
            NativeBuffer.bytes().put(0, from, from.position(), copied);
            result = send(io, NativeBuffer.segment().address(), copied, descriptors, count);
        }
        if (result > 0) {
            from.position(from.position() + result);
            for (int i = 0; i < count; i++) {
                fds.removeFirst().close();
            }
        }
        return result;
    }

    private int send(MessageIo io, long address, int length, int[] descriptors, int count) {
        int result;
        do {
            result = io.send(fd.raw(), address, length, descriptors, count);
        } while (result == -Errno.EINTR);
        return result;
    }

    /** Who connected, or who listens where this connected to. For a pair, this process. */
    public PeerCredentials peer() throws PosixException {
        int[] pidUidGid = new int[3];
        PosixException.check(
                OS.peerCredentials(fd.raw(), pidUidGid), "getsockopt", "the credentials of a Unix socket's peer");
        return new PeerCredentials(pidUidGid[0], pidUidGid[1], pidUidGid[2]);
    }

    /** The descriptor, to watch it; stays owned by this socket. */
    public Fd fd() {
        return fd;
    }

    /** Closes the connection; idempotent. A watch on {@link #fd()} must be closed before. */
    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "unix socket, " + fd;
    }
}
