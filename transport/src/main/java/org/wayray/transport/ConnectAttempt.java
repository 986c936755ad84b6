package org.wayray.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.wayray.link.Link;
import org.wayray.protocol.Direction;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/** One attempt to connect a viewer to one address of a server. Confined to the network thread. */
final class ConnectAttempt {
    /** What may wait to be sent to a server; input is small. */
    private static final long MAX_QUEUED = 4L * 1024 * 1024;

    /** TLS alert with which a server answers a peer that does not name its protocol (RFC 7301, section 3.2). */
    private static final int NO_APPLICATION_PROTOCOL = 120;

    /** Whom to connect to, and how. */
    record Target(String host, int port, TrustPolicy trust, Optional<TlsIdentity> identity, Duration timeout) {
        String name() {
            return host + ":" + port;
        }
    }

    private final NetworkThread network;
    private final Target target;
    private final InetSocketAddress address;
    private final ServerCheck check;
    private final CompletableFuture<Link<ToViewer, ToSession>> result = new CompletableFuture<>();
    private @Nullable QuicLink<ToViewer, ToSession> link;

    ConnectAttempt(NetworkThread network, Target target, InetSocketAddress address) {
        this.network = network;
        this.target = target;
        this.address = address;
        this.check = new ServerCheck(target.trust, target.host, target.port);
    }

    /** The link, or a {@link ConnectFailure}. */
    CompletableFuture<Link<ToViewer, ToSession>> start() {
        // The socket stays unconnected, so that the system picks the source address anew when the machine changes
        // networks.
        String any = address.getAddress() instanceof Inet6Address ? "::" : "0.0.0.0";
        network.bind(
                        new InetSocketAddress(any, 0),
                        QuicTuning.viewer(new QuicClientCodecBuilder())
                                .sslContext(tls())
                                .build())
                .addListener((io.netty.channel.ChannelFuture bound) -> {
                    if (bound.isSuccess()) {
                        connect(bound.channel());
                    } else {
                        fail(
                                ConnectFailure.Kind.LOCAL,
                                "This machine gives no UDP socket: "
                                        + bound.cause().getMessage() + ".",
                                "Check the limits on open files, and that networking is allowed for this program.",
                                bound.cause());
                    }
                });
        return result;
    }

    /** What is in an exceptionally completed result. */
    static ConnectFailure failure(@Nullable Throwable cause) {
        return cause instanceof ConnectFailure known
                ? known
                : new ConnectFailure(
                        ConnectFailure.Kind.LOCAL,
                        "Connecting failed: " + cause + ".",
                        "This is a mistake in the viewer; please report it.",
                        cause == null ? new IllegalStateException("neither link nor failure") : cause);
    }

    private QuicSslContext tls() {
        QuicSslContextBuilder builder = QuicSslContextBuilder.forClient()
                .applicationProtocols(QuicTuning.ALPN)
                .trustManager(check)
                .endpointIdentificationAlgorithm("")
                .earlyData(false);
        target.identity.ifPresent(identity -> builder.keyManager(identity.key(), null, identity.chain()));
        return builder.build();
    }

    private void connect(Channel socket) {
        QuicChannel.newBootstrap(socket)
                .handler(new ChannelInitializer<QuicChannel>() {
                    @Override
                    protected void initChannel(QuicChannel connection) {
                        var fresh = new QuicLink<>(
                                connection, Direction.TO_VIEWER, Direction.TO_SESSION, MAX_QUEUED, target.name());
                        connection.pipeline().addLast(new ConnectionHandler(fresh), new EarlyEnd());
                        connection.closeFuture().addListener(closed -> socket.close());
                        link = fresh;
                    }
                })
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) target.timeout.toMillis())
                .remoteAddress(address)
                .connect()
                .addListener((Future<QuicChannel> connected) -> {
                    if (connected.isSuccess()) {
                        established(connected.getNow());
                    } else {
                        refused(connected.cause());
                        socket.close();
                    }
                });
    }

    private void established(QuicChannel connection) {
        QuicLink<ToViewer, ToSession> ours = link;
        var certificate = check.accepted();
        if (ours == null || certificate == null) {
            throw new IllegalStateException("connected without a link or without a look at the certificate");
        }
        try {
            target.trust.confirmed(target.host, target.port, certificate);
        } catch (IOException e) {
            connection.close();
            fail(
                    ConnectFailure.Kind.LOCAL,
                    "The key of " + target.name() + " cannot be noted: " + e.getMessage() + ".",
                    "Make the file and its directory writable, or name the server's certificate with --trust.",
                    e);
            return;
        }
        for (org.wayray.protocol.Channel channel : org.wayray.protocol.Channel.OPENED) {
            open(connection, ours, channel);
        }
        network.adopt(ours);
        ours.keepAlive();
        result.complete(ours);
    }

    private static void open(
            QuicChannel connection, QuicLink<ToViewer, ToSession> link, org.wayray.protocol.Channel channel) {
        connection
                .createStream(QuicStreamType.BIDIRECTIONAL, new StreamHandler<>(link, channel))
                .addListener((Future<QuicStreamChannel> created) -> {
                    if (!created.isSuccess()) {
                        link.violated("the server allows no stream for " + channel);
                        return;
                    }
                    QuicStreamChannel stream = created.getNow();
                    stream.config().setOption(QuicTuning.HALF_CLOSURE, true);
                    stream.write(Unpooled.wrappedBuffer(new byte[] {(byte) channel.id()}));
                    link.opened(channel, stream);
                });
    }

    private void refused(Throwable cause) {
        UntrustedServerException objection = check.objection();
        if (objection != null) {
            fail(ConnectFailure.Kind.UNTRUSTED, objection.getMessage(), objection.hint(), objection);
        } else if (cause instanceof ConnectTimeoutException) {
            fail(
                    ConnectFailure.Kind.NO_ANSWER,
                    "No answer from " + target.name() + " within " + target.timeout.toSeconds() + " seconds.",
                    "Check that the server runs and is not overrun, and that UDP port " + target.port
                            + " is open on the way.",
                    cause);
        } else {
            fail(
                    ConnectFailure.Kind.NOT_WAYRAY,
                    "The handshake with " + target.name() + " failed: " + cause.getMessage() + ".",
                    "Check that a WayRay server listens on that port.",
                    cause);
        }
    }

    private void ended(QuicConnectionCloseEvent event) {
        boolean otherProtocol = event.isTlsError()
                && QuicConnectionCloseEvent.extractTlsError(event.error()) == NO_APPLICATION_PROTOCOL;
        fail(
                ConnectFailure.Kind.NOT_WAYRAY,
                "The server " + target.name()
                        + (otherProtocol
                                ? " does not speak " + QuicTuning.ALPN + "."
                                : " ended the handshake with error " + event.error() + "."),
                "Check that a WayRay server listens on that port, and that server and viewer are of like age.",
                new IOException("QUIC error " + event.error()));
    }

    private void fail(ConnectFailure.Kind kind, @Nullable String message, String hint, Throwable cause) {
        result.completeExceptionally(new ConnectFailure(kind, String.valueOf(message), hint, cause));
    }

    /** Hears at once that the server ends the handshake; the connection itself lingers for seconds. */
    private final class EarlyEnd extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof QuicConnectionCloseEvent close && !result.isDone()) {
                ended(close);
            }
        }
    }
}
