package org.wayray.benchmarks.bench;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.wayray.link.CloseReason;
import org.wayray.link.Link;
import org.wayray.link.LinkListener;
import org.wayray.link.LinkStats;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * A viewer's link that notes how its frames are coded. Threads as for the link that it stands for.
 *
 * @param mix touched by the listener's executor only
 */
record WatchedLink(Link<ToViewer, ToSession> link, CodecMix mix) implements Link<ToViewer, ToSession> {
    @Override
    public void start(LinkListener<ToViewer> listener, Executor executor) {
        link.start(
                new LinkListener<>() {
                    @Override
                    public void received(Envelope<ToViewer> envelope) {
                        if (envelope.message().hasFrame()) {
                            mix.count(envelope.message().getFrame());
                        }
                        listener.received(envelope);
                    }

                    @Override
                    public void closed(CloseReason reason) {
                        listener.closed(reason);
                    }
                },
                executor);
    }

    @Override
    public void send(Envelope<ToSession> envelope) {
        link.send(envelope);
    }

    @Override
    public long queuedBytes() {
        return link.queuedBytes();
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
