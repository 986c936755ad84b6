package org.wayray.link;

import com.google.protobuf.MessageLite;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Interest;
import org.wayray.posix.event.Watch;
import org.wayray.protocol.Direction;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.EnvelopeEncoder;
import org.wayray.protocol.Limits;
import org.wayray.protocol.PeerText;
import org.wayray.protocol.ProtocolViolation;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * One end of a link over a stream socket of the Unix domain: between the front door and the process of a session.
 *
 * <p>Sending: the caller's thread writes to the socket itself; what the socket has no room for waits, counts as queued, and is
 * written by the loop. Receiving is the loop's. All channels share the socket, so a message waits for those that were sent before it.
 *
 * <p>Threads: the public methods are for any thread; state without a word about it belongs to the loop.
 *
 * @param <I> what comes in
 * @param <O> what goes out
 */
public final class UnixLink<I extends MessageLite, O extends MessageLite> implements Link<I, O>, Inbox.Source {
    /** More waiting for the peer than this closes the link: one largest frame, and some. */
    private static final long MAX_QUEUED = Limits.FRAME_PAYLOAD + 1024L * 1024;

    /** Received messages that may wait for the listener before the socket is no longer read. */
    private static final long MAX_UNREAD = 1024 * 1024;

    /** How long the peer has to take what was sent before a link that ended in good order is closed. */
    private static final Duration LINGER = Duration.ofSeconds(3);

    private static final int BUFFER = 64 * 1024;

    /** Buffers that are read in a row; then the rest of the loop's work has its turn. */
    private static final int MOST_READS = 16;

    private static final TransferEnd NO_TRANSFERS = TransferEnd.cancelled("there are none over a Unix socket");

    private static final Logger log = LoggerFactory.getLogger(UnixLink.class);

    private final UnixSocket socket;
    private final EventLoop loop;
    private final EnvelopeEncoder<O> encoder;
    private final RecordReader<I> reader;
    private final String peer;
    private final Inbox<I> inbox = new Inbox<>(this, MAX_UNREAD);
    private final AtomicReference<@Nullable CloseReason> end = new AtomicReference<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(BUFFER);
    private final Deque<Fd> noDescriptors = new ArrayDeque<>();

    /** Null once the socket is closed. */
    private @Nullable Watch watch;

    /** Guards the socket against being closed while somebody sends, and what is below. */
    private final Object sending = new Object();

    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(BUFFER);
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean open = true;

    private UnixLink(UnixSocket socket, EventLoop loop, Direction<I> in, Direction<O> out, String peer)
            throws PosixException {
        this.socket = socket;
        this.loop = loop;
        this.encoder = new EnvelopeEncoder<>(out);
        this.reader = new RecordReader<>(in);
        this.peer = peer;
        this.watch = loop.watch(socket.fd(), Interest.READ, this::ready);
    }

    /**
     * The session's end. On the loop.
     *
     * @param socket belongs to the link from then on, also if this fails
     * @param loop reads, and writes what waits
     * @param peer who is at the other end, for logs
     */
    public static UnixLink<ToSession, ToViewer> ofSession(UnixSocket socket, EventLoop loop, String peer)
            throws PosixException {
        return open(socket, loop, Direction.TO_SESSION, Direction.TO_VIEWER, peer);
    }

    /** The viewer's end, which the front door holds for it; otherwise as {@link #ofSession}. */
    public static UnixLink<ToViewer, ToSession> ofViewer(UnixSocket socket, EventLoop loop, String peer)
            throws PosixException {
        return open(socket, loop, Direction.TO_VIEWER, Direction.TO_SESSION, peer);
    }

