package org.wayray.server;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.link.Link;
import org.wayray.link.UnixLink;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixListener;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Interest;
import org.wayray.posix.event.Watch;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * Where the front door brings viewers to the process of a session: a Unix socket, one connection for each viewer. Only processes
 * of the session's own user, and root, are let in. Confined to the session's loop.
 */
final class ViewerPort implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ViewerPort.class);

    private static final int ROOT = 0;

    private final UnixListener listener;
    private final Watch watch;
    private final EventLoop loop;
    private final int ownUser;
    private final Consumer<Link<ToSession, ToViewer>> accept;

    private ViewerPort(UnixListener listener, EventLoop loop, int ownUser, Consumer<Link<ToSession, ToViewer>> accept)
            throws PosixException {
        this.listener = listener;
        this.loop = loop;
        this.ownUser = ownUser;
        this.accept = accept;
        this.watch = loop.watch(listener.fd(), Interest.READ, (_, _) -> acceptAll());
    }

    /**
     * Listens.
     *
     * @param accept takes each viewer's link
     */
    static ViewerPort open(Path path, EventLoop loop, Consumer<Link<ToSession, ToViewer>> accept)
            throws PosixException {
        var listener = UnixListener.bind(path);
        try (var self = UnixSocket.pair()) {
            return new ViewerPort(listener, loop, self.left().peer().uid(), accept);
        } catch (PosixException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    @Override
    public void close() {
        watch.close();
        listener.close();
    }

    private void acceptAll() {
        try {
            UnixSocket socket;
            while ((socket = listener.accept()) != null) {
                take(socket);
            }
        } catch (PosixException e) {
            log.warn("a viewer could not be taken in: {}", e.getMessage());
        }
    }

    private void take(UnixSocket socket) throws PosixException {
        int user;
        try {
            user = socket.peer().uid();
        } catch (PosixException e) {
            socket.close();
            throw e;
        }
        if (user == ownUser || user == ROOT) {
            accept.accept(UnixLink.ofSession(socket, loop, "the front door"));
        } else {
            log.warn("user {} tried to bring a viewer and was turned away", Integer.toUnsignedString(user));
            socket.close();
        }
    }
}
