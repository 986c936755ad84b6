package org.wayray.conformance.interop;

import java.nio.file.Path;

/** A Wayland server that clients can connect to: one of the two columns of the interop matrix. */
interface WaylandServer extends AutoCloseable {
    /** The runtime directory with the server's socket. */
    Path folder();

    /** The file name of the socket, as in {@code WAYLAND_DISPLAY}. */
    String display();

    /** The socket itself. */
    default Path socket() {
        return folder().resolve(display());
    }

    /** Ends the server; insists that nothing of it is left. */
    @Override
    void close() throws Exception;
}