    private static <I extends MessageLite, O extends MessageLite> UnixLink<I, O> open(
            UnixSocket socket, EventLoop loop, Direction<I> in, Direction<O> out, String peer) throws PosixException {
        try {
            return new UnixLink<>(socket, loop, in, out, peer);
        } catch (PosixException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    // ---- Link: any thread

    @Override
    public void start(LinkListener<I> listener, Executor executor) {
        inbox.start(listener, executor);
    }

    @Override
    public void send(Envelope<O> envelope) {
        int size = encoder.size(envelope);
        boolean overflow;
        synchronized (sending) {
            if (!open || end.get() != null) {
                return;
            }
            overflow = waitingBytes + size > MAX_QUEUED;
            if (!overflow) {
                var bytes = room(RecordReader.HEAD + size);
                bytes.put((byte) envelope.channel().id()).putInt(size);
                encoder.encode(envelope, bytes);
                write(bytes.flip());
            }
        }
        if (overflow) {
            close(new CloseReason(CloseReason.Kind.OVERFLOW, "more than " + MAX_QUEUED + " bytes wait to be taken"));
        }
    }

    @Override
    public long queuedBytes() {
        synchronized (sending) {
            return waitingBytes;
        }
    }

    /** {@inheritDoc} Not carried yet: every transfer is refused. */
    @Override
    public OutgoingTransfer sendTransfer(int number, OutgoingTransfer.Listener listener, Executor executor) {
        return TransferSender.refused(NO_TRANSFERS, listener, executor);
    }

    @Override
    public IncomingTransfer receiveTransfer(int number, IncomingTransfer.Listener listener, Executor executor) {
        return TransferReceiver.refused(NO_TRANSFERS, listener, executor);
    }

    @Override
    public void close(CloseReason reason) {
        if (end.compareAndSet(null, reason)) {
            inbox.discard(reason);
            onLoop(() -> finish(reason));
        }
    }

    @Override
    public CompletionStage<LinkStats> stats() {
        return end.get() != null
                ? CompletableFuture.failedStage(new IllegalStateException("the link is closed"))
                : CompletableFuture.completedStage(new LinkStats(0, 0, 0, 0, 0, Long.MAX_VALUE));
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public String toString() {
        return "link to " + peer;
    }

    // ---- Inbox.Source: any thread

    @Override
    public void flowChanged() {
        onLoop(this::watchAsNeeded);
    }

    @Override
    public void abort(CloseReason reason) {
        close(reason);
    }

    // ---- with the lock

    /** An empty buffer: the link's own where that will do. */
    private ByteBuffer room(int size) {
        return size <= BUFFER ? outgoing.clear() : ByteBuffer.allocate(size);
    }

    /** Writes as much as the socket takes; the rest waits for the loop. */
    private void write(ByteBuffer bytes) {
        if (waiting.isEmpty()) {
            writeNow(bytes);
            if (bytes.hasRemaining()) {
                onLoop(this::watchAsNeeded);
            }
        }
        if (bytes.hasRemaining()) {
            waitingBytes += bytes.remaining();
            queue(bytes);
        }
    }

    /** Puts small ones together: each write costs the socket more than its bytes. */
    private void queue(ByteBuffer bytes) {
        if (bytes != outgoing) {
            waiting.add(bytes);
            return;
        }
        int count = bytes.remaining();
        var last = waiting.peekLast();
        if (last == null || last.capacity() - last.limit() < count) {
            last = ByteBuffer.allocate(BUFFER).limit(0);
            waiting.add(last);
        }
        int at = last.limit();
        last.limit(at + count).put(at, bytes, bytes.position(), count);
    }

    /** Nobody there any more: the bytes are dropped, and the reader learns of the end by itself. */
    private void writeNow(ByteBuffer bytes) {
        try {
            int sent;
            do {
                sent = socket.send(bytes, noDescriptors);
            } while (sent > 0 && bytes.hasRemaining());
            if (sent == UnixSocket.END) {
                bytes.position(bytes.limit());
            }
        } catch (PosixException e) {
            log.debug("{}: {}", this, e.toString());
            bytes.position(bytes.limit());
        }
    }

    // ---- the loop

    private void ready(boolean readable, boolean writable) {
        if (writable) {
            writeWaiting();
        }
        if (readable && watch != null) {
            read();
        }
    }

    private void writeWaiting() {
        boolean allGone;
        synchronized (sending) {
            ByteBuffer next;
            while ((next = waiting.peek()) != null) {
                int before = next.remaining();
                writeNow(next);
                waitingBytes -= before - next.remaining();
                if (next.hasRemaining()) {
                    break;
                }
                waiting.remove();
            }
            allGone = waiting.isEmpty();
        }
        if (allGone && end.get() != null) {
            closeSocket();
        } else {
            watchAsNeeded();
        }
    }

    private void read() {
        try {
            for (int i = 0; i < MOST_READS && !inbox.isPaused(); i++) {
                int count = socket.receive(incoming.clear(), noDescriptors);
                if (count == UnixSocket.WOULD_BLOCK) {
                    return;
                }
                var reason = count == UnixSocket.END
                        ? new CloseReason(CloseReason.Kind.LOST, "the process at the other end is gone")
                        : reader.read(incoming.flip(), inbox::add);
                if (reason != null) {
                    ended(reason);
                    return;
                }
            }
        } catch (ProtocolViolation e) {
            close(CloseReason.violation(String.valueOf(e.getMessage())));
        } catch (PosixException e) {
            ended(new CloseReason(CloseReason.Kind.LOST, e.toString()));
        } finally {
            while (!noDescriptors.isEmpty()) {
                noDescriptors.removeFirst().close();
            }
        }
    }

    /** The peer will send nothing more, and take nothing. */
    private void ended(CloseReason reason) {
        end.compareAndSet(null, reason);
        inbox.end(reason);
        closeSocket();
    }

    /** This side ends the link: says so, and closes once that is written. */
    private void finish(CloseReason reason) {
        boolean allGone;
        synchronized (sending) {
            if (!open) {
                return;
            }
            if (reason.kind() != CloseReason.Kind.FINISHED && !waiting.isEmpty()) {
                // cut off in the middle of a record: nothing can follow
                waiting.clear();
                waitingBytes = 0;
            } else {
                write(farewell(reason, outgoing.clear()));
            }
            allGone = waiting.isEmpty();
        }
        if (allGone) {
            closeSocket();
        } else {
            watchAsNeeded();
            loop.schedule(LINGER, this::closeSocket);
        }
    }

    private static ByteBuffer farewell(CloseReason reason, ByteBuffer into) {
        var text = PeerText.readable(reason.detail()).getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, RecordReader.MOST_DETAIL);
        return into.put((byte) RecordReader.CLOSE)
                .putInt(1 + length)
                .put((byte) reason.kind().ordinal())
                .put(text, 0, length)
                .flip();
    }

    private void watchAsNeeded() {
        if (watch != null) {
            try {
                watch.interest(Interest.of(end.get() == null && !inbox.isPaused(), queuedBytes() > 0));
            } catch (PosixException e) {
                ended(new CloseReason(CloseReason.Kind.LOST, e.toString()));
            }
        }
    }

    private void closeSocket() {
        if (watch != null) {
            watch.close();
            watch = null;
            synchronized (sending) {
                open = false;
                waiting.clear();
                waitingBytes = 0;
                socket.close();
            }
        }
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            inbox.end(new CloseReason(CloseReason.Kind.LOST, "this program is ending"));
        }
    }
}
