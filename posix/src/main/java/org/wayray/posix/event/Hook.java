package org.wayray.posix.event;

/** What {@link EventLoop#afterBatch} registered. Confined to the loop. */
public interface Hook extends AutoCloseable {
    /** Ends it; idempotent. */
    @Override
    void close();
}
