package org.wayray.transport;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.util.OptionalInt;

/**
 * The beginning of a transfer's stream on the server, behind the byte that says what it is: reads the number and hands the stream to its
 * transfer. Confined to the network thread.
 */
final class TransferArrival extends ChannelInboundHandlerAdapter {
    private final QuicTransfers transfers;
    private final VarintReader number = new VarintReader();
    private boolean over;

    TransferArrival(QuicTransfers transfers) {
        this.transfers = transfers;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (!over) {
                OptionalInt whole = number.read(bytes);
                if (whole.isPresent()) {
                    hand(context, whole.getAsInt(), bytes);
                }
            }
        } catch (TransferStream.ProtocolBreach e) {
            violated(requireNonNull(e.getMessage()));
        } finally {
            bytes.release();
        }
    }

    private void hand(ChannelHandlerContext context, int which, ByteBuf rest) {
        over = true;
        var transfer = which == 0 ? null : transfers.arrived(which, (QuicStreamChannel) context.channel());
        if (transfer == null) {
            violated("a second stream for transfer " + which);
            return;
        }
        context.pipeline().replace(this, null, transfer);
        if (rest.isReadable()) {
            context.pipeline().fireChannelRead(rest.retainedSlice());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownReadComplete && !over) {
            violated("a stream that ends before the number of its transfer");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        over = true;
        transfers.brokenOff();
        context.close();
    }

    private void violated(String what) {
        over = true;
        transfers.violated(what);
    }
}
