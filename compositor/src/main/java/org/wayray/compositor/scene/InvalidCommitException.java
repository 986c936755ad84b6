package org.wayray.compositor.scene;

import org.jspecify.annotations.Nullable;

/** A commit asked for a state that the protocol forbids. The client's fault; the surface is of no use afterwards. */
public final class InvalidCommitException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** The buffer's size is no multiple of the buffer scale (wl_surface.error.invalid_size). */
        SIZE_NOT_MULTIPLE_OF_SCALE,
        /** A viewport source of fractional size without a destination (wp_viewport.error.bad_size). */
        VIEWPORT_SIZE_NOT_WHOLE,
        /** The viewport source reaches beyond the buffer (wp_viewport.error.out_of_buffer). */
        VIEWPORT_OUT_OF_BUFFER,
        /** The buffer's memory could not be read (wl_shm.error.invalid_fd). */
        BUFFER_UNREADABLE,
        /** The client's surfaces hold more pixels than they may, or there is no room for more (wl_display.error.no_memory). */
        NO_MEMORY
    }

    private final Reason reason;
    private final transient @Nullable ClientBuffer buffer;

    InvalidCommitException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.buffer = null;
    }

    InvalidCommitException(ClientBuffer buffer, BufferAccessException cause) {
        super(cause.getMessage(), cause);
        this.reason = Reason.BUFFER_UNREADABLE;
        this.buffer = buffer;
    }

    /** What is wrong, for the application's developer. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public Reason reason() {
        return reason;
    }

    /** The buffer that could not be read, for {@link Reason#BUFFER_UNREADABLE}. */
    public @Nullable ClientBuffer buffer() {
        return buffer;
    }
}
