package org.wayray.link;

import com.google.protobuf.MessageLite;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.wayray.protocol.Envelope;

/**
 * A link that stands for another and changes how it is started; all else goes through. Threads as for the other.
 *
 * @param <I> what comes in
 * @param <O> what goes out
 */
public abstract class ForwardingLink<I extends MessageLite, O extends MessageLite> implements Link<I, O> {
    private final Link<I, O> link;

    /** Stands for that one, which is not started. */
    protected ForwardingLink(Link<I, O> link) {
        this.link = link;
    }

    @Override
    public void send(Envelope<O> envelope) {
        link.send(envelope);
    }

    @Override
    public long queuedBytes() {
        return link.queuedBytes();
    }

    @Override
    public OutgoingTransfer sendTransfer(int number, OutgoingTransfer.Listener listener, Executor executor) {
        return link.sendTransfer(number, listener, executor);
    }

    @Override
    public IncomingTransfer receiveTransfer(int number, IncomingTransfer.Listener listener, Executor executor) {
        return link.receiveTransfer(number, listener, executor);
    }

    @Override
    public void close(CloseReason reason) {
        link.close(reason);
    }

    @Override
    public CompletionStage<LinkStats> stats() {
        return link.stats();
    }

    @Override
    public String peer() {
        return link.peer();
    }
}
