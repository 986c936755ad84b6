package org.wayray.viewer.clipboard;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wayray.link.OutgoingTransfer;
import org.wayray.link.TransferEnd;
import org.wayray.posix.event.EventLoop;
import org.wayray.protocol.v1.ClipboardFailure;

/** Data of the desk on its way to the session, at the connection's pace. Confined to the clipboard's loop. */
final class TransferToSession implements ClipboardTransfer, ByteSink, OutgoingTransfer.Listener {
    private final Content content;
    private final String mimeType;
    private final long mostBytes;
    private final Consumer<ReadFailure> onFailure;
    private final Runnable onEnd;
    private final long begunNanos;

    /** What came from the desk and had no room in the connection; the desk waits meanwhile. */
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();

    private @Nullable OutgoingTransfer transfer;
    private @Nullable Reading reading;
    private long bytes;
    private boolean complete;
    private boolean over;

    /**
     * @param onFailure told why, if it fails here; the session is to be told
     * @param onEnd when it is over in any way
     */
    TransferToSession(
            EventLoop loop,
            Content content,
            String mimeType,
            long mostBytes,
            Consumer<ReadFailure> onFailure,
            Runnable onEnd) {
        this.content = content;
        this.mimeType = mimeType;
        this.mostBytes = mostBytes;
        this.onFailure = onFailure;
        this.onEnd = onEnd;
        this.begunNanos = loop.nowNanos();
    }

    void begin(OutgoingTransfer begun) {
        transfer = begun;
    }

    // ---- what the connection tells

    @Override
    public void writable(OutgoingTransfer to) {
        if (over) {
            return;
        }
        if (reading == null) {
            reading = content.read(mimeType, this);
            return;
        }
        ByteBuffer next;
        while ((next = waiting.peek()) != null) {
            if (!to.write(next)) {
                return;
            }
            waiting.remove();
        }
        if (complete) {
            to.finish();
        } else {
            reading.resume();
        }
    }

    @Override
    public void closed(TransferEnd end) {
        if (end() && reading != null && !complete) {
            reading.cancel();
        }
    }

    // ---- what the desk brings

    @Override
    public boolean take(ByteBuffer piece) {
        var to = transfer;
        if (over || to == null) {
            return false;
        }
        bytes += piece.remaining();
        if (Long.compareUnsigned(bytes, mostBytes) > 0) {
            abort(new ReadFailure(ReadFailure.Kind.TOO_LARGE, TransferToDesk.tooLarge(mostBytes)));
            return false;
        }
        if (!waiting.isEmpty() || !to.write(piece)) {
            waiting.add(ByteBuffer.allocate(piece.remaining()).put(piece).flip());
        }
        return waiting.isEmpty();
    }

    @Override
    public void finish() {
        complete = true;
        if (!over && waiting.isEmpty() && transfer != null) {
            transfer.finish();
        }
    }

    @Override
    public void fail(ReadFailure failure) {
        complete = true; // so that nobody cancels what has failed
        abort(failure);
    }

    // ---- both

    @Override
    public ClipboardProgress progress() {
        return new ClipboardProgress(true, mimeType, bytes);
    }

    @Override
    public long begunNanos() {
        return begunNanos;
    }

    @Override
    public void refused(ClipboardFailure failure) {
        // only who was asked for the data refuses, and that is this side
    }

    @Override
    public void abort(ReadFailure why) {
        if (!end()) {
            return;
        }
        waiting.clear();
        if (reading != null && !complete) {
            reading.cancel();
        }
        onFailure.accept(why);
        if (transfer != null) {
            transfer.cancel();
        }
    }

    private boolean end() {
        boolean first = !over;
        if (first) {
            over = true;
            onEnd.run();
        }
        return first;
    }
}
