package org.wayray.transport;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.DatagramChannel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.link.CloseReason;
import org.wayray.link.Link;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Direction;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.Refusal;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * Where viewers come in: a UDP port on which QUIC connections become links.
 *
 * <p>A link is handed out when the viewer's first message is there, so whoever takes it never waits for silent connections; those end
 * by themselves after {@link FrontDoorOptions#helloTimeout}. Viewers beyond the limits, or without the certificate that the site asks
 * for, get a {@link Refusal} and are never handed out. All network work is on one thread.
 */
public final class QuicFrontDoor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(QuicFrontDoor.class);

    private static final AttributeKey<QuicLink<ToSession, ToViewer>> LINK =
            AttributeKey.valueOf(QuicFrontDoor.class, "link");

    private final FrontDoorOptions options;
    private final Consumer<Link<ToSession, ToViewer>> accept;
    private final NetworkThread network;
    private final DatagramChannel socket;
    private final Admissions admissions;

    private QuicFrontDoor(FrontDoorOptions options, Consumer<Link<ToSession, ToViewer>> accept) throws IOException {
        this.options = options;
        this.accept = accept;
        this.admissions = new Admissions(options.maxConnections(), options.maxConnectionsPerAddress());
        this.network = new NetworkThread("wayray-front-door");
        QuicSslContext tls = tls(options);
        ChannelFuture bound = network.bind(
                        options.listen(),
                        QuicTuning.server(new QuicServerCodecBuilder(), options.idleTimeout())
                                .sslContext(tls)
                                .tokenHandler(new RetryTokens(admissions, System::nanoTime))
                                .handler(new Arrival())
                                .streamOption(QuicTuning.HALF_CLOSURE, true)
                                .streamHandler(new StreamArrival())
                                .build())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            network.close();
            throw new IOException(
                    "cannot listen on UDP " + options.listen().getHostString() + ":"
                            + options.listen().getPort() + ": " + bound.cause().getMessage(),
                    bound.cause());
        }
        this.socket = (DatagramChannel) bound.channel();
    }

    /**
     * Opens the port.
     *
     * @param accept takes each viewer's link, on the network thread; it must start the link or close it, and must not block
     * @throws IOException if the address is taken or unusable, or QUIC does not run on this machine; the message says which
     */
    public static QuicFrontDoor open(FrontDoorOptions options, Consumer<Link<ToSession, ToViewer>> accept)
            throws IOException {
        return new QuicFrontDoor(options, accept);
    }

    /** The address that is listened on, with the real port. */
    public InetSocketAddress address() {
        return socket.localAddress();
    }

    /** Viewers that are connected now, refused ones aside. */
    public int connections() {
        return socket.eventLoop()
                .submit(admissions::total)
                .awaitUninterruptibly()
                .getNow();
    }

    /** Whether newcomers must prove their address now, because many handshakes are under way. */
    boolean underPressure() {
        return socket.eventLoop()
                .submit(admissions::underPressure)
                .awaitUninterruptibly()
                .getNow();
    }

    /**
     * Ends every link in good order and gives the port back. Waits for the links' last messages to be read, at most a few seconds. Not
     * on the network thread.
     */
    @Override
    public void close() {
        network.endLinks();
        socket.close().awaitUninterruptibly();
        network.close();
    }

    private static QuicSslContext tls(FrontDoorOptions options) {
        TlsIdentity identity = options.identity();
        QuicSslContextBuilder builder = QuicSslContextBuilder.forServer(identity.key(), null, identity.chain())
                .applicationProtocols(QuicTuning.ALPN)
                .earlyData(false);
        options.viewers()
                .ifPresent(viewers -> builder.clientAuth(ClientAuth.OPTIONAL).trustManager(new AcceptForNow()));
        return builder.build();
    }

    /** Sets up each connection. */
    private final class Arrival extends ChannelInitializer<QuicChannel> {
        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        protected void initChannel(QuicChannel connection) {
            InetSocketAddress from = (InetSocketAddress) requireNonNull(connection.remoteSocketAddress());
            InetAddress address = from.getAddress();
            Admissions.Verdict verdict = admissions.enter(address);
            connection.closeFuture().addListener(closed -> admissions.leave(address, verdict));
            String peer = from.getAddress().getHostAddress() + ":" + from.getPort();
            var link = new QuicLink<>(
                    connection, Direction.TO_SESSION, Direction.TO_VIEWER, options.maxQueuedBytes(), peer);
            connection.attr(LINK).set(link);
            connection.pipeline().addLast(new ConnectionHandler(link), new Greeting(connection, link, verdict));
            network.adopt(link);
        }
    }

    /** Sets up each stream that a viewer opens. */
    private static final class StreamArrival extends ChannelInitializer<QuicStreamChannel> {
        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        protected void initChannel(QuicStreamChannel stream) {
            stream.pipeline()
                    .addLast(new StreamHandler<>(stream.parent().attr(LINK).get()));
        }
    }

    /** Watches over a connection until its first message is there, and decides who gets it. */
    private final class Greeting extends ChannelInboundHandlerAdapter {
        private final QuicLink<ToSession, ToViewer> link;
        private final Admissions.Verdict verdict;
        private final ScheduledFuture<?> timer;
        private boolean handshaking = true;
        private @Nullable Refusal refusal;

        Greeting(QuicChannel connection, QuicLink<ToSession, ToViewer> link, Admissions.Verdict verdict) {
            this.link = link;
            this.verdict = verdict;
            admissions.handshakeBegins();
            timer = connection
                    .eventLoop()
                    .schedule(() -> tooLate(connection), options.helloTimeout().toNanos(), TimeUnit.NANOSECONDS);
            // not channelInactive: it never comes for a connection whose handshake was not finished
            connection.closeFuture().addListener(closed -> {
                handshakeEnded();
                timer.cancel(false);
            });
            link.onFirstMessage(this::greeted);
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            handshakeEnded();
            refusal = refusal((QuicChannel) context.channel()).orElse(null);
            context.fireChannelActive();
        }

        private void handshakeEnded() {
            if (handshaking) {
                handshaking = false;
                admissions.handshakeEnds();
            }
        }

        private void greeted() {
            timer.cancel(false);
            Refusal no = refusal;
            if (no == null) {
                handOut();
            } else {
                log.info("{} refused: {}", link.peer(), no.getReason());
                link.send(Envelope.of(
                        Channel.CONTROL, ToViewer.newBuilder().setRefusal(no).build()));
                link.close(CloseReason.finished(no.getReason()));
            }
        }

        private void handOut() {
            try {
                accept.accept(link);
            } catch (RuntimeException e) {
                log.error("{}: the viewer could not be taken over; its connection ends", link.peer(), e);
                link.close(new CloseReason(CloseReason.Kind.FAILED, "an internal error"));
            }
        }

        private void tooLate(QuicChannel connection) {
            log.debug("{}: no first message within {}", link.peer(), options.helloTimeout());
            connection.close(
                    true,
                    CloseCode.TIMED_OUT.code(),
                    Unpooled.copiedBuffer("no first message in time", StandardCharsets.US_ASCII));
        }

        private Optional<Refusal> refusal(QuicChannel connection) {
            if (verdict == Admissions.Verdict.REFUSE) {
                return Optional.of(Refusal.newBuilder()
                        .setCode(Refusal.Code.BUSY)
                        .setReason("This server has as many viewers as it takes.")
                        .setHint("Try again later, or ask the administrator for a higher limit.")
                        .build());
            }
            return options.viewers()
                    .flatMap(viewers -> viewers.objection(shown(connection)))
                    .map(objection -> Refusal.newBuilder()
                            .setCode(Refusal.Code.NOT_AUTHORISED)
                            .setReason("The server refuses this viewer: " + objection + ".")
                            .setHint("Give the viewer a certificate that the site's authority has issued, and its key.")
                            .build());
        }

        private static X509Certificate[] shown(QuicChannel connection) {
            var engine = connection.sslEngine();
            try {
                Certificate[] chain = engine == null
                        ? new Certificate[0]
                        : engine.getSession().getPeerCertificates();
                return Arrays.copyOf(chain, chain.length, X509Certificate[].class);
            } catch (SSLPeerUnverifiedException e) {
                return new X509Certificate[0];
            }
        }
    }
}
