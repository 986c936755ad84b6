package org.wayray.compositor.clipboard;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.wayray.link.IncomingTransfer;
import org.wayray.link.TransferEnd;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;

/** Data that flows from the viewer into the pipe of a client as it is. Confined to the session loop. */
final class Paste implements TransfersInProgress.Entry, IncomingTransfer.Listener, PipeWriter.Source {
    private final EventLoop loop;
    private final TransfersInProgress others;
    private final int number;
    private final PipeWriter pipe;
    private long left;
    private long progressNanos;
    private @Nullable IncomingTransfer transfer;

    /**
     * A paste that has not begun.
     *
     * @param number of its transfer
     * @param target owned from now on
     * @param mostBytes after which it is given up
     * @throws PosixException if the target is no pipe; it is closed then
     */
    Paste(EventLoop loop, TransfersInProgress others, int number, Fd target, long mostBytes) throws PosixException {
        this.number = number;
        this.loop = loop;
        this.others = others;
        this.left = mostBytes;
        this.progressNanos = loop.nowNanos();
        this.pipe = new PipeWriter(loop, target, this);
    }

    /** Takes the data from this transfer. */
    void begin(IncomingTransfer from) {
        transfer = from;
        from.more();
    }

    @Override
    public void received(IncomingTransfer from, ByteBuffer bytes) {
        progressNanos = loop.nowNanos();
        left -= bytes.remaining();
        if (left < 0) {
            cancel();
        } else if (!pipe.isClosed()) {
            pipe.write(bytes);
        }
    }

    @Override
    public void drained() {
        progressNanos = loop.nowNanos();
        if (pipe.isClosed()) {
            others.remove(this);
        } else if (transfer != null) {
            transfer.more();
        }
    }

    @Override
    public void refused() {
        cancel();
    }

    @Override
    public void closed(TransferEnd end) {
        if (end.isComplete()) {
            pipe.finish();
        } else {
            pipe.close();
        }
        if (pipe.isClosed()) {
            others.remove(this);
        }
    }

    @Override
    public void cancel() {
        others.remove(this);
        pipe.close();
        if (transfer != null) {
            transfer.cancel();
        }
    }

    @Override
    public int transfer() {
        return number;
    }

    @Override
    public long progressNanos() {
        return progressNanos;
    }
}
