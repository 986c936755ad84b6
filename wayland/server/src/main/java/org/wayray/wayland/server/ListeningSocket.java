package org.wayray.wayland.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.LockFile;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixListener;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.Interest;
import org.wayray.posix.event.Watch;

/**
 * A socket on which a {@link Display} waits for clients, with the lock file that libwayland's servers respect as well.
 * Confined to the display's loop.
 */
public final class ListeningSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ListeningSocket.class);

    private final Display display;
    private final Path path;
    private final LockFile lock;
    private final UnixListener listener;
    private final Watch watch;
    private boolean open = true;

    private ListeningSocket(Display display, Path path, LockFile lock, UnixListener listener) throws PosixException {
        this.display = display;
        this.path = path;
        this.lock = lock;
        this.listener = listener;
        this.watch = display.loop().watch(listener.fd(), Interest.READ, (readable, writable) -> accept());
    }

    /**
     * Takes the lock, removes what a dead server left, and listens.
     *
     * @throws PosixException EAGAIN when a living server has the lock; others when the path cannot be used
     */
    static ListeningSocket open(Display display, Path path) throws PosixException {
        var lock = LockFile.take(path.resolveSibling(path.getFileName() + ".lock"));
        try {
            removeStale(path);
            var listener = UnixListener.bind(path);
            try {
                return new ListeningSocket(display, path, lock, listener);
            } catch (PosixException e) {
                listener.close();
                throw e;
            }
        } catch (PosixException e) {
            lock.close();
            throw e;
        }
    }

    /** Whoever listened there had the lock, or is not there any more. A socket alone is removed, never a file. */
    private static void removeStale(Path path) {
        try {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && isSocket(path)) {
                Files.delete(path);
            }
        } catch (IOException e) {
            LOG.warn("{} was left behind and cannot be removed: {}", path, e.toString());
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther();
    }

    private void accept() {
        try {
            for (UnixSocket socket = listener.accept(); socket != null; socket = listener.accept()) {
                display.adopt(socket);
            }
        } catch (PosixException e) {
            LOG.warn("A client could not connect to {}: {}", path, e.getMessage());
        }
    }

    /** The socket's file. */
    public Path path() {
        return path;
    }

    /** Stops listening and removes the socket and its lock; clients stay. Does nothing when repeated. */
    @Override
    public void close() {
        if (open) {
            open = false;
            watch.close();
            listener.close();
            lock.close();
            display.socketClosed(this);
        }
    }
}
