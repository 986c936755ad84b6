package org.wayray.viewer.clipboard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/**
 * Lets a thread that may block write to a sink, and waits while the sink has no room. The stream belongs to one thread;
 * {@link #resume} and {@link #cancel} are for any.
 */
final class SinkOutputStream extends OutputStream {
    private static final int PIECE = 64 * 1024;

    private final Executor loop;
    private final ByteSink sink;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
    private final Object lock = new Object();

    // guarded by the lock
    private boolean room;
    private boolean cancelled;

    SinkOutputStream(Executor loop, ByteSink sink) {
        this.loop = loop;
        this.sink = sink;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int at, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int count = Math.min(length - done, piece.remaining());
            piece.put(bytes, at + done, count);
            done += count;
            if (!piece.hasRemaining()) {
                hand();
            }
        }
    }

    /** Hands over what is left; the sink is not told of an end. */
    @Override
    public void close() throws IOException {
        if (piece.position() > 0) {
            hand();
        }
    }

    /** Passes the piece to the sink, and waits until there is room for the next one. */
    private void hand() throws IOException {
        synchronized (lock) {
            room = false;
        }
        piece.flip();
        loop.execute(this::pass);
        synchronized (lock) {
            try {
                while (!room && !cancelled) {
                    lock.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            if (cancelled) {
                throw new IOException("nobody wants it any more");
            }
        }
        piece.clear();
    }

    /** On the loop. */
    private void pass() {
        synchronized (lock) {
            if (cancelled) {
                return;
            }
        }
        if (sink.take(piece)) {
            resume();
        }
    }

    /** The sink has room. */
    void resume() {
        synchronized (lock) {
            room = true;
            lock.notifyAll();
        }
    }

    /** The sink wants nothing more. */
    void cancel() {
        synchronized (lock) {
            cancelled = true;
            lock.notifyAll();
        }
    }
}
