package org.wayray.conformance.interop;

import java.nio.file.Path;

/** The columns of the interop matrix. */
enum ServerKind {
    WESTON {
        @Override
        WaylandServer start(Path folder) throws Exception {
            return Weston.start(folder);
        }
    };

    /** Starts a server with its socket in that folder. */
    abstract WaylandServer start(Path folder) throws Exception;
}
