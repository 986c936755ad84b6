package org.wayray.transport;

import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicConnectionPathStats;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamFrame;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.link.CloseReason;
import org.wayray.link.Inbox;
import org.wayray.link.IncomingTransfer;
import org.wayray.link.Link;
import org.wayray.link.LinkListener;
import org.wayray.link.LinkStats;
import org.wayray.link.OutgoingTransfer;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Direction;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.EnvelopeEncoder;
import org.wayray.protocol.PeerText;

/**
 * A link over one QUIC connection, on either side.
 *
 * <p>Sending: the caller's thread encodes a message into one direct buffer and wakes the network thread, which hands it to QUIC; what
 * QUIC has no room for yet waits there and counts as queued. Receiving: each stream decodes for itself and fills the inbox. Ending in
 * good order: this side finishes its half of every stream, the peer closes the connection once it has read them to the end; so the
 * last message arrives even if its packet is lost. Ending for an error: the connection closes at once with a code and a phrase.
 *
 * <p>Threads: the public methods are for any thread; all others, and all state without a word about it, belong to the network thread.
 *
 * @param <I> what comes in
 * @param <O> what goes out
 */
final class QuicLink<I extends MessageLite, O extends MessageLite> implements Link<I, O>, Inbox.Source {
    /** Received messages that may wait for the listener before the streams are no longer read. */
    private static final long MAX_UNREAD = 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(QuicLink.class);

    private record Outgoing(Channel channel, ByteBuf bytes) {}

    private final QuicChannel connection;
    private final EventLoop loop;
    private final Direction<I> incoming;
    private final EnvelopeEncoder<O> encoder;
    private final long maxQueued;
    private final String peer;
    private final Inbox<I> inbox = new Inbox<>(this, MAX_UNREAD);
    private final QuicTransfers transfers;

    // shared by senders and the network thread
    private final Queue<Outgoing> outbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean drainScheduled = new AtomicBoolean();
    private final AtomicLong queued = new AtomicLong();
    private final AtomicReference<@Nullable CloseReason> end = new AtomicReference<>();

    private final Map<Channel, QuicStreamChannel> streams = new EnumMap<>(Channel.class);
    /** What is meant for channels that the viewer has not opened yet; counted as queued. */
    private final Map<Channel, Queue<ByteBuf>> early = new EnumMap<>(Channel.class);

    private final Set<Channel> ended = EnumSet.noneOf(Channel.class);
    private boolean reading = true;
    private long lastSentNanos;
    private boolean finishing;
    private @Nullable Runnable onFirstMessage;
    private @Nullable QuicConnectionCloseEvent peerClosed;

    /**
     * A link that has no streams yet.
     *
     * @param maxQueued bytes that may wait to be sent before the link gives the peer up
     * @param peer who is at the other end, for logs
     */
    QuicLink(QuicChannel connection, Direction<I> incoming, Direction<O> outgoing, long maxQueued, String peer) {
        this.connection = connection;
        this.loop = connection.eventLoop();
        this.incoming = incoming;
        this.encoder = new EnvelopeEncoder<>(outgoing);
        this.maxQueued = maxQueued;
        this.peer = peer;
        this.lastSentNanos = loop.ticker().nanoTime();
        this.transfers = new QuicTransfers(this, connection, incoming.equals(Direction.TO_VIEWER));
    }

    QuicTransfers transfers() {
        return transfers;
    }

    Direction<I> incoming() {
        return incoming;
    }

    /** Runs once, on the network thread, when the first message has been put into the inbox. */
    void onFirstMessage(Runnable action) {
        onFirstMessage = action;
    }

    // ---- Link: any thread

    @Override
    public void start(LinkListener<I> listener, Executor executor) {
        inbox.start(listener, executor);
    }

    @Override
    public void send(Envelope<O> envelope) {
        int size = encoder.size(envelope);
        if (end.get() != null) {
            return;
        }
        if (queued.addAndGet(size) > maxQueued) {
            queued.addAndGet(-size);
            close(new CloseReason(CloseReason.Kind.OVERFLOW, "more than " + maxQueued + " bytes wait to be taken"));
            return;
        }
        ByteBuf bytes = connection.alloc().directBuffer(size, size);
        encoder.encode(envelope, bytes.internalNioBuffer(0, size));
        bytes.writerIndex(size);
        outbox.add(new Outgoing(envelope.channel(), bytes));
        if (!drainScheduled.getAndSet(true)) {
            onLoop(this::drain);
        }
    }

