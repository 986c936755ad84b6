package org.wayray.posix.event;

import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;

/**
 * A descriptor that an {@link EventLoop} watches. Confined to the loop.
 *
 * <p>To be closed before the descriptor is: the number would become somebody else's.
 */
public final class Watch implements AutoCloseable {
    final Fd fd;
    final IoListener listener;
    final int slot;
    final long token;

    private final EventLoop loop;
    private Interest interest;
    private boolean open = true;

    Watch(EventLoop loop, Fd fd, Interest interest, IoListener listener, int slot, long token) {
        this.loop = loop;
        this.fd = fd;
        this.interest = interest;
        this.listener = listener;
        this.slot = slot;
        this.token = token;
    }

    /** What it waits for now. */
    public Interest interest() {
        return interest;
    }

    /** Changes what it waits for; also what is already known of the batch under way is held against the new interest. */
    public void interest(Interest changed) throws PosixException {
        loop.requireConfined();
        if (!open) {
            throw new IllegalStateException("the watch is closed");
        }
        if (changed != interest) {
            loop.change(this, interest, changed);
            interest = changed;
        }
    }

    /** Whether it is open. */
    public boolean isOpen() {
        return open;
    }

    /** Ends it; its listener is not called any more, not even in the batch under way. Idempotent. */
    @Override
    public void close() {
        if (open) {
            loop.requireConfined();
            open = false;
            loop.remove(this);
        }
    }

    /** The loop closes: there is no poller to be taken out of. */
    void loopClosed() {
        open = false;
    }
}
