package org.wayray.link;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.protocol.Limits;

/**
 * The sending end of a transfer, whatever carries it: knows how much room there is, and tells the listener when there is some. Shared by
 * any number of threads; its lock is never held during a call to the outside.
 */
public final class TransferSender implements OutgoingTransfer {
    /** Bytes that may wait here to be carried away. */
    private static final int ROOM = 4 * Limits.TRANSFER_START;

    private static final Logger log = LoggerFactory.getLogger(TransferSender.class);

    /** What carries the transfer. Called by any thread, in the order in which the listener's thread acts; must not block. */
    public interface Carrier {
        /** Carries these bytes, which are its own from now on, and says when they have left by {@link TransferSender#left}. */
        void carry(ByteBuffer bytes);

        /** Those were all. */
        void finished();

        /** This side gave up: the other is to be told, and what waits is dropped. Called at most once. */
        void cancelled();
    }

    /** Of a transfer that does not come about. */
    private static final Carrier NOWHERE = new Carrier() {
        @Override
        public void carry(ByteBuffer bytes) {}

        @Override
        public void finished() {}

        @Override
        public void cancelled() {}
    };

    private final Carrier carrier;
    private final Listener listener;
    private final Executor executor;

    // all below: guarded by this
    private boolean open;
    private boolean finishing;
    private boolean roomWanted;
    private int waitingBytes;
    private boolean scheduled;
    private boolean told;
    private @Nullable TransferEnd end;

    public TransferSender(Carrier carrier, Listener listener, Executor executor) {
        this.carrier = carrier;
        this.listener = listener;
        this.executor = executor;
    }

    /** An end of a transfer that does not come about; its listener is told at once. */
    public static TransferSender refused(TransferEnd why, Listener listener, Executor executor) {
        var end = new TransferSender(NOWHERE, listener, executor);
        end.end(why);
        return end;
    }

    /** The other side is there. */
    public void open() {
        synchronized (this) {
            if (open) {
                return;
            }
            open = true;
            roomWanted = true;
        }
        schedule();
    }

    /** So many bytes have been carried away. */
    public void left(int bytes) {
        synchronized (this) {
            waitingBytes -= bytes;
        }
        schedule();
    }

    /** Nothing more will be carried. Only the first end counts. */
    public void end(TransferEnd how) {
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = how;
        }
        schedule();
    }

    /** Whether it has ended, for whatever reason. */
    public synchronized boolean hasEnded() {
        return end != null;
    }

    @Override
    public boolean write(ByteBuffer bytes) {
        ByteBuffer taken;
        boolean all;
        synchronized (this) {
            if (finishing) {
                throw new IllegalStateException("bytes after the last ones");
            }
            int count = open && end == null ? Math.min(bytes.remaining(), ROOM - waitingBytes) : 0;
            taken = ByteBuffer.allocate(count);
            taken.put(0, bytes, bytes.position(), count);
            bytes.position(bytes.position() + count);
            waitingBytes += count;
            all = !bytes.hasRemaining();
            roomWanted |= !all;
        }
        if (taken.hasRemaining()) {
            carrier.carry(taken);
        }
        return all;
    }

    @Override
    public void finish() {
        synchronized (this) {
            if (finishing || end != null) {
                return;
            }
            finishing = true;
        }
        carrier.finished();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = TransferEnd.cancelled("given up by the sender");
        }
        schedule();
        carrier.cancelled();
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
            log.debug("The sender of a transfer is gone", e);
            carrier.cancelled();
        }
    }

    /** Whether there is something for the listener now. Called with the lock. Room is worth telling from half of it on. */
    private boolean hasNews() {
        return end == null ? open && roomWanted && !finishing && waitingBytes <= ROOM / 2 : !told;
    }

    private void deliver() {
        TransferEnd how;
        synchronized (this) {
            scheduled = false;
            if (!hasNews()) {
                return;
            }
            how = end;
            told = how != null;
            roomWanted = false;
        }
        try {
            if (how == null) {
                listener.writable(this);
            } else {
                listener.closed(how);
            }
        } catch (RuntimeException e) {
            log.error("The sender of a transfer failed; the transfer ends", e);
            cancel();
        }
    }
}
