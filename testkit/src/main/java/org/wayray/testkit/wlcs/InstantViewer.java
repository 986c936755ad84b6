package org.wayray.testkit.wlcs;

import org.wayray.compositor.Compositor;
import org.wayray.link.CloseReason;
import org.wayray.link.InProcessLink;
import org.wayray.link.Link;
import org.wayray.link.LinkListener;
import org.wayray.posix.event.EventLoop;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.FrameAck;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/** A viewer on the session's own loop that acknowledges each frame and looks at none: with it clients are told to draw. */
final class InstantViewer implements LinkListener<ToViewer> {
    private final Link<ToViewer, ToSession> link;

    private InstantViewer(Link<ToViewer, ToSession> link) {
        this.link = link;
    }

    /** Puts one in front of a session. */
    static void attach(Compositor compositor, EventLoop loop) {
        var link = InProcessLink.pair();
        link.viewer().start(new InstantViewer(link.viewer()), loop);
        compositor.attach(link.session(), Hello.getDefaultInstance());
    }

    @Override
    public void received(Envelope<ToViewer> envelope) {
        var message = envelope.message();
        if (message.hasFrame()) {
            var acknowledgement =
                    FrameAck.newBuilder().setSerial(message.getFrame().getSerial());
            link.send(Envelope.of(
                    Channel.DISPLAY,
                    ToSession.newBuilder().setFrameAck(acknowledgement).build()));
        }
    }

    @Override
    public void closed(CloseReason reason) {}
}
