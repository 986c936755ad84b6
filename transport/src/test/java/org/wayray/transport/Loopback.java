package org.wayray.transport;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.wayray.link.Link;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/** A real front door on the loopback interface, and real viewers for it. */
final class Loopback implements AutoCloseable {
    static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    static final Envelope<ToSession> HELLO = Envelope.of(
            Channel.CONTROL,
            ToSession.newBuilder()
                    .setHello(Hello.newBuilder().setMinVersion(1).setMaxVersion(1))
                    .build());

    /** Both ends of one connection. */
    record Pair(
            Link<ToSession, ToViewer> session,
            Recorder<ToSession> sessionGot,
            Link<ToViewer, ToSession> viewer,
            Recorder<ToViewer> viewerGot) {}

    final TlsIdentity identity;
    final QuicFrontDoor door;
    final QuicViewerConnector connector;
    private final BlockingQueue<Link<ToSession, ToViewer>> accepted = new LinkedBlockingQueue<>();

    Loopback() throws IOException {
        this(UnaryOperator.identity());
    }

    Loopback(UnaryOperator<FrontDoorOptions> options) throws IOException {
        identity = SelfSigned.create(List.of("localhost"), Instant.now());
        door = QuicFrontDoor.open(options.apply(FrontDoorOptions.of(ANY_PORT, identity)), accepted::add);
        connector = connector((host, port, certificate) -> {});
    }

    static QuicViewerConnector connector(TrustPolicy trust) throws IOException {
        return new QuicViewerConnector(trust, Optional.empty(), Duration.ofSeconds(10));
    }

    int port() {
        return door.address().getPort();
    }

    /** A viewer's link on which nothing was sent yet. */
    Link<ToViewer, ToSession> connect() throws Exception {
        return connector.connect("127.0.0.1", port()).get(20, TimeUnit.SECONDS);
    }

    /** The server's end of the oldest connection that was not asked for yet. */
    Link<ToSession, ToViewer> accepted() throws Exception {
        return requireNonNull(accepted.poll(20, TimeUnit.SECONDS), "no viewer came in");
    }

    boolean noneAccepted() {
        return accepted.isEmpty();
    }

    /** A connection on which the Hello has been sent and received. */
    Pair pair() throws Exception {
        Link<ToViewer, ToSession> viewer = connect();
        Recorder<ToViewer> viewerGot = new Recorder<>();
        viewer.start(viewerGot);
        viewer.send(HELLO);
        Link<ToSession, ToViewer> session = accepted();
        Recorder<ToSession> sessionGot = new Recorder<>();
        session.start(sessionGot);
        if (!sessionGot.next().equals(HELLO)) {
            throw new AssertionError("the first message is not the Hello");
        }
        return new Pair(session, sessionGot, viewer, viewerGot);
    }

    @Override
    public void close() {
        connector.close();
        door.close();
    }
}
