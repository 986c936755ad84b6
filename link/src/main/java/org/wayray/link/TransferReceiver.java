package org.wayray.link;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.protocol.Limits;

/**
 * The receiving end of a transfer, whatever carries it: holds what has come until the listener asks for it. Shared by any number of
 * threads; its lock is never held during a call to the outside.
 */
public final class TransferReceiver implements IncomingTransfer {
    /** Pieces that the listener is given in one go; then the rest of its thread's work has its turn. */
    private static final int MOST_AT_ONCE = 16;

    private static final Logger log = LoggerFactory.getLogger(TransferReceiver.class);

    /** What carries the transfer. Called by any thread; must not block. */
    public interface Source {
        /** The listener has taken so many bytes: as many more may come. */
        void taken(int bytes);

        /** This side gave up: the other is to be told. Called at most once. */
        void cancelled();
    }

    /** Of a transfer that does not come about. */
    private static final Source NOWHERE = new Source() {
        @Override
        public void taken(int bytes) {}

        @Override
        public void cancelled() {}
    };

    private final Source source;
    private final Listener listener;
    private final Executor executor;

    // all below: guarded by this
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean wanted;
    private boolean scheduled;
    private boolean told;
    private @Nullable TransferEnd end;

    public TransferReceiver(Source source, Listener listener, Executor executor) {
        this.source = source;
        this.listener = listener;
        this.executor = executor;
    }

    /** An end of a transfer that does not come about; its listener is told at once. */
    public static TransferReceiver refused(TransferEnd why, Listener listener, Executor executor) {
        var end = new TransferReceiver(NOWHERE, listener, executor);
        end.end(why);
        return end;
    }

    /**
     * Bytes came.
     *
     * @param bytes given away
     * @return false if they are more than the other side was granted; they are not taken then
     */
    public boolean add(ByteBuffer bytes) {
        synchronized (this) {
            if (end != null || !bytes.hasRemaining()) {
                return true;
            }
            if (waitingBytes + bytes.remaining() > Limits.TRANSFER_WINDOW) {
                return false;
            }
            waitingBytes += bytes.remaining();
            while (bytes.remaining() > Limits.TRANSFER_START) {
                waiting.add(bytes.slice(bytes.position(), Limits.TRANSFER_START));
                bytes.position(bytes.position() + Limits.TRANSFER_START);
            }
            waiting.add(bytes);
        }
        schedule();
        return true;
    }

    /** Nothing more will come. What came before is still delivered if that was all of it. Only the first end counts. */
    public void end(TransferEnd how) {
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = how;
            if (!how.isComplete()) {
                waiting.clear();
                waitingBytes = 0;
            }
        }
        schedule();
    }

    /** Whether it has ended, for whatever reason; perhaps not all of it has been delivered. */
    public synchronized boolean hasEnded() {
        return end != null;
    }

    @Override
    public void more() {
        synchronized (this) {
            wanted = true;
        }
        schedule();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            if (told || (end != null && !end.isComplete())) {
                return;
            }
            boolean tell = end == null;
            end = TransferEnd.cancelled("given up by the receiver");
            waiting.clear();
            waitingBytes = 0;
            if (!tell) {
                schedule();
                return;
            }
        }
        schedule();
        source.cancelled();
    }

    private void schedule() {
        synchronized (this) {
            if (scheduled || !hasNews()) {
                return;
            }
            scheduled = true;
        }
        try {
            executor.execute(this::deliver);
        } catch (RejectedExecutionException e) {
            log.debug("The receiver of a transfer is gone", e);
            source.cancelled();
        }
    }

    /** Whether there is something for the listener now. Called with the lock. */
    private boolean hasNews() {
        return waiting.isEmpty() ? end != null && !told : wanted;
    }

    private void deliver() {
        for (int count = 0; count < MOST_AT_ONCE; count++) {
            ByteBuffer next;
            synchronized (this) {
                if (!hasNews()) {
                    scheduled = false;
                    return;
                }
                next = waiting.poll();
                if (next == null) {
                    told = true;
                } else {
                    wanted = false;
                    waitingBytes -= next.remaining();
                }
            }
            tell(next);
        }
        synchronized (this) {
            scheduled = false;
        }
        schedule();
    }

    private void tell(@Nullable ByteBuffer next) {
        try {
            if (next != null) {
                source.taken(next.remaining());
                listener.received(this, next);
            } else {
                listener.closed(end());
            }
        } catch (RuntimeException e) {
            log.error("The receiver of a transfer failed; the transfer ends", e);
            cancel();
        }
    }

    private synchronized TransferEnd end() {
        return end == null ? TransferEnd.lost() : end;
    }
}
