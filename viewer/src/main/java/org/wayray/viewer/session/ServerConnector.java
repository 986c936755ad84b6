package org.wayray.viewer.session;

import java.util.concurrent.CompletionStage;
import org.wayray.link.Link;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/** The way to the server: makes one connection each time it is asked to. */
public interface ServerConnector {
    /**
     * Begins an attempt and returns at once. The stage completes on any thread; it fails with a
     * {@link org.wayray.cli.ProgramException} that says for a person what went wrong. Trying again by
     * itself makes sense if its status is {@link org.wayray.cli.ExitStatus#CANNOT_CONNECT}.
     */
    CompletionStage<Link<ToViewer, ToSession>> connect();

    /** The server as the user named it, for messages. */
    String server();
}
