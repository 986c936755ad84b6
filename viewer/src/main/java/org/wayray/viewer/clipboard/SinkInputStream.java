package org.wayray.viewer.clipboard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Lets a thread that may block read what comes to a sink. What comes and is not read yet is held here, up to a bound; then the
 * source waits. The sink's part belongs to the loop, the stream's to one other thread; {@link #close} is for any.
 */
final class SinkInputStream extends InputStream implements ByteSink {
    private static final int ROOM = 256 * 1024;

    private final Executor loop;
    private final Object lock = new Object();

    // guarded by the lock
    private final Queue<ByteBuffer> pieces = new ArrayDeque<>();
    private int held;
    private boolean sourceWaits;
    private boolean over;
    private @Nullable ReadFailure failure;
    private @Nullable Reading source;

    SinkInputStream(Executor loop) {
        this.loop = loop;
    }

    /** Names what brings the data; on the loop, before any has come. */
    void readsFrom(Reading reading) {
        synchronized (lock) {
            source = reading;
            if (!over) {
                return;
            }
        }
        reading.cancel();
    }

    // ---- the sink

    @Override
    public boolean take(ByteBuffer bytes) {
        synchronized (lock) {
            if (over) {
                return false;
            }
            held += bytes.remaining();
            pieces.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
            sourceWaits = held >= ROOM;
            lock.notifyAll();
            return !sourceWaits;
        }
    }

    @Override
    public void finish() {
        synchronized (lock) {
            over = true;
            lock.notifyAll();
        }
    }

    @Override
    public void fail(ReadFailure why) {
        synchronized (lock) {
            over = true;
            failure = why;
            lock.notifyAll();
        }
    }

    // ---- the stream

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        Objects.checkFromIndexSize(at, length, into.length);
        synchronized (lock) {
            var piece = await();
            if (piece == null) {
                return -1;
            }
            int count = Math.min(length, piece.remaining());
            piece.get(into, at, count);
            held -= count;
            if (!piece.hasRemaining()) {
                pieces.remove();
            }
            var waiting = source;
            if (sourceWaits && held <= ROOM / 2 && waiting != null) {
                sourceWaits = false;
                loop.execute(waiting::resume);
            }
            return count;
        }
    }

    /** The next bytes; null at the end. Called with the lock. */
    private @Nullable ByteBuffer await() throws IOException {
        try {
            while (pieces.isEmpty() && !over) {
                lock.wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (failure != null) {
            throw new ReadFailedException(failure);
        }
        return pieces.peek();
    }

    /** Nobody wants the rest. */
    @Override
    public void close() {
        Reading open;
        synchronized (lock) {
            open = over ? null : source;
            over = true;
            pieces.clear();
            lock.notifyAll();
        }
        if (open != null) {
            loop.execute(open::cancel);
        }
    }
}
