package org.wayray.server.door;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.link.CloseReason;
import org.wayray.link.Link;
import org.wayray.link.LinkListener;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.Versions;
import org.wayray.protocol.v1.Goodbye;
import org.wayray.protocol.v1.Refusal;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.session.Session;
import org.wayray.session.token.Token;
import org.wayray.session.token.TokenHasher;

/**
 * One viewer, from its Hello until it leaves: finds its session, and then passes every message on as it is. Confined to the front
 * door's loop, but for messages on their way to the session, which the network's thread passes on without a stop.
 */
final class Arrival implements LinkListener<ToSession> {
    private static final Logger log = LoggerFactory.getLogger(Arrival.class);

    private final Link<ToSession, ToViewer> viewer;
    private final EventLoop loop;
    private final Sessions sessions;
    private final TokenHasher hasher;

    /** Leads to the session; null before there is one. Volatile, because the network's thread passes messages on. */
    private volatile @Nullable Link<ToViewer, ToSession> session;

    /** How what the viewer sends reaches {@link #received}. Volatile, because the network's thread asks. */
    private volatile Executor way;

    private boolean greeted;
    private boolean left;

    private Arrival(Link<ToSession, ToViewer> viewer, EventLoop loop, Sessions sessions, TokenHasher hasher) {
        this.viewer = viewer;
        this.loop = loop;
        this.sessions = sessions;
        this.hasher = hasher;
        this.way = loop;
    }

    /** Takes charge of a fresh link. Any thread. */
    static void receive(Link<ToSession, ToViewer> viewer, EventLoop loop, Sessions sessions, TokenHasher hasher) {
        var arrival = new Arrival(viewer, loop, sessions, hasher);
        viewer.start(arrival, delivery -> arrival.way.execute(delivery));
    }

    @Override
    public void received(Envelope<ToSession> envelope) {
        var to = session;
        if (to != null) {
            to.send(envelope);
        } else if (greeted || !envelope.message().hasHello()) {
            refuse(
                    Refusal.Code.PROTOCOL_ERROR,
                    "The viewer did not wait for an answer to its Hello.",
                    "Try another viewer.");
        } else {
            greeted = true;
            greet(envelope);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        loop.execute(() -> {
            left = true;
            var to = session;
            if (to != null) {
                to.close(CloseReason.finished(reason.detail()));
            }
            log.info("viewer {} is gone: {}", viewer.peer(), reason);
        });
    }

    private void greet(Envelope<ToSession> hello) {
        var said = hello.message().getHello();
        if (Versions.negotiate(said.getMinVersion(), said.getMaxVersion()) instanceof Versions.Refused(var refusal)) {
            refuse(refusal);
            return;
        }
        if (!said.hasToken()) {
            refuse(
                    Refusal.Code.NOT_AUTHORISED,
                    "This server needs a token to find your session.",
                    "Use a viewer that has one; wrclient makes its own, and takes others by --token.");
            return;
        }
        Token token;
        try {
            token = new Token(said.getToken().getProvider(), said.getToken().getId());
        } catch (IllegalArgumentException e) {
            refuse(
                    Refusal.Code.PROTOCOL_ERROR,
                    "The viewer showed something that is no token: " + e.getMessage() + ".",
                    "Make a new token, or try another viewer.");
            return;
        }
        var hash = hasher.hash(token);
        log.info("viewer {} shows token {} ({})", viewer.peer(), hash.shortName(), token.provider());
        sessions.of(hash).whenComplete((process, failure) -> {
            if (left) {
                return;
            }
            if (failure == null) {
                enter(process, sessions.session(hash), hello);
            } else {
                log.warn("no session for viewer {}: {}", viewer.peer(), failure.getMessage());
                refuse(
                        Refusal.Code.SERVER_ERROR,
                        "Your session could not be started.",
                        "Ask the administrator: the server's log says why.");
            }
        });
    }

    private void enter(SessionProcess process, Session target, Envelope<ToSession> hello) {
        Link<ToViewer, ToSession> link;
        try {
            link = process.connect();
        } catch (PosixException e) {
            log.error("session {} does not take viewers: {}", target.id(), e.getMessage());
            refuse(Refusal.Code.SERVER_ERROR, "Your session does not answer.", "Ask the administrator.");
            return;
        }
        sessions.attached(target.id());
        log.info("viewer {} sees session {}", viewer.peer(), target.id());
        link.start(new Homeward(target), Runnable::run);
        link.send(hello);
        session = link;
        // from here on nothing is decided: no need for the loop
        way = Runnable::run;
    }

    private void refuse(Refusal.Code code, String reason, String hint) {
        refuse(Refusal.newBuilder()
                .setCode(code)
                .setReason(reason)
                .setHint(hint)
                .build());
    }

    private void refuse(Refusal refusal) {
        log.info("viewer {} refused: {}", viewer.peer(), refusal.getReason());
        viewer.send(Envelope.of(
                Channel.CONTROL, ToViewer.newBuilder().setRefusal(refusal).build()));
        viewer.close(CloseReason.finished(refusal.getReason()));
    }

    /** What comes from the session. */
    private final class Homeward implements LinkListener<ToViewer> {
        private final Session from;

        Homeward(Session from) {
            this.from = from;
        }

        @Override
        public void received(Envelope<ToViewer> envelope) {
            viewer.send(envelope);
        }

        @Override
        public void closed(CloseReason reason) {
            loop.execute(() -> {
                sessions.detached(from.id());
                if (reason.kind() == CloseReason.Kind.LOST && !left) {
                    viewer.send(Envelope.of(Channel.CONTROL, lost()));
                }
                viewer.close(
                        reason.kind() == CloseReason.Kind.LOST ? CloseReason.finished("the session is gone") : reason);
            });
        }

        private ToViewer lost() {
            return ToViewer.newBuilder()
                    .setGoodbye(Goodbye.newBuilder()
                            .setReason(Goodbye.Reason.SESSION_ENDED)
                            .setText("Your session has ended unexpectedly."))
                    .build();
        }
    }
}
