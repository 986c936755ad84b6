package org.wayray.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.libc.Errno;
import org.wayray.posix.libc.Libc;
import org.wayray.posix.libc.Os;

/**
 * A Unix socket that others connect to, with a file of its own or one that somebody else made. Never blocks.
 *
 * <p>Confined to one thread.
 */
public final class UnixListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UnixListener.class);

    /** Connections that may wait for {@link #accept}; the kernel may have a lower limit. */
    private static final int BACKLOG = 128;

    private static final Os OS = Os.current();

    private final Fd fd;

    /** The file to remove in the end; null when it is somebody else's. */
    private final @Nullable Path path;

    /** The file we made, so that we never remove one that somebody else put there since; null when that is unknown. */
    private final @Nullable Object fileKey;

    /** Given up for a moment when descriptors have run out, so that a connection can be taken and turned away. */
    private @Nullable Fd reserve;

    private UnixListener(Fd fd, @Nullable Path path) throws PosixException {
        this.fd = fd;
        this.path = path;
        this.fileKey = path == null ? null : fileKey(path);
        this.reserve = Fd.adopt(PosixException.check(OS.openNull(), "open", "a descriptor in reserve"));
    }

    /**
     * Makes the socket's file and listens there.
     *
     * @param path must not exist; who may connect is decided by the folder's permissions
     * @throws PosixException EADDRINUSE when the file exists (whether somebody listens there or not), ENAMETOOLONG when the
     *     path has more than 107 bytes
     */
    public static UnixListener bind(Path path) throws PosixException {
        var fd = Fd.adopt(PosixException.check(OS.unixSocket(), "socket", "a Unix socket"));
        boolean bound = false;
        try {
            PosixException.check(OS.bind(fd.raw(), path.toString()), "bind", path.toString());
            bound = true;
            PosixException.check(Libc.listen(fd.raw(), BACKLOG), "listen", path.toString());
            return new UnixListener(fd, path);
        } catch (PosixException e) {
            fd.close();
            if (bound) {
                remove(path, e);
            }
            throw e;
        }
    }

    /**
     * Listens on a socket that somebody else made and gave us. They may share it, and make it blocking again: only for a peer that
     * may stop this process anyway.
     *
     * @param fd owned by the listener from then on
     * @return empty when it is no stream socket of the Unix domain that listens
     */
    public static Optional<UnixListener> adopt(Fd fd) throws PosixException {
        if (!OS.isUnixListener(fd.raw())) {
            fd.close();
            return Optional.empty();
        }
        try {
            PosixException.check(OS.setNonBlocking(fd.raw()), "fcntl", "a listening socket");
            return Optional.of(new UnixListener(fd, null));
        } catch (PosixException e) {
            fd.close();
            throw e;
        }
    }

    private static void remove(Path path, PosixException cause) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static @Nullable Object fileKey(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Takes a waiting connection.
     *
     * @return null when none is waiting
     * @throws PosixException EMFILE or ENFILE when there is no descriptor for it: it has been turned away, so that a
     *     level-triggered loop does not spin on it
     */
    public @Nullable UnixSocket accept() throws PosixException {
        while (true) {
            int result = OS.accept(fd.raw());
            if (result >= 0) {
                return UnixSocket.connected(Fd.adopt(result));
            }
            if (result == -Errno.EAGAIN) {
                return null;
            }
            if (result == -Errno.EMFILE || result == -Errno.ENFILE) {
                turnAway();
            }
            if (result != -Errno.EINTR && result != -Errno.ECONNABORTED) {
                throw new PosixException("accept", -result, toString());
            }
        }
    }

    private void turnAway() {
        if (reserve != null) {
            reserve.close();
            reserve = null;
        }
        int unwanted = OS.accept(fd.raw());
        if (unwanted >= 0) {
            Libc.close(unwanted);
        }
        int again = OS.openNull();
        if (again >= 0) {
            reserve = Fd.adopt(again);
        }
    }

    /** The descriptor, to watch it: it is readable when a connection waits. Stays owned by this listener. */
    public Fd fd() {
        return fd;
    }

    /** Stops listening and removes the file that it made; idempotent. A watch on {@link #fd()} must be closed before. */
    @Override
    public void close() {
        if (!fd.isOpen()) {
            return;
        }
        fd.close();
        if (reserve != null) {
            reserve.close();
            reserve = null;
        }
        if (path != null && fileKey != null && fileKey.equals(fileKey(path))) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // A folder that has become read-only keeps the file: the next start finds that nobody listens there.
                LOG.warn("{} could not be removed: {}", path, e.toString());
            }
        }
    }

    @Override
    public String toString() {
        return "unix listener " + (path == null ? "" : path + ", ") + fd;
    }
}
