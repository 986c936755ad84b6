package org.wayray.server.door;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import org.wayray.link.Link;
import org.wayray.link.UnixLink;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Interest;
import org.wayray.posix.event.Watch;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * The running process of a session. A connection that carries nothing tells when it ends, whoever started it. Confined to the front
 * door's loop.
 */
final class SessionProcess implements AutoCloseable {
    private final Path viewers;
    private final EventLoop loop;
    private final UnixSocket presence;
    private final Watch watch;

    private SessionProcess(Path viewers, EventLoop loop, UnixSocket presence, Runnable gone) throws PosixException {
        this.viewers = viewers;
        this.loop = loop;
        this.presence = presence;
        this.watch = loop.watch(presence.fd(), Interest.READ, (_, _) -> readable(gone));
    }

    /**
     * Finds the process that listens there.
     *
     * @param gone called once it has ended
     * @throws PosixException nobody listens there
     */
    static SessionProcess find(Path viewers, EventLoop loop, Runnable gone) throws PosixException {
        var presence = UnixSocket.connect(viewers);
        try {
            return new SessionProcess(viewers, loop, presence, gone);
        } catch (PosixException | RuntimeException e) {
            presence.close();
            throw e;
        }
    }

    /** A new link to the session, for one viewer. */
    Link<ToViewer, ToSession> connect() throws PosixException {
        return UnixLink.ofViewer(UnixSocket.connect(viewers), loop, "the session");
    }

    /** Looks away; the process goes on. */
    @Override
    public void close() {
        if (watch.isOpen()) {
            watch.close();
            presence.close();
        }
    }

    /** The session sends nothing here: it is the end. */
    private void readable(Runnable gone) {
        try {
            if (presence.receive(ByteBuffer.allocate(64), new ArrayDeque<>()) == UnixSocket.WOULD_BLOCK) {
                return;
            }
        } catch (PosixException e) {
            // gone as well
        }
        close();
        gone.run();
    }
}
