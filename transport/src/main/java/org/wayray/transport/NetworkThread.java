package org.wayray.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.Quic;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.wayray.link.CloseReason;

/**
 * The thread that does one front door's or one connector's network work, and its way to a UDP socket: by epoll where Netty has native
 * code for this platform (it sends many packets with one call), else by NIO.
 */
final class NetworkThread implements AutoCloseable {
    private static final int LARGEST_DATAGRAM = 2048;

    private final MultiThreadIoEventLoopGroup group;
    /** Confined to the network thread. */
    private final Set<QuicLink<?, ?>> links = new HashSet<>();

    /** Loads the native libraries if they are not loaded yet and can be. */
    static void loadNatives() {
        Quic.isAvailable();
        Epoll.isAvailable();
    }

    /**
     * Starts the thread.
     *
     * @throws IOException if QUIC's native code is missing or does not fit this machine
     */
    NetworkThread(String name) throws IOException {
        if (!Quic.isAvailable()) {
            throw new IOException(
                    "QUIC cannot be used: its native library for this machine is missing or cannot be loaded",
                    Quic.unavailabilityCause());
        }
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), io);
    }

    EventLoop loop() {
        return group.next();
    }

    /** Binds a UDP socket with a QUIC codec on it. */
    ChannelFuture bind(InetSocketAddress address, ChannelHandler codec) {
        return new Bootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class)
                .option(ChannelOption.SO_RCVBUF, QuicTuning.SOCKET_BUFFER)
                .option(ChannelOption.SO_SNDBUF, QuicTuning.SOCKET_BUFFER)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel socket) {
                        socket.pipeline().addLast(new AcknowledgementDelay(NetworkThread.this::isSending), codec);
                    }
                })
                .bind(address);
    }

    private boolean isSending() {
        for (var link : links) {
            if (link.queuedBytes() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Remembers a link until its connection is gone, so that {@link #close} can end it in good order. On the network thread. */
    void adopt(QuicLink<?, ?> link) {
        links.add(link);
        link.connectionClosed().addListener(closed -> links.remove(link));
    }

    /**
     * Ends every link in good order and waits until their last messages are read, at most a few seconds. Not on the network thread; does
     * nothing on a closed one.
     */
    void endLinks() {
        if (group.isShuttingDown()) {
            return;
        }
        List<QuicLink<?, ?>> open =
                loop().submit(() -> List.copyOf(links)).awaitUninterruptibly().getNow();
        open.forEach(link -> link.close(CloseReason.finished("this program is ending")));
        open.forEach(link -> link.connectionClosed().awaitUninterruptibly());
    }

    /**
     * Ends every link as {@link #endLinks} does, and the thread. Not on the network thread. The end of an epoll thread closes no sockets:
     * those that were bound must be closed before.
     */
    @Override
    public void close() {
        endLinks();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
