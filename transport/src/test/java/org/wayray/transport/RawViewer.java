package org.wayray.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.wayray.protocol.Channel;

/** A peer that speaks QUIC and otherwise does what a test wants: what a hostile or broken viewer could do. */
final class RawViewer implements AutoCloseable {
    private final NetworkThread network = new NetworkThread("raw-viewer");
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    final QuicChannel connection;

    RawViewer(int port) throws Exception {
        this(port, QuicTuning.ALPN);
    }

    RawViewer(int port, String alpn) throws Exception {
        var tls = QuicSslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .applicationProtocols(alpn)
                .build();
        var codec = QuicTuning.viewer(new QuicClientCodecBuilder()).sslContext(tls);
        DatagramChannel socket = (DatagramChannel) network.bind(new InetSocketAddress("127.0.0.1", 0), codec.build())
                .sync()
                .channel();
        connection = QuicChannel.newBootstrap(socket)
                .handler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void userEventTriggered(ChannelHandlerContext context, Object event) {
                        if (event instanceof QuicConnectionCloseEvent close) {
                            ended.complete(close.error() + " " + Phrases.of(close));
                        }
                    }

                    @Override
                    public void channelInactive(ChannelHandlerContext context) {
                        ended.complete("without a word");
                    }
                })
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000)
                .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .connect()
                .get(20, TimeUnit.SECONDS);
    }

    /** A stream that nobody reads unless {@code reading}. */
    QuicStreamChannel stream(boolean reading) throws Exception {
        QuicStreamChannel stream = connection
                .createStream(QuicStreamType.BIDIRECTIONAL, new Sink())
                .get(10, TimeUnit.SECONDS);
        stream.config().setAutoRead(reading);
        stream.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        return stream;
    }

    /** A stream that begins with a channel's name and these bytes. */
    QuicStreamChannel stream(Channel channel, byte... bytes) throws Exception {
        QuicStreamChannel stream = stream(true);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(channel.id());
        all.writeBytes(bytes);
        stream.writeAndFlush(Unpooled.wrappedBuffer(all.toByteArray()));
        return stream;
    }

    /** How the server ended the connection: error code and reason phrase. */
    String ended() throws Exception {
        return ended.get(20, TimeUnit.SECONDS);
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public void close() {
        connection.close().awaitUninterruptibly();
        network.close();
    }

    private static final class Sink extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ((ByteBuf) message).release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
