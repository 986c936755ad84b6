package org.wayray.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a link what becomes of its connection. Confined to the network thread. */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(ConnectionHandler.class);

    private final QuicLink<?, ?> link;

    ConnectionHandler(QuicLink<?, ?> link) {
        this.link = link;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof QuicConnectionCloseEvent close) {
            link.peerClosed(close);
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        link.disconnected();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // QUIC closes the connection by itself where that is due; packets that make no sense are not worth more
        log.debug("{}: {}", link.peer(), cause.toString());
    }
}
