package org.wayray.link;

import com.google.protobuf.MessageLite;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.wayray.protocol.Direction;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.EnvelopeEncoder;
import org.wayray.protocol.Limits;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * One end of a link between a viewer and a session in the same process: messages go from hand to hand, payloads are copied once. It
 * holds to the same rules and limits as a link over the network.
 */
public final class InProcessLink<I extends MessageLite, O extends MessageLite> implements Link<I, O> {
    /** More waiting for the peer than this closes the link: one largest frame, and some. */
    private static final long MAX_QUEUED = Limits.FRAME_PAYLOAD + 1024L * 1024;

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    /** Two ends of one connection. */
    public record Pair(Link<ToSession, ToViewer> session, Link<ToViewer, ToSession> viewer) {}

    private final String peerName;
    private final EnvelopeEncoder<O> encoder;
    private final Inbox<I> inbox = new Inbox<>(new Ending(), Long.MAX_VALUE);
    private final AtomicBoolean closed;
    /** Shared by both ends. */
    private final InProcessTransfers transfers;

    /** Set before either end is handed out, and never changed. */
    private @Nullable InProcessLink<O, I> other;

    private InProcessLink(String peerName, Direction<O> outgoing, AtomicBoolean closed, InProcessTransfers transfers) {
        this.peerName = peerName;
        this.encoder = new EnvelopeEncoder<>(outgoing);
        this.closed = closed;
        this.transfers = transfers;
    }

    /** Makes a connection. */
    public static Pair pair() {
        AtomicBoolean closed = new AtomicBoolean();
        InProcessTransfers transfers = new InProcessTransfers();
        InProcessLink<ToSession, ToViewer> session =
                new InProcessLink<>("viewer in this process", Direction.TO_VIEWER, closed, transfers);
        InProcessLink<ToViewer, ToSession> viewer =
                new InProcessLink<>("session in this process", Direction.TO_SESSION, closed, transfers);
        session.other = viewer;
        viewer.other = session;
        return new Pair(session, viewer);
    }

    @Override
    public void start(LinkListener<I> listener, Executor executor) {
        inbox.start(listener, executor);
    }

    @Override
    public void send(Envelope<O> envelope) {
        long size = encoder.size(envelope);
        if (closed.get()) {
            return;
        }
        if (queuedBytes() + size > MAX_QUEUED) {
            close(new CloseReason(CloseReason.Kind.OVERFLOW, "the " + peerName + " does not take its messages"));
            return;
        }
        other().inbox.add(new Envelope<>(envelope.channel(), envelope.message(), copy(envelope.payload())));
    }

    @Override
    public long queuedBytes() {
        return other().inbox.waitingBytes();
    }

    @Override
    public OutgoingTransfer sendTransfer(int number, OutgoingTransfer.Listener listener, Executor executor) {
        return transfers.send(number, listener, executor);
    }

    @Override
    public IncomingTransfer receiveTransfer(int number, IncomingTransfer.Listener listener, Executor executor) {
        return transfers.receive(number, listener, executor);
    }

    @Override
    public void close(CloseReason reason) {
        if (closed.compareAndSet(false, true)) {
            CloseReason.Kind seen =
                    reason.kind() == CloseReason.Kind.FINISHED ? CloseReason.Kind.FINISHED : CloseReason.Kind.REJECTED;
            other().inbox.end(new CloseReason(seen, reason.detail()));
            transfers.close();
        }
        inbox.discard(reason);
    }

    @Override
    public CompletionStage<LinkStats> stats() {
        return closed.get()
                ? CompletableFuture.failedStage(new IllegalStateException("the link is closed"))
                : CompletableFuture.completedStage(new LinkStats(0, 0, 0, 0, 0, Long.MAX_VALUE));
    }

    @Override
    public String peer() {
        return peerName;
    }

    private InProcessLink<O, I> other() {
        InProcessLink<O, I> end = other;
        if (end == null) {
            throw new IllegalStateException("one end of a link on its own");
        }
        return end;
    }

    private static ByteBuffer copy(ByteBuffer payload) {
        if (!payload.hasRemaining()) {
            return EMPTY;
        }
        byte[] bytes = new byte[payload.remaining()];
        payload.get(payload.position(), bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** Nothing is ever paused here: the sender's own limit bounds the queue. */
    private final class Ending implements Inbox.Source {
        @Override
        public void flowChanged() {}

        @Override
        public void abort(CloseReason reason) {
            close(reason);
        }
    }
}
