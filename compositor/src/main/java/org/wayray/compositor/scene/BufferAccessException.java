package org.wayray.compositor.scene;

/** A client's buffer could not be read, for example because its file is shorter than was said. The client's fault. */
public final class BufferAccessException extends Exception {

    private static final long serialVersionUID = 1L;

    public BufferAccessException(String message) {
        super(message);
    }

    public BufferAccessException(String message, Throwable cause) {
        super(message, cause);
    }
}
