package org.wayray.link;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes an outgoing transfer on a thread that may block, such as a virtual one. {@link #close} says that it is complete; {@link #cancel}
 * before that gives it up. One thread writes; {@link #cancel} is for any.
 */
public final class TransferOutputStream extends OutputStream implements OutgoingTransfer.Listener {
    private final Object lock = new Object();

    // guarded by the lock
    private @Nullable OutgoingTransfer transfer;
    private boolean room;
    private @Nullable TransferEnd end;

    /** Begins a transfer that is written here. */
    public static TransferOutputStream send(Link<?, ?> link, int number) {
        var stream = new TransferOutputStream();
        var transfer = link.sendTransfer(number, stream, Runnable::run);
        synchronized (stream.lock) {
            stream.transfer = transfer;
        }
        return stream;
    }

    private TransferOutputStream() {}

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(from, at, length);
        while (bytes.hasRemaining()) {
            OutgoingTransfer to = awaitRoom();
            // what is told from here on counts, also if it comes before write returns
            if (!to.write(bytes)) {
                continue;
            }
            synchronized (lock) {
                room = true;
            }
        }
    }

    private OutgoingTransfer awaitRoom() throws IOException {
        synchronized (lock) {
            try {
                while ((!room || transfer == null) && end == null) {
                    lock.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            if (end != null || transfer == null) {
                throw new IOException("the transfer did not complete: " + end);
            }
            room = false;
            return transfer;
        }
    }

    /** Everything was written. Waits until the other side is there if nothing was. */
    @Override
    public void close() throws IOException {
        synchronized (lock) {
            if (end != null) {
                return;
            }
        }
        awaitRoom().finish();
        synchronized (lock) {
            room = true;
        }
    }

    /** Gives up. */
    public void cancel() {
        OutgoingTransfer open;
        synchronized (lock) {
            open = transfer;
        }
        if (open != null) {
            open.cancel();
        }
    }

    @Override
    public void writable(OutgoingTransfer to) {
        synchronized (lock) {
            room = true;
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
