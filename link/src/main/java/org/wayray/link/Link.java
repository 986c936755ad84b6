package org.wayray.link;

import com.google.protobuf.MessageLite;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.wayray.protocol.Envelope;

/**
 * One end of a connection between a viewer and a session.
 *
 * <p>Order is kept within a channel and promised nowhere else. Every method may be called by any thread and none blocks.
 *
 * @param <I> what comes in
 * @param <O> what goes out
 */
public interface Link<I extends MessageLite, O extends MessageLite> {
    /**
     * Names the one who listens; once. What came in before is kept for it and delivered first. All calls to the listener go through
     * the executor, one at a time. While the listener is behind, the link stops taking from the peer, so that memory stays bounded.
     *
     * @param executor runs tasks one after another in the order given, such as an event loop
     */
    void start(LinkListener<I> listener, Executor executor);

    /** The same, with the listener on whatever thread the link has at hand; it must not block. */
    default void start(LinkListener<I> listener) {
        start(listener, Runnable::run);
    }

    /**
     * Sends a message. Its payload's memory belongs to the caller again when this returns. On a closed link nothing happens. A
     * queue that grows past what the link is willing to hold closes the link with {@link CloseReason.Kind#OVERFLOW}.
     *
     * @throws IllegalArgumentException if the message is on the wrong channel or over a limit of the protocol
     */
    void send(Envelope<O> envelope);

    /**
     * Bytes that were given to {@link #send} and are still waiting in this process: a sender of pictures holds the next one back
     * while this is more than a little.
     */
    long queuedBytes();

    /**
     * Begins the sending end of a transfer. It waits until the other side begins the receiving end; over a network not longer than some
     * seconds. If it cannot be, because of a closed link, too many transfers, or a number that is in use, the listener is told so.
     *
     * @param number names the transfer in the connection; whoever asks for the data chose it, see {@code ClipboardRequest.transfer}
     * @param executor runs tasks one after another in the order given, such as an event loop
     */
    OutgoingTransfer sendTransfer(int number, OutgoingTransfer.Listener listener, Executor executor);

    /** The same for the receiving end. */
    IncomingTransfer receiveTransfer(int number, IncomingTransfer.Listener listener, Executor executor);

    /**
     * Ends the connection, and every transfer. What was sent before is still delivered, for as long as the peer takes it within a few seconds; nothing
     * more is received. This side's listener is told at once with the same reason. A second call does nothing.
     */
    void close(CloseReason reason);

    /** What the connection measures about itself, as of now. Fails if the link is closed. */
    CompletionStage<LinkStats> stats();

    /** Who is at the other end, for logs: an address, or what stands for one. */
    String peer();
}
