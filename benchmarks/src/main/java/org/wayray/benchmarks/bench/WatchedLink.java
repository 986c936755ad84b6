package org.wayray.benchmarks.bench;

import java.util.concurrent.Executor;
import org.wayray.link.CloseReason;
import org.wayray.link.ForwardingLink;
import org.wayray.link.Link;
import org.wayray.link.LinkListener;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/** A viewer's link that notes how its frames are coded. */
final class WatchedLink extends ForwardingLink<ToViewer, ToSession> {
    private final Link<ToViewer, ToSession> link;
    private final CodecMix mix;

    /** @param mix touched by the listener's executor only */
    WatchedLink(Link<ToViewer, ToSession> link, CodecMix mix) {
        super(link);
        this.link = link;
        this.mix = mix;
    }

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
}
