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

    /** More at once is part of more, which comes the sooner the sooner it is acknowledged. */
    private static final int MOST_BYTES = 400;

    /**
     * So long after such a part nothing waits: QUIC may still hold bytes that an acknowledgement lets go, and looks at that at the end of
     * a batch only.
     */
    static final long BULK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final BooleanSupplier sending;
    private @Nullable ScheduledFuture<?> timer;
    private long lastBulkNanos;
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

    /** Something was written to a stream over that socket: at most so many bytes. */
    static void endNow(Channel socket, int bytes) {
        var context = socket.pipeline().context(AcknowledgementDelay.class);
        if (context != null) {
            ((AcknowledgementDelay) context.handler()).written(context, bytes);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        lastBulkNanos = nanoTime(context) - BULK_NANOS;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        datagrams++;
        if (!(message instanceof DatagramPacket packet) || packet.content().readableBytes() > MOST_BYTES) {
            lastBulkNanos = nanoTime(context);
        }
        urgent |= datagrams > 1 || nanoTime(context) - lastBulkNanos < BULK_NANOS || sending.getAsBoolean();
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

    private void written(ChannelHandlerContext context, int bytes) {
        if (bytes > MOST_BYTES) {
            lastBulkNanos = nanoTime(context);
        }
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

    private static long nanoTime(ChannelHandlerContext context) {
        return context.executor().ticker().nanoTime();
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
