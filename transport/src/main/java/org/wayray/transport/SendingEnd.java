package org.wayray.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamFrame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.wayray.link.OutgoingTransfer;
import org.wayray.link.TransferEnd;
import org.wayray.link.TransferSender;
import org.wayray.protocol.Limits;

/**
 * Sends one transfer: as much as the receiver has granted, and a little at a time, so that little of it stands in the way of what is more
 * urgent. Confined to the network thread, but for {@link TransferSender.Carrier}, which is for any.
 */
final class SendingEnd implements TransferStream.End, TransferSender.Carrier {
    /** Bytes that QUIC is given before it has taken those before. */
    private static final int MOST_AT_ONCE = 16 * 1024;

    private final EventLoop loop;
    private final TransferSender sender;
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private final VarintReader grants = new VarintReader();
    private long granted = Limits.TRANSFER_START;
    private @Nullable TransferStream transfer;
    private @Nullable QuicStreamChannel stream;
    private boolean finishing;
    private boolean over;
    private boolean writing;

    SendingEnd(EventLoop loop, OutgoingTransfer.Listener listener, Executor executor) {
        this.loop = loop;
        this.sender = new TransferSender(this, listener, executor);
    }

    TransferSender sender() {
        return sender;
    }

    // ---- TransferSender.Carrier: any thread

    @Override
    public void carry(ByteBuffer bytes) {
        onLoop(() -> {
            if (!over) {
                waiting.add(bytes);
                pump();
            }
        });
    }

    @Override
    public void finished() {
        onLoop(() -> {
            finishing = true;
            pump();
        });
    }

    @Override
    public void cancelled() {
        onLoop(() -> {
            TransferStream at = transfer;
            if (!over) {
                dispose();
                if (at != null && at.hasStream()) {
                    at.over();
                    at.reset();
                } // else it keeps its place, so that the stream that comes is reset at once
            }
        });
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            sender.end(TransferEnd.lost());
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
        if (!over) {
            sender.open();
        } else if (transfer != null) {
            transfer.over();
            transfer.reset();
        }
    }

    @Override
    public void received(ByteBuf bytes) throws TransferStream.ProtocolBreach {
        for (OptionalInt grant = grants.read(bytes); grant.isPresent(); grant = grants.read(bytes)) {
            granted += grant.getAsInt();
            if (granted > Limits.TRANSFER_WINDOW) {
                throw new TransferStream.ProtocolBreach(
                        "a grant of more than " + Limits.TRANSFER_WINDOW + " bytes of a transfer");
            }
        }
        pump();
    }

    /** The receiver wants no more. */
    @Override
    public void inputFinished() {
        QuicStreamChannel by = stream;
        if (over || by == null) {
            return;
        }
        end(TransferEnd.cancelled("given up by the receiver"));
        TransferStream.write(by, QuicStreamFrame.EMPTY_FIN);
    }

    @Override
    public void brokenOff() {
        end(TransferEnd.cancelled("given up by the receiver"));
    }

    @Override
    public void ended(TransferEnd how) {
        end(how);
    }

    // ---- sending

    private void pump() {
        QuicStreamChannel by = stream;
        if (by == null || over || writing) {
            return;
        }
        ByteBuffer next = waiting.peek();
        if (next != null && granted > 0) {
            int count = (int) Math.min(Math.min(next.remaining(), granted), MOST_AT_ONCE);
            ByteBuf piece = Unpooled.wrappedBuffer(next.slice(next.position(), count));
            next.position(next.position() + count);
            if (!next.hasRemaining()) {
                waiting.remove();
            }
            granted -= count;
            writing = true;
            TransferStream.write(by, piece).addListener(written -> wrote(count, written.isSuccess()));
        } else if (next == null && finishing) {
            TransferStream.write(by, QuicStreamFrame.EMPTY_FIN);
            end(TransferEnd.complete());
        }
    }

    private void wrote(int count, boolean well) {
        writing = false;
        sender.left(count);
        if (well) {
            // by a task of its own: others have their turn, and the stack does not grow
            loop.execute(this::pump);
        } else if (!over) {
            TransferStream at = transfer;
            end(TransferEnd.cancelled("given up by the receiver"));
            if (at != null) {
                at.reset();
            }
        }
    }

    private void end(TransferEnd how) {
        if (!over) {
            TransferStream at = transfer;
            dispose();
            sender.end(how);
            if (at != null) {
                at.over();
            }
        }
    }

    private void dispose() {
        over = true;
        waiting.clear();
    }
}
