package org.wayray.server.door;

import java.io.IOException;
import java.nio.file.Path;
import org.wayray.session.Session;

/** Starts the processes of sessions. */
public interface SessionLauncher {
    /**
     * Starts the process of a session. It goes on when the front door ends.
     *
     * @param viewers the Unix socket that the process has to make for its viewers; its folder is there
     * @return the process
     * @throws IOException it cannot be started
     */
    ProcessHandle launch(Session session, Path viewers) throws IOException;
}
