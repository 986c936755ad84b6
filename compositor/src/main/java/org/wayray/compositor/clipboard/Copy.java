package org.wayray.compositor.clipboard;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.seat.DataSource;
import org.wayray.link.OutgoingTransfer;
import org.wayray.link.TransferEnd;
import org.wayray.posix.Pipe;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.protocol.v1.ClipboardFailure;

/**
 * Data that flows from a client through a pipe to the viewer as it is. The client is asked once the viewer is there to take it. Confined
 * to the session loop.
 */
final class Copy implements TransfersInProgress.Entry, OutgoingTransfer.Listener, PipeReader.Target {
    private final EventLoop loop;
    private final TransfersInProgress others;
    private final int number;
    private final DataSource source;
    private final String format;
    private final Failures failures;
    private final BooleanSupplier offered;
    private long left;
    private boolean delivered;
    private long progressNanos;
    private @Nullable OutgoingTransfer transfer;
    private @Nullable PipeReader pipe;

    /** Tells the viewer why a transfer breaks off. */
    interface Failures {
        void tell(ClipboardFailure.Code code, String reason);
    }

    /**
     * A copy that has not begun.
     *
     * @param number of its transfer
     * @param mostBytes after which it is given up
     * @param offered whether the source is still the selection
     */
    Copy(
            EventLoop loop,
            TransfersInProgress others,
            int number,
            DataSource source,
            String format,
            long mostBytes,
            BooleanSupplier offered,
            Failures failures) {
        this.loop = loop;
        this.others = others;
        this.number = number;
        this.source = source;
        this.format = format;
        this.left = mostBytes;
        this.failures = failures;
        this.offered = offered;
        this.progressNanos = loop.nowNanos();
    }

    /** Gives the data to this transfer. */
    void begin(OutgoingTransfer to) {
        transfer = to;
    }

    @Override
    public void writable(OutgoingTransfer to) {
        progressNanos = loop.nowNanos();
        if (pipe != null) {
            pipe.resume();
            return;
        }
        try {
            Pipe ends = Pipe.open();
            try {
                pipe = new PipeReader(loop, ends.readEnd(), this);
            } catch (PosixException e) {
                ends.writeEnd().close();
                throw e;
            }
            source.send(format, ends.writeEnd());
        } catch (PosixException e) {
            fail(ClipboardFailure.Code.BROKEN, "The session has no pipes left.");
        }
    }

    @Override
    public boolean take(ByteBuffer bytes) {
        OutgoingTransfer to = transfer;
        if (to == null) {
            return true;
        }
        progressNanos = loop.nowNanos();
        delivered = true;
        if (bytes.remaining() > left) {
            fail(ClipboardFailure.Code.TOO_LARGE, "The data has more bytes than this session lets out.");
            return true;
        }
        int before = bytes.remaining();
        boolean all = to.write(bytes);
        left -= before - bytes.remaining();
        return all;
    }

    @Override
    public void ended() {
        if (!delivered && !offered.getAsBoolean()) {
            // a program that ended while it wrote looks like one that has written all, but not if it wrote nothing
            fail(ClipboardFailure.Code.BROKEN, "The program that had the data has ended.");
        } else if (transfer != null) {
            transfer.finish();
        }
    }

    @Override
    public void failed(String why) {
        fail(ClipboardFailure.Code.BROKEN, why);
    }

    private void fail(ClipboardFailure.Code code, String why) {
        failures.tell(code, why);
        cancel();
    }

    @Override
    public void closed(TransferEnd end) {
        others.remove(this);
        if (pipe != null) {
            pipe.close();
        }
    }

    @Override
    public void cancel() {
        others.remove(this);
        if (pipe != null) {
            pipe.close();
        }
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
