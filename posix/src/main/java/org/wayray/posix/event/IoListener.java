package org.wayray.posix.event;

/** Told by the {@link EventLoop}, on its thread, that a watched descriptor is ready. */
@FunctionalInterface
public interface IoListener {
    /**
     * The descriptor is ready for something that the watch is interested in, now and again with each batch until that has
     * been used up. A hang-up or an error counts as ready: the read or write that follows meets it.
     */
    void ready(boolean readable, boolean writable);
}
