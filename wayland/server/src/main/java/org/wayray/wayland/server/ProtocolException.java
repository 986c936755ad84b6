package org.wayray.wayland.server;

import org.wayray.wayland.wire.WireEnum;

/**
 * A client broke a rule of an interface. Thrown by request handlers, at any depth; it ends the client that the resource
 * belongs to with {@code wl_display.error}, and nothing else.
 */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Resource<?, ?> resource;
    private final int code;

    /**
     * An error of an object.
     *
     * @param resource the object it is about
     * @param code an entry of its interface's {@code error} enumeration
     * @param message for the application's developer
     */
    public ProtocolException(Resource<?, ?> resource, WireEnum code, String message) {
        this(resource, code.value(), message);
    }

    /** The same with the number of an error. */
    public ProtocolException(Resource<?, ?> resource, int code, String message) {
        super(message, null, false, false);
        this.resource = resource;
        this.code = code;
    }

    /** The object it is about. */
    public Resource<?, ?> resource() {
        return resource;
    }

    /** The number that the client gets. */
    public int code() {
        return code;
    }

    /** The text that the client gets. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
