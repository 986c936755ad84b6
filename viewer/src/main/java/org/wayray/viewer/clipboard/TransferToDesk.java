package org.wayray.viewer.clipboard;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wayray.link.IncomingTransfer;
import org.wayray.link.TransferEnd;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Timer;
import org.wayray.protocol.PeerText;
import org.wayray.protocol.v1.ClipboardFailure;

/** Data of the session on its way to a sink, at the sink's pace. Confined to the clipboard's loop. */
final class TransferToDesk implements ClipboardTransfer, Reading, IncomingTransfer.Listener {
    /** How long the words for a cancelled transfer may be behind it, on their own stream. */
    private static final Duration WORDS = Duration.ofMillis(500);

    private final EventLoop loop;
    private final String mimeType;
    private final long mostBytes;
    private final ByteSink sink;
    private final Runnable onEnd;
    private final long begunNanos;
    private @Nullable IncomingTransfer transfer;
    private long bytes;
    private boolean full;

    /** Until when a cancelled transfer waits for its explanation. */
    private @Nullable Timer words;

    private boolean over;

    TransferToDesk(EventLoop loop, String mimeType, long mostBytes, ByteSink sink, Runnable onEnd) {
        this.loop = loop;
        this.mimeType = mimeType;
        this.mostBytes = mostBytes;
        this.sink = sink;
        this.onEnd = onEnd;
        this.begunNanos = loop.nowNanos();
    }

    void begin(IncomingTransfer begun) {
        transfer = begun;
        begun.more();
    }

    // ---- what the session sends

    @Override
    public void received(IncomingTransfer from, ByteBuffer piece) {
        if (over) {
            return;
        }
        bytes += piece.remaining();
        if (Long.compareUnsigned(bytes, mostBytes) > 0) {
            abort(new ReadFailure(ReadFailure.Kind.TOO_LARGE, tooLarge(mostBytes)));
            return;
        }
        full = !sink.take(piece);
        if (!full) {
            from.more();
        }
    }

    @Override
    public void closed(TransferEnd end) {
        switch (end.kind()) {
            case COMPLETE -> {
                if (end()) {
                    sink.finish();
                }
            }
            case LOST -> abort(new ReadFailure(ReadFailure.Kind.BROKEN, "the connection to the session was lost"));
            case CANCELLED -> {
                if (!over) {
                    words = loop.schedule(
                            WORDS, () -> abort(new ReadFailure(ReadFailure.Kind.BROKEN, "the session broke it off")));
                }
            }
        }
    }

    @Override
    public void refused(ClipboardFailure failure) {
        var kind = switch (failure.getCode()) {
            case FORBIDDEN -> ReadFailure.Kind.FORBIDDEN;
            case GONE -> ReadFailure.Kind.GONE;
            case UNKNOWN_TYPE -> ReadFailure.Kind.UNKNOWN_TYPE;
            case TOO_LARGE -> ReadFailure.Kind.TOO_LARGE;
            case BUSY -> ReadFailure.Kind.BUSY;
            case BROKEN, UNSPECIFIED, UNRECOGNIZED -> ReadFailure.Kind.BROKEN;
        };
        var words = PeerText.readable(failure.getReason());
        abort(new ReadFailure(kind, words.isBlank() ? "the session refused it (" + kind + ")" : words));
    }

    // ---- what the sink wants

    @Override
    public void resume() {
        if (full && !over && transfer != null) {
            full = false;
            transfer.more();
        }
    }

    @Override
    public void cancel() {
        if (end() && transfer != null) {
            transfer.cancel();
        }
    }

    // ---- both

    @Override
    public ClipboardProgress progress() {
        return new ClipboardProgress(false, mimeType, bytes);
    }

    @Override
    public long begunNanos() {
        return begunNanos;
    }

    @Override
    public void abort(ReadFailure why) {
        if (end()) {
            if (transfer != null) {
                transfer.cancel();
            }
            sink.fail(why);
        }
    }

    static String tooLarge(long mostBytes) {
        return "it is larger than the " + ClipboardProgress.size(mostBytes) + " that are allowed";
    }

    private boolean end() {
        boolean first = !over;
        if (first) {
            over = true;
            if (words != null) {
                words.cancel();
            }
            onEnd.run();
        }
        return first;
    }
}
