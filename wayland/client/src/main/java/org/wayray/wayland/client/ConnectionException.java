package org.wayray.wayland.client;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connection to the server ended, or did not answer in time. */
public final class ConnectionException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable ServerError error;

    /**
     * What {@code wl_display.error} said.
     *
     * @param interfaceName of the object, empty when the object is not known any more
     * @param objectId of the object
     * @param code of that interface's {@code error} enumeration
     * @param message for the client's developer
     */
    public record ServerError(String interfaceName, int objectId, int code, String message) {}

    ConnectionException(String message) {
        super(message);
        error = null;
    }

    ConnectionException(String message, Throwable cause) {
        super(message, cause);
        error = null;
    }

    ConnectionException(ServerError error) {
        super("The server refused a request: " + error.interfaceName() + "@"
                + Integer.toUnsignedString(error.objectId()) + ": " + error.message() + " (code "
                + Integer.toUnsignedString(error.code()) + ")");
        this.error = error;
    }

    /** The protocol error that ended the connection, empty when it ended for another reason. */
    public Optional<ServerError> serverError() {
        return Optional.ofNullable(error);
    }
}