    @Override
    public long queuedBytes() {
        return queued.get();
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
        if (end.compareAndSet(null, reason)) {
            inbox.discard(reason);
            onLoop(() -> finish(reason));
        }
    }

    @Override
    public CompletionStage<LinkStats> stats() {
        CompletableFuture<LinkStats> result = new CompletableFuture<>();
        connection.collectPathStats(0).addListener((Future<QuicConnectionPathStats> path) -> {
            if (path.isSuccess()) {
                var stats = path.getNow();
                result.complete(new LinkStats(
                        stats.rtt(),
                        stats.sentBytes(),
                        stats.recvBytes(),
                        stats.lost(),
                        stats.sent(),
                        stats.deliveryRate()));
            } else {
                result.completeExceptionally(path.cause());
            }
        });
        return result;
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
        onLoop(() -> setReading(!inbox.isPaused()));
    }

    @Override
    public void abort(CloseReason reason) {
        close(reason);
    }

    /** Completes when the connection is gone. */
    ChannelFuture connectionClosed() {
        return connection.closeFuture();
    }

    // ---- the network thread: streams

    /** A stream now carries a channel; false if another one does. */
    boolean opened(Channel channel, QuicStreamChannel stream) {
        if (streams.putIfAbsent(channel, stream) != null) {
            return false;
        }
        stream.updatePriority(QuicTuning.priority(channel));
        stream.config().setAutoRead(reading);
        Queue<ByteBuf> waiting = early.remove(channel);
        if (waiting != null) {
            waiting.forEach(bytes -> write(stream, bytes));
        }
        if (finishing) {
            stream.write(QuicStreamFrame.EMPTY_FIN);
        }
        return true;
    }

    /** A message came in on its channel. */
    void received(Envelope<I> envelope) {
        inbox.add(envelope);
        Runnable action = onFirstMessage;
        if (action != null) {
            onFirstMessage = null;
            action.run();
        }
    }

    /** The peer has sent everything that it will send on a channel. */
    void ended(Channel channel) {
        CloseReason own = end.get();
        if (own != null && own.kind() != CloseReason.Kind.FINISHED) {
            // this side is about to close for an error, and says so
            return;
        }
        ended.add(channel);
        if (ended.containsAll(streams.keySet())) {
            CloseReason reason = CloseReason.finished("the other side ended the connection");
            inbox.end(reason);
            end.compareAndSet(null, reason);
            transfers.endAll();
            closeConnection(CloseCode.FINISHED, "");
        } else if (channel == Channel.CONTROL) {
            closeAfter(QuicTuning.LINGER, CloseCode.FINISHED, "");
        }
    }

