package org.wayray.link;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads an incoming transfer on a thread that may block, such as a virtual one. Pass it as the listener, with {@code Runnable::run} as
 * executor; then read. A transfer that does not end well is an {@link IOException}, and never looks like a short one. Closing it cancels
 * what has not been read. One thread reads; {@link #close} is for any.
 */
public final class TransferInputStream extends InputStream implements IncomingTransfer.Listener {
    private final Object lock = new Object();

    // guarded by the lock
    private @Nullable IncomingTransfer transfer;
    private @Nullable ByteBuffer chunk;
    private @Nullable TransferEnd end;

    /** Begins a transfer that is read here. */
    public static TransferInputStream receive(Link<?, ?> link, int number) {
        var stream = new TransferInputStream();
        var transfer = link.receiveTransfer(number, stream, Runnable::run);
        synchronized (stream.lock) {
            stream.transfer = transfer;
        }
        transfer.more();
        return stream;
    }

    private TransferInputStream() {}

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        Objects.checkFromIndexSize(at, length, into.length);
        if (length == 0) {
            return 0;
        }
        int count;
        IncomingTransfer again = null;
        synchronized (lock) {
            ByteBuffer from = await();
            if (from == null) {
                return -1;
            }
            count = Math.min(length, from.remaining());
            from.get(into, at, count);
            if (!from.hasRemaining()) {
                chunk = null;
                again = transfer;
            }
        }
        if (again != null) {
            again.more();
        }
        return count;
    }

    /** The next bytes, or null at the end. Called with the lock. */
    private @Nullable ByteBuffer await() throws IOException {
        try {
            while (chunk == null && end == null) {
                lock.wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (chunk == null && end != null && !end.isComplete()) {
            throw new IOException("the transfer did not complete: " + end.detail());
        }
        return chunk;
    }

    @Override
    public void close() {
        IncomingTransfer open;
        synchronized (lock) {
            open = transfer;
        }
        if (open != null) {
            open.cancel();
        }
    }

    @Override
    public void received(IncomingTransfer from, ByteBuffer bytes) {
        synchronized (lock) {
            chunk = bytes;
            lock.notifyAll();
        }
    }

    @Override
    public void closed(TransferEnd how) {
        synchronized (lock) {
            end = how;
            lock.notifyAll();
        }
    }
}
