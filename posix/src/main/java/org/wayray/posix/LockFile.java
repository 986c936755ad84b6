package org.wayray.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.libc.FileStatus;
import org.wayray.posix.libc.Os;

/**
 * A file whose lock says that its owner lives: the kernel gives it back when the process ends, however it ends. The lock is
 * that of flock(2), which libwayland's servers take too. Confined to one thread at a time.
 */
public final class LockFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LockFile.class);
    private static final Os OS = Os.current();

    private final Path path;
    private final Fd fd;

    private LockFile(Path path, Fd fd) {
        this.path = path;
        this.fd = fd;
    }

    /**
     * Takes the lock, making the file when it does not exist. Does not wait.
     *
     * @throws PosixException EAGAIN when somebody else has the lock, also when that is this process; others when the file
     *     cannot be made or opened
     */
    public static LockFile take(Path path) throws PosixException {
        while (true) {
            var fd = Fd.adopt(PosixException.check(OS.openOrCreate(path.toString()), "open", path.toString()));
            try {
                PosixException.check(OS.tryLock(fd.raw()), "flock", path.toString());
                if (isStillAt(path, fd)) {
                    return new LockFile(path, fd);
                }
                // Its last owner removed it between our opening and our locking: the lock of a file that is gone is no
                // use.
                fd.close();
            } catch (PosixException e) {
                fd.close();
                throw e;
            }
        }
    }

    private static boolean isStillAt(Path path, Fd fd) throws PosixException {
        var status = new FileStatus();
        PosixException.check(OS.status(fd.raw(), status), "stat", path.toString());
        try {
            return Files.getAttribute(path, "unix:ino").equals(status.inode);
        } catch (IOException e) {
            return false;
        }
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** Removes the file and gives the lock back; idempotent. */
    @Override
    public void close() {
        if (!fd.isOpen()) {
            return;
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Without its lock the file means nothing, to us or to others.
            LOG.warn("{} could not be removed: {}", path, e.toString());
        }
        fd.close();
    }

    @Override
    public String toString() {
        return "lock file " + path + ", " + fd;
    }
}