    /**
     * The peer gave up a stream. It does so just before it closes the connection for an error, and the reason comes with the close; if
     * none comes, this was the error.
     */
    void brokenOff(String what) {
        loop.schedule(() -> violated(what), QuicTuning.LINGER.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The peer broke the protocol. */
    void violated(String what) {
        log.debug("{} broke the protocol: {}", peer, what);
        close(CloseReason.violation(what));
    }

    // ---- the network thread: the connection

    /** The peer closed the connection and said why. The listener hears it once the streams have been read; QUIC itself lingers. */
    void peerClosed(QuicConnectionCloseEvent event) {
        peerClosed = event;
        onLoop(this::ended);
    }

    /** The connection is gone, for whatever reason. */
    void disconnected() {
        ended();
        drain();
        early.values().forEach(waiting -> waiting.forEach(this::drop));
        early.clear();
    }

    private void ended() {
        CloseReason reason = lossReason();
        end.compareAndSet(null, reason);
        inbox.end(reason);
        transfers.endAll();
    }

    /** From now on, shows the peer that this side is there whenever it has sent nothing for a while. */
    void keepAlive() {
        if (!connection.isOpen()) {
            return;
        }
        long idle = loop.ticker().nanoTime() - lastSentNanos;
        long wait = QuicTuning.KEEP_ALIVE.toNanos() - idle;
        if (wait <= 0) {
            QuicStreamChannel control = streams.get(Channel.CONTROL);
            if (control != null && end.get() == null) {
                control.write(Unpooled.wrappedBuffer(EnvelopeEncoder.keepAlive()));
            }
            lastSentNanos += idle;
            wait = QuicTuning.KEEP_ALIVE.toNanos();
        }
        loop.schedule(this::keepAlive, wait, TimeUnit.NANOSECONDS);
    }

    private CloseReason lossReason() {
        QuicConnectionCloseEvent event = peerClosed;
        if (event == null) {
            return new CloseReason(
                    CloseReason.Kind.LOST,
                    connection.isTimedOut()
                            ? "nothing was heard of the other side for too long"
                            : "the connection broke");
        }
        String phrase = Phrases.of(event);
        if (event.isApplicationClose() && event.error() == CloseCode.FINISHED.code()) {
            return CloseReason.finished(phrase.isEmpty() ? "the other side ended the connection" : phrase);
        }
        return new CloseReason(
                CloseReason.Kind.REJECTED,
                phrase.isEmpty() ? "the other side ended the connection with error " + event.error() : phrase);
    }

    private void drain() {
        drainScheduled.set(false);
        int bytes = 0;
        Outgoing next;
        while ((next = outbox.poll()) != null) {
            bytes += next.bytes().readableBytes();
            QuicStreamChannel stream = streams.get(next.channel());
            if (!connection.isOpen()) {
                drop(next.bytes());
            } else if (stream == null) {
                early.computeIfAbsent(next.channel(), channel -> new ArrayDeque<>())
                        .add(next.bytes());
            } else {
                write(stream, next.bytes());
            }
        }
        AcknowledgementDelay.endNow(connection.parent(), bytes);
    }

    private void write(QuicStreamChannel stream, ByteBuf bytes) {
        int size = bytes.readableBytes();
        lastSentNanos = loop.ticker().nanoTime();
        stream.write(bytes).addListener(written -> {
            queued.addAndGet(-size);
            if (!written.isSuccess() && connection.isActive()) {
                violated("a channel is no longer read");
            }
        });
    }

    private void drop(ByteBuf bytes) {
        queued.addAndGet(-bytes.readableBytes());
        bytes.release();
    }

    private void finish(CloseReason reason) {
        drain();
        transfers.endAll();
        if (reason.kind() == CloseReason.Kind.FINISHED) {
            finishing = true;
            setReading(true); // to see the peer finish; what still comes is dropped
            streams.values().forEach(stream -> stream.write(QuicStreamFrame.EMPTY_FIN));
            closeAfter(streams.isEmpty() ? Duration.ZERO : QuicTuning.LINGER, CloseCode.FINISHED, reason.detail());
        } else {
            closeWhenThereIsRoom(CloseCode.of(reason.kind()), reason.detail());
        }
    }

    /**
     * Closes the connection for an error. After a burst the congestion window is full, and a close at that moment would not reach the
     * wire. So what waits is dropped, and the close follows a moment later, when the peer has acknowledged what was on its way.
     */
    private void closeWhenThereIsRoom(CloseCode code, String phrase) {
        setReading(false);
        streams.values().forEach(stream -> stream.shutdownOutput(code.code()));
        closeAfter(QuicTuning.CLOSE_DELAY, code, phrase);
    }

    private void closeAfter(Duration patience, CloseCode code, String phrase) {
        var timer = loop.schedule(() -> closeConnection(code, phrase), patience.toNanos(), TimeUnit.NANOSECONDS);
        connection.closeFuture().addListener(closed -> timer.cancel(false));
    }

    private void closeConnection(CloseCode code, String phrase) {
        connection.close(true, code.code(), Unpooled.copiedBuffer(PeerText.readable(phrase), StandardCharsets.UTF_8));
    }

    private void setReading(boolean on) {
        CloseReason own = end.get();
        reading = own == null ? on : finishing;
        streams.values().forEach(stream -> stream.config().setAutoRead(reading));
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // the network thread has ended, and every connection with it
            inbox.end(new CloseReason(CloseReason.Kind.LOST, "the network of this program was shut down"));
        }
    }
}
