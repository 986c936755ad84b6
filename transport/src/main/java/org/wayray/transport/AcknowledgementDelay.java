package org.wayray.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a socket's pipeline before its QUIC codec, and lets the acknowledgement of a lone message wait for something that is sent
 * anyway: the answer to a key, most of all. QUIC would acknowledge at once, in a packet of its own, which costs both sides about as many
 * bytes and as much time as what it acknowledges, just when they have something better to do.
 *
 * <p>The codec acknowledges when a batch of datagrams has been read, so what waits is the end of the batch; what is in its datagrams
 * has reached the streams by then. But the codec also holds back what is written meanwhile, until the end of the batch: whoever writes
 * calls {@link #endNow}. All else ends at once as ever: handshakes, acknowledgements (they may let something go that waits, or show that
 * something was lost), and whatever comes in quick succession or while there is more to send.
 *
 * <p>Confined to the network thread.
 */
final class AcknowledgementDelay extends ChannelInboundHandlerAdapter {
    /** Less than the 25 ms that QUIC's peers expect without being told otherwise, by what a timer may be late. */
    private static final long DELAY_MILLIS = 15;

    /** Larger datagrams are part of more, which comes the sooner the sooner they are acknowledged. */
    private static final int MOST_BYTES = 400;

    private final BooleanSupplier sending;
    private @Nullable ScheduledFuture<?> timer;
    private int datagrams;
    private boolean urgent;
    private boolean messages;

    /** @param sending whether something waits until acknowledgements make room for it */
    AcknowledgementDelay(BooleanSupplier sending) {
        this.sending = sending;
    }

    /** A stream over that socket has got something. */
    static void received(Channel socket) {
        var context = socket.pipeline().context(AcknowledgementDelay.class);
        if (context != null) {
            ((AcknowledgementDelay) context.handler()).messages = true;
        }
    }

    /** Something was written to a stream over that socket. */
    static void endNow(Channel socket) {
        var context = socket.pipeline().context(AcknowledgementDelay.class);
        if (context != null) {
            ((AcknowledgementDelay) context.handler()).written(context);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        datagrams++;
        urgent |= datagrams > 1
                || !(message instanceof DatagramPacket packet)
                || packet.content().readableBytes() > MOST_BYTES
                || sending.getAsBoolean();
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        boolean mayWait = messages && !urgent;
        datagrams = 0;
        messages = false;
        if (!mayWait) {
            end(context);
        } else if (timer == null) {
            timer = context.executor().schedule(() -> end(context), DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void written(ChannelHandlerContext context) {
        if (datagrams > 0) {
            urgent = true; // in the middle of a batch, whose end is near
        } else if (timer != null) {
            end(context);
        }
    }

    private void end(ChannelHandlerContext context) {
        urgent = false;
        cancelTimer();
        context.fireChannelReadComplete();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        cancelTimer();
    }
}
