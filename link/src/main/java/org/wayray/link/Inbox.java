package org.wayray.link;

import com.google.protobuf.MessageLite;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.protocol.Envelope;

/**
 * The receiving half of a link: holds what has come until the listener has taken it, and tells the link's other half to stop and go
 * on so that a slow listener costs bounded memory. Shared by any number of threads; its lock is never held during a call to the
 * outside.
 *
 * @param <I> what comes in
 */
public final class Inbox<I extends MessageLite> {
    /** What a message costs beside its bytes, roughly; keeps a flood of tiny ones in bounds too. */
    private static final int OVERHEAD = 128;

    /** Messages that the listener is given in one go; then the rest of its thread's work has its turn. */
    static final int MOST_AT_ONCE = 128;

    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    /** The half of a link that fills an inbox. Its methods are called by any thread and must not block. */
    public interface Source {
        /**
         * {@link Inbox#isPaused} has changed, perhaps more than once: take something from the peer only while it is false. Ask when acting
         * on it, because calls from different threads may overtake each other.
         */
        void flowChanged();

        /** The listener failed on a message: end the connection. */
        void abort(CloseReason reason);
    }

    private final Source source;
    private final long pauseAbove;

    // all below: guarded by this
    private final Queue<Envelope<I>> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean paused;
    private boolean scheduled;
    private boolean closedTold;
    private @Nullable CloseReason end;
    private @Nullable LinkListener<I> listener;
    private @Nullable Executor executor;

    /**
     * An empty inbox.
     *
     * @param pauseAbove bytes that may wait before the inbox pauses its source; it goes on below half of that
     */
    public Inbox(Source source, long pauseAbove) {
        this.source = source;
        this.pauseAbove = pauseAbove;
    }

    /** Names the listener; see {@link Link#start}. */
    public void start(LinkListener<I> newListener, Executor newExecutor) {
        synchronized (this) {
            if (listener != null) {
                throw new IllegalStateException("the link was started before");
            }
            listener = newListener;
            executor = newExecutor;
        }
        schedule();
    }

    /** Takes in a message. Ignored after the end. */
    public void add(Envelope<I> envelope) {
        boolean pause;
        synchronized (this) {
            if (end != null) {
                return;
            }
            waiting.add(envelope);
            waitingBytes += cost(envelope);
            pause = !paused && waitingBytes > pauseAbove;
            paused |= pause;
        }
        if (pause) {
            source.flowChanged();
        }
        schedule();
    }

    /** The peer's side ended: the listener gets what has come, then the reason. Only the first end counts. */
    public void end(CloseReason reason) {
        end(reason, false);
    }

    /** This side ends: what has come is dropped, the listener gets the reason. Only the first end counts. */
    public void discard(CloseReason reason) {
        end(reason, true);
    }

    /** Whether so much is waiting that nothing more should be taken from the peer. */
    public synchronized boolean isPaused() {
        return paused;
    }

    /** Bytes that wait for the listener. */
    public synchronized long waitingBytes() {
        return waitingBytes;
    }

    private void end(CloseReason reason, boolean drop) {
        synchronized (this) {
            if (drop) {
                waiting.clear();
                waitingBytes = 0;
            }
            if (end != null) {
                return;
            }
            end = reason;
        }
        schedule();
    }

    /** Sees to it that {@link #deliver} runs if there is something for the listener. */
    private void schedule() {
        Executor by;
        synchronized (this) {
            boolean something = !waiting.isEmpty() || (end != null && !closedTold);
            if (scheduled || !something || executor == null) {
                return;
            }
            scheduled = true;
            by = executor;
        }
        try {
            by.execute(this::deliver);
        } catch (RejectedExecutionException e) {
            // the listener's thread is gone and the listener with it; there is nobody left to tell
            source.abort(new CloseReason(CloseReason.Kind.FAILED, "the receiver is gone"));
        }
    }

    /**
     * Gives the listener what waits. Not all that a peer can send meanwhile: it would keep the listener's thread from
     * everything else.
     */
    private void deliver() {
        for (int told = 0; told < MOST_AT_ONCE; told++) {
            LinkListener<I> to;
            Envelope<I> next;
            CloseReason last = null;
            boolean resume = false;
            synchronized (this) {
                to = listener;
                next = waiting.poll();
                if (next != null) {
                    waitingBytes -= cost(next);
                    resume = paused && waitingBytes <= pauseAbove / 2;
                    paused &= !resume;
                } else if (end != null && !closedTold) {
                    closedTold = true;
                    last = end;
                } else {
                    scheduled = false;
                    return;
                }
            }
            if (resume) {
                source.flowChanged();
            }
            tell(to, next, last);
        }
        deliverRest();
    }

    /** Has {@link #deliver} called again, behind what else waits for the listener's thread. */
    private void deliverRest() {
        synchronized (this) {
            scheduled = false;
        }
        schedule();
    }

    private void tell(@Nullable LinkListener<I> to, @Nullable Envelope<I> next, @Nullable CloseReason last) {
        if (to == null) {
            return;
        }
        try {
            if (next != null) {
                to.received(next);
            } else if (last != null) {
                to.closed(last);
            }
        } catch (RuntimeException e) {
            log.error("A listener failed on a message from a peer; the connection ends", e);
            source.abort(new CloseReason(CloseReason.Kind.FAILED, "an internal error"));
        }
    }

    private static long cost(Envelope<?> envelope) {
        return OVERHEAD
                + envelope.message().getSerializedSize()
                + envelope.payload().remaining();
    }
}
