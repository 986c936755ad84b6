package org.wayray.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamFrame;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.wayray.link.IncomingTransfer;
import org.wayray.link.TransferEnd;
import org.wayray.link.TransferReceiver;
import org.wayray.protocol.Limits;

/**
 * Receives one transfer: takes from QUIC at once whatever was granted, so that nothing of it stays in the windows of the connection, and
 * grants more as the listener takes it. Confined to the network thread, but for {@link TransferReceiver.Source}, which is for any.
 */
final class ReceivingEnd implements TransferStream.End, TransferReceiver.Source {
    /** What is granted in one go: less would be many small packets. */
    private static final int GRANT = Limits.TRANSFER_WINDOW / 4;

    private final EventLoop loop;
    private final TransferReceiver receiver;
    /** Taken by the listener and not granted again; counted by its thread. */
    private final AtomicInteger taken = new AtomicInteger();

    private @Nullable TransferStream transfer;
    private @Nullable QuicStreamChannel stream;
    private boolean over;
    /** Bytes that are still to be thrown away of a transfer that this side gave up. */
    private int unwanted = Limits.TRANSFER_WINDOW;

    ReceivingEnd(EventLoop loop, IncomingTransfer.Listener listener, Executor executor) {
        this.loop = loop;
        this.receiver = new TransferReceiver(this, listener, executor);
    }

    TransferReceiver receiver() {
        return receiver;
    }

    // ---- TransferReceiver.Source: any thread

    @Override
    public void taken(int bytes) {
        int due = taken.addAndGet(bytes);
        if (due >= GRANT && due - bytes < GRANT) {
            onLoop(this::grant);
        }
    }

    @Override
    public void cancelled() {
        onLoop(this::stop);
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            receiver.end(TransferEnd.lost());
        }
    }

    // ---- TransferStream.End

    @Override
    public void begun(TransferStream at) {
        transfer = at;
    }

    @Override
    public void joined(QuicStreamChannel by) {
        stream = by;
        if (over) {
            TransferStream.write(by, QuicStreamFrame.EMPTY_FIN);
            if (transfer != null) {
                transfer.over();
            }
        } else {
            taken.addAndGet(Limits.TRANSFER_WINDOW - Limits.TRANSFER_START);
            grant();
        }
    }

    @Override
    public void received(ByteBuf bytes) throws TransferStream.ProtocolBreach {
        int count = bytes.readableBytes();
        if (over) {
            unwanted -= count;
            if (unwanted < 0) {
                throw new TransferStream.ProtocolBreach("bytes of a transfer that was given up");
            }
            return;
        }
        ByteBuffer copy = ByteBuffer.allocate(count);
        bytes.readBytes(copy);
        if (!receiver.add(copy.flip())) {
            throw new TransferStream.ProtocolBreach("more bytes of a transfer than were granted");
        }
    }

    @Override
    public void inputFinished() {
        QuicStreamChannel by = stream;
        if (!over && by != null) {
            end(TransferEnd.complete());
            TransferStream.write(by, QuicStreamFrame.EMPTY_FIN);
        }
    }

    @Override
    public void brokenOff() {
        end(TransferEnd.cancelled("given up by the sender"));
    }

    @Override
    public void ended(TransferEnd how) {
        end(how);
    }

    // ---- the network thread

    private void grant() {
        QuicStreamChannel by = stream;
        int more = taken.getAndSet(0);
        if (more > 0 && by != null && !over) {
            TransferStream.write(by, TransferStream.varint(by.alloc(), more));
        }
    }

    /** The listener wants no more. The sender sees this half finished, and finishes its own. */
    private void stop() {
        QuicStreamChannel by = stream;
        if (by == null) {
            over = true; // it keeps its place, for the stream that comes
        } else if (!over) {
            end(TransferEnd.cancelled("given up by the receiver"));
            TransferStream.write(by, QuicStreamFrame.EMPTY_FIN);
        }
    }

    private void end(TransferEnd how) {
        if (!over) {
            over = true;
            receiver.end(how);
            if (transfer != null) {
                transfer.over();
            }
        }
    }
}
