package org.wayray.wayland.wire;

import org.jspecify.annotations.Nullable;

/**
 * A file descriptor inside a message. The message owns it until someone {@link #take takes} it; one that nobody took is
 * closed with the message: after the handler of a received one has returned, after a sent one has left or was dropped.
 * So a handler that ignores a message leaks nothing, and one that keeps the descriptor says so.
 *
 * <p>The wire format itself knows no operating system: the handle is whatever the connection put in. Confined to the
 * connection's thread.
 */
public final class WireFd implements AutoCloseable {
    private @Nullable AutoCloseable handle;

    private WireFd(AutoCloseable handle) {
        this.handle = handle;
    }

    /** Puts a descriptor into a message; ownership of {@code handle} moves to the returned object. */
    public static WireFd owning(AutoCloseable handle) {
        return new WireFd(handle);
    }

    /**
     * Takes the descriptor out; the caller owns it from now on.
     *
     * @param type the class of handle that the connection works with
     * @throws IllegalStateException when it was taken or closed before
     * @throws ClassCastException when the handle is of another class
     */
    public <H extends AutoCloseable> H take(Class<H> type) {
        if (handle == null) {
            throw new IllegalStateException("The descriptor of this message has been taken or closed");
        }
        H taken = type.cast(handle);
        handle = null;
        return taken;
    }

    /** Whether the message still owns a descriptor. */
    public boolean isOpen() {
        return handle != null;
    }

    /** Closes the descriptor if nobody took it; harmless when repeated. */
    @Override
    public void close() {
        AutoCloseable closing = handle;
        handle = null;
        if (closing == null) {
            return;
        }
        try {
            closing.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Closing a descriptor failed", e);
        }
    }

    /** {@code fd} with the handle's own text, for traces. */
    @Override
    public String toString() {
        return handle == null ? "fd (taken)" : "fd " + handle;
    }
}
