package org.wayray.transport;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wayray.link.IncomingTransfer;
import org.wayray.link.OutgoingTransfer;
import org.wayray.link.TransferEnd;
import org.wayray.protocol.Limits;

/**
 * The transfers of one connection: joins each stream with what this side does with it, whichever is there first. The viewer opens the
 * stream as soon as it has something to do; the server waits for it.
 *
 * <p>{@link #send} and {@link #receive} are for any thread; all else belongs to the network thread.
 */
final class QuicTransfers {
    /** The first byte of a transfer's stream, where that of a channel names the channel. */
    static final byte FIRST_BYTE = (byte) 0x86;

    /** The application error code of a stream that was given up. */
    static final int CANCELLED = 5;

    /** How long a stream may wait for somebody here, and somebody here for a stream. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Streams of a connection that may break off. Netty keeps something of each until the connection ends, so that a peer could fill
     * memory with them; nobody pastes in vain that often.
     */
    private static final int MOST_BROKEN = 10_000;

    private final QuicLink<?, ?> link;
    private final QuicChannel connection;
    private final EventLoop loop;
    private final boolean opensStreams;
    private final Map<Integer, TransferStream> open = new HashMap<>();
    private int broken;
    private boolean ended;

    /** @param opensStreams whether this is the viewer's side */
    QuicTransfers(QuicLink<?, ?> link, QuicChannel connection, boolean opensStreams) {
        this.link = link;
        this.connection = connection;
        this.loop = connection.eventLoop();
        this.opensStreams = opensStreams;
    }

    // ---- any thread

    OutgoingTransfer send(int number, OutgoingTransfer.Listener listener, Executor executor) {
        var end = new SendingEnd(loop, listener, executor);
        onLoop(() -> claim(number, end), end);
        return end.sender();
    }

    IncomingTransfer receive(int number, IncomingTransfer.Listener listener, Executor executor) {
        var end = new ReceivingEnd(loop, listener, executor);
        onLoop(() -> claim(number, end), end);
        return end.receiver();
    }

    private void onLoop(Runnable task, TransferStream.End end) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            end.ended(TransferEnd.lost());
        }
    }

    // ---- the network thread

    /** Somebody here begins their end of a transfer. */
    private void claim(int number, TransferStream.End end) {
        TransferStream known = open.get(number);
        if (ended || !connection.isActive()) {
            end.ended(TransferEnd.lost());
        } else if (known != null && !known.isClaimed()) {
            known.claim(end);
        } else if (known != null || open.size() >= Limits.TRANSFERS) {
            end.ended(TransferEnd.cancelled("too many transfers, or a number in use"));
        } else {
            var transfer = new TransferStream(this, number);
            open.put(number, transfer);
            transfer.claim(end);
            if (opensStreams) {
                openStream(transfer);
            } else {
                giveUpLater(transfer);
            }
        }
    }

    private void openStream(TransferStream transfer) {
        connection
                .createStream(QuicStreamType.BIDIRECTIONAL, transfer)
                .addListener((Future<QuicStreamChannel> made) -> {
                    if (made.isSuccess()) {
                        QuicStreamChannel stream = made.getNow();
                        stream.config().setOption(QuicTuning.HALF_CLOSURE, true);
                        transfer.opened(stream);
                    } else {
                        transfer.end(TransferEnd.cancelled("the server allows no more streams"));
                    }
                });
    }

    /**
     * The viewer has opened a stream for a transfer, and its number has come.
     *
     * @return what handles it from now on; the same, or the one that was waiting for it, or null if the number is in use
     */
    @Nullable
    TransferStream arrived(int number, QuicStreamChannel stream) {
        TransferStream known = open.get(number);
        if (known == null) {
            known = new TransferStream(this, number);
            open.put(number, known);
            giveUpLater(known);
        } else if (known.hasStream()) {
            return null;
        }
        known.opened(stream);
        return known;
    }

    private void giveUpLater(TransferStream transfer) {
        var timer = loop.schedule(transfer::giveUpUnlessJoined, PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        transfer.setTimer(timer);
    }

    /** A transfer is over; what may still come on its stream is of no interest. */
    void forget(TransferStream transfer) {
        open.remove(transfer.number(), transfer);
    }

    /** A transfer's stream was reset, by either side. */
    void brokenOff() {
        if (++broken > MOST_BROKEN) {
            link.violated("more than " + MOST_BROKEN + " transfers that broke off");
        }
    }

    void violated(String what) {
        link.violated(what);
    }

    /** The connection is over, or about to be. */
    void endAll() {
        ended = true;
        for (TransferStream transfer : List.copyOf(open.values())) {
            transfer.end(TransferEnd.lost());
        }
    }
}
