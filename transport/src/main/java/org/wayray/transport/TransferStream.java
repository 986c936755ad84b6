package org.wayray.transport;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.wayray.link.TransferEnd;

/**
 * One transfer: its stream on one side, on the other what this side does with it, its {@link End}. Until both are there, nothing is read.
 * Confined to the network thread.
 */
final class TransferStream extends ChannelInboundHandlerAdapter {
    /** What this side does with a transfer: it sends or it receives. Confined to the network thread. */
    interface End {
        /** It belongs to this transfer now. */
        void begun(TransferStream transfer);

        /** The stream is there; perhaps in vain. */
        void joined(QuicStreamChannel stream);

        /**
         * Bytes came.
         *
         * @param bytes stay the caller's
         * @throws ProtocolBreach if they should not have
         */
        void received(ByteBuf bytes) throws ProtocolBreach;

        /** The other side has finished its half. */
        void inputFinished();

        /** The other side gave the stream up. */
        void brokenOff();

        /** It is over without the stream's doing. */
        void ended(TransferEnd how);
    }

    /** The peer broke the protocol. */
    static final class ProtocolBreach extends Exception {
        private static final long serialVersionUID = 1;

        ProtocolBreach(String message) {
            super(message);
        }
    }

    private final QuicTransfers transfers;
    private final int number;
    private final Queue<ByteBuf> early = new ArrayDeque<>();
    private @Nullable QuicStreamChannel stream;
    private @Nullable End end;
    private @Nullable ScheduledFuture<?> timer;
    private boolean finishedEarly;
    private boolean broken;

    TransferStream(QuicTransfers transfers, int number) {
        this.transfers = transfers;
        this.number = number;
    }

    int number() {
        return number;
    }

    boolean isClaimed() {
        return end != null;
    }

    boolean hasStream() {
        return stream != null;
    }

    void setTimer(ScheduledFuture<?> unclaimed) {
        timer = unclaimed;
    }

    /** This side begins its end. */
    void claim(End fresh) {
        end = fresh;
        fresh.begun(this);
        join();
    }

    /** The stream is there. On the viewer's side it is told its number first. */
    void opened(QuicStreamChannel fresh) {
        stream = fresh;
        fresh.updatePriority(QuicTuning.TRANSFER_PRIORITY);
        fresh.config().setAutoRead(false);
        if (fresh.isLocalCreated()) {
            write(fresh, header(fresh.alloc(), number));
        }
        join();
    }

    private void join() {
        End to = end;
        QuicStreamChannel from = stream;
        if (to == null || from == null) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
        }
        if (broken) {
            to.brokenOff();
            return;
        }
        to.joined(from);
        for (ByteBuf bytes = early.poll(); bytes != null; bytes = early.poll()) {
            take(to, bytes);
        }
        if (finishedEarly) {
            to.inputFinished();
        }
        from.config().setAutoRead(true);
    }

    /** Nobody came to take the stream, or no stream came. */
    void giveUpUnlessJoined() {
        if (end != null && stream != null) {
            return;
        }
        reset();
        end(TransferEnd.cancelled("the other side did not come"));
    }

    /** It is over without the stream's doing. */
    void end(TransferEnd how) {
        over();
        if (end != null) {
            end.ended(how);
        }
    }

    /** It is over: the number is free, and what still comes is not kept. */
    void over() {
        transfers.forget(this);
        early.forEach(ByteBuf::release);
        early.clear();
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Tells the other side that nothing will come of this stream. */
    void reset() {
        QuicStreamChannel open = stream;
        if (open != null && open.isOpen()) {
            transfers.brokenOff();
            open.shutdown(QuicTransfers.CANCELLED);
            open.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        End to = end;
        if (to == null || stream == null) {
            early.add(bytes);
        } else {
            take(to, bytes);
        }
    }

    private void take(End to, ByteBuf bytes) {
        try {
            to.received(bytes);
        } catch (ProtocolBreach e) {
            transfers.violated(requireNonNull(e.getMessage()));
        } finally {
            bytes.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownReadComplete) {
            if (end == null || stream == null) {
                finishedEarly = true;
            } else {
                end.inputFinished();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (broken) {
            return;
        }
        broken = true;
        transfers.brokenOff();
        if (end != null) {
            over();
            end.brokenOff();
        }
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        // closed by the connection, or because both halves are finished; then the end knows it already
        end(TransferEnd.lost());
    }

    /** Writes without waiting for what is about to be read. */
    static ChannelFuture write(QuicStreamChannel stream, Object bytesOrFin) {
        int size = bytesOrFin instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ChannelFuture written = stream.write(bytesOrFin);
        AcknowledgementDelay.endNow(stream.parent().parent(), size);
        return written;
    }

    private static ByteBuf header(ByteBufAllocator allocator, int number) {
        ByteBuf bytes = allocator.directBuffer(6).writeByte(QuicTransfers.FIRST_BYTE);
        return Unpooled.wrappedBuffer(bytes, varint(allocator, number));
    }

    /** A number in the format of the lengths in framing. */
    static ByteBuf varint(ByteBufAllocator allocator, int number) {
        ByteBuf bytes = allocator.directBuffer(5);
        int left = number;
        while ((left & ~0x7f) != 0) {
            bytes.writeByte(left & 0x7f | 0x80);
            left >>>= 7;
        }
        return bytes.writeByte(left);
    }
}
