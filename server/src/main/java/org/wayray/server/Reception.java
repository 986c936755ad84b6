package org.wayray.server;

import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.cli.Version;
import org.wayray.link.CloseReason;
import org.wayray.link.ForwardingLink;
import org.wayray.link.Link;
import org.wayray.link.LinkListener;
import org.wayray.protocol.Capabilities;
import org.wayray.protocol.Capability;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.PeerText;
import org.wayray.protocol.ProtocolViolation;
import org.wayray.protocol.Versions;
import org.wayray.protocol.v1.Goodbye;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.OutputConfig;
import org.wayray.protocol.v1.Refusal;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.protocol.v1.Welcome;

/**
 * Receives one viewer: answers its Hello with Welcome or Refusal, and hands the link to the session as if nothing had come
 * before. Confined to the session's loop, which delivers all messages.
 */
final class Reception implements LinkListener<ToSession> {
    private static final Logger log = LoggerFactory.getLogger(Reception.class);

    /** What a session can do; the common part with the viewer's list goes into Welcome. */
    private static final Capabilities OURS = Capabilities.of(
            Capability.CURSOR,
            Capability.COPY,
            Capability.KEEP,
            Capability.STATISTICS,
            Capability.H264,
            Capability.CLIPBOARD,
            Capability.KEYBOARD_STATE,
            Capability.POINTER_HOLD);

    private final Link<ToSession, ToViewer> link;
    private final Session session;

    /** Who listens after the Hello; null until then. */
    private @Nullable LinkListener<ToSession> guest;

    /** How what comes in reaches the session's loop. Volatile, because the network's thread asks. */
    private volatile Executor way;

    private Reception(Link<ToSession, ToViewer> link, Session session, Executor loop) {
        this.link = link;
        this.session = session;
        this.way = loop;
    }

    /**
     * Takes charge of a fresh link.
     *
     * @param loop the session's loop
     */
    static void receive(Link<ToSession, ToViewer> link, Session session, Executor loop) {
        var reception = new Reception(link, session, loop);
        link.start(reception, delivery -> reception.way.execute(delivery));
    }

    @Override
    public void received(Envelope<ToSession> envelope) {
        var message = envelope.message();
        if (guest != null) {
            if (message.hasHello()) {
                refuse(impolite("The viewer introduced itself twice."));
            } else {
                guest.received(envelope);
            }
        } else if (message.hasHello()) {
            greet(message.getHello());
        } else {
            refuse(impolite("The viewer did not begin with a Hello."));
        }
    }

    @Override
    public void closed(CloseReason reason) {
        if (guest != null) {
            guest.closed(reason);
        }
        log.info("viewer {} is gone: {}", link.peer(), reason);
    }

    private void greet(Hello hello) {
        switch (Versions.negotiate(hello.getMinVersion(), hello.getMaxVersion())) {
            case Versions.Refused(var refusal) -> refuse(refusal);
            case Versions.Agreed(var version) -> {
                if (session.hasEnded()) {
                    sendAway();
                    return;
                }
                log.info("viewer {} ({})", link.peer(), program(hello));
                try {
                    var outputs = session.prepare(hello);
                    send(ToViewer.newBuilder().setWelcome(welcome(hello, version, outputs)));
                    session.attach(new GreetedLink(), hello);
                } catch (ProtocolViolation e) {
                    refuse(impolite("The viewer named " + e.getMessage() + "."));
                }
            }
        }
    }

    /** Which viewer that is, for the log. */
    static String program(Hello hello) {
        return PeerText.readable(hello.getViewerName() + " " + hello.getViewerVersion());
    }

    private Welcome welcome(Hello hello, int version, List<OutputConfig> outputs) {
        var common = OURS.and(Capabilities.ofWireNames(hello.getCapabilitiesList()));
        return Welcome.newBuilder()
                .setVersion(version)
                .addAllCapabilities(common.wireNames())
                .setSessionName(session.name())
                .addAllOutputs(outputs)
                .setServerName("wrsrvd")
                .setServerVersion(Version.number())
                .build();
    }

    private static Refusal impolite(String reason) {
        return Refusal.newBuilder()
                .setCode(Refusal.Code.PROTOCOL_ERROR)
                .setReason(reason)
                .setHint("This is a mistake in the viewer; try another one.")
                .build();
    }

    private void refuse(Refusal refusal) {
        log.info("viewer {} refused: {}", link.peer(), refusal.getReason());
        send(ToViewer.newBuilder().setRefusal(refusal));
        link.close(CloseReason.finished(refusal.getReason()));
    }

    private void sendAway() {
        var goodbye = Goodbye.newBuilder()
                .setReason(Goodbye.Reason.SESSION_ENDED)
                .setText("The session has ended.")
                .build();
        send(ToViewer.newBuilder().setGoodbye(goodbye));
        link.close(CloseReason.finished("the session has ended"));
    }

    private void send(ToViewer.Builder message) {
        link.send(Envelope.of(Channel.CONTROL, message.build()));
    }

    /** The link without its beginning, for the session. */
    private final class GreetedLink extends ForwardingLink<ToSession, ToViewer> {
        GreetedLink() {
            super(link);
        }

        /** {@inheritDoc} The executor must lead to the session's loop, as what has come before it did. */
        @Override
        public void start(LinkListener<ToSession> listener, Executor executor) {
            if (guest != null) {
                throw new IllegalStateException("the link was started before");
            }
            guest = listener;
            way = executor;
        }
    }
}
