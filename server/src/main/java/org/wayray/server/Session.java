package org.wayray.server;

import java.util.List;
import org.wayray.link.Link;
import org.wayray.protocol.ProtocolViolation;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.OutputConfig;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/** What the front door knows of a session. Confined to the session's loop. */
interface Session {
    /** Its name, as its user knows it. */
    String name();

    /**
     * Makes the outputs those of a viewer that is about to be attached; says which it will be sent.
     *
     * @throws ProtocolViolation if it said impossible things of its screens
     */
    List<OutputConfig> prepare(Hello hello) throws ProtocolViolation;

    /** Whether it is over: it takes no viewer any more. */
    boolean hasEnded();

    /** Takes a viewer in; it must start the link. The newest viewer wins. */
    void attach(Link<ToSession, ToViewer> link, Hello hello);
}
