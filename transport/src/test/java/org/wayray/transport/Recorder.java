package org.wayray.transport;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.MessageLite;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.wayray.link.CloseReason;
import org.wayray.link.LinkListener;
import org.wayray.protocol.Envelope;

/** Keeps what a link received, for a test to wait for. */
final class Recorder<I extends MessageLite> implements LinkListener<I> {
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<Envelope<I>> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

    @Override
    public void received(Envelope<I> envelope) {
        received.add(envelope);
    }

    @Override
    public void closed(CloseReason reason) {
        if (!closed.complete(reason)) {
            throw new AssertionError("closed twice");
        }
    }

    /** The next message, in order; waits for it. */
    Envelope<I> next() throws Exception {
        return requireNonNull(received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "no message came");
    }

    CloseReason closeReason() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    boolean isClosed() {
        return closed.isDone();
    }

    boolean isEmpty() {
        return received.isEmpty();
    }
}
