package org.wayray.transport;

import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.wayray.protocol.Channel;
import org.wayray.protocol.EnvelopeDecoder;
import org.wayray.protocol.ProtocolViolation;

/**
 * One stream's way in: learns which channel it is from its first byte (on the server) or knows (in the viewer), decodes, and hands
 * messages to the link. Confined to the network thread.
 */
final class StreamHandler<I extends MessageLite> extends ChannelInboundHandlerAdapter {
    private final QuicLink<I, ?> link;
    private @Nullable Channel channel;
    private @Nullable EnvelopeDecoder<I> decoder;
    private boolean broken;

    /** For a stream that the viewer opened towards this side; its first byte will name the channel. */
    StreamHandler(QuicLink<I, ?> link) {
        this.link = link;
    }

    /** For a stream that this side opened for a channel. */
    StreamHandler(QuicLink<I, ?> link, Channel channel) {
        this.link = link;
        this.channel = channel;
        this.decoder = new EnvelopeDecoder<>(link.incoming(), channel);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (decoder == null
                    && bytes.isReadable()
                    && bytes.getByte(bytes.readerIndex()) == QuicTransfers.FIRST_BYTE) {
                becomeTransfer(context, bytes.skipBytes(1));
            } else if (!broken && bytes.isReadable()) {
                AcknowledgementDelay.received(context.channel().parent().parent());
                decode((QuicStreamChannel) context.channel(), bytes.nioBuffer());
            }
        } catch (ProtocolViolation e) {
            breakOff(String.valueOf(e.getMessage()));
        } finally {
            bytes.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownReadComplete && !broken) {
            Channel name = channel;
            if (name == null || decoder == null || !decoder.atBoundary()) {
                breakOff("a stream that ends within a message");
            } else {
                link.ended(name);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!broken) {
            broken = true;
            if (channel == null) {
                // of a transfer: what said so was dropped by the reset
                link.transfers().brokenOff();
                context.close();
            } else {
                link.brokenOff("a stream that broke off: " + cause.getMessage());
            }
        }
    }

    /** It is no channel; another handler takes over, with what has come behind the first byte. */
    private void becomeTransfer(ChannelHandlerContext context, ByteBuf rest) {
        context.pipeline().replace(this, null, new TransferArrival(link.transfers()));
        if (rest.isReadable()) {
            context.pipeline().fireChannelRead(rest.retainedSlice());
        }
    }

    private void decode(QuicStreamChannel stream, ByteBuffer in) throws ProtocolViolation {
        EnvelopeDecoder<I> to = decoder;
        if (to == null) {
            Channel name = nameOf(in.get());
            if (!link.opened(name, stream)) {
                throw new ProtocolViolation("a second stream for " + name);
            }
            to = new EnvelopeDecoder<>(link.incoming(), name);
            channel = name;
            decoder = to;
        }
        to.decode(in, link::received);
    }

    private static Channel nameOf(byte first) throws ProtocolViolation {
        Channel channel = Channel.ofId(first);
        if (channel == null || !Channel.OPENED.contains(channel)) {
            throw new ProtocolViolation("a stream for the unknown channel " + (first & 0xff));
        }
        return channel;
    }

    private void breakOff(String what) {
        if (!broken) {
            broken = true;
            link.violated(what);
        }
    }
}
