package org.wayray.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
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
import java.util.concurrent.TimeUnit;

/**
 * The thread that does one front door's or one connector's network work, and its way to a UDP socket: by epoll where Netty has native
 * code for this platform (it sends many packets with one call), else by NIO.
 */
final class NetworkThread implements AutoCloseable {
    private static final int LARGEST_DATAGRAM = 2048;

    private final MultiThreadIoEventLoopGroup group;

    /**
     * Starts the thread.
     *
     * @throws IOException if QUIC's native code is missing or does not fit this machine
     */
    NetworkThread(String name) throws IOException {
        if (!Quic.isAvailable()) {
            throw new IOException(
                    "QUIC cannot be used: its native library for " + System.getProperty("os.name") + " on "
                            + System.getProperty("os.arch") + " is missing or cannot be loaded",
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
                .handler(codec)
                .bind(address);
    }

    /** Ends the thread soon; does not wait. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
