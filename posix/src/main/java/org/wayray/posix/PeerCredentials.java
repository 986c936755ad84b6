package org.wayray.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who was at the other end of a Unix socket when it was connected, as the kernel says. Immutable.
 *
 * @param pid process; it may be gone, and its number another's
 * @param uid user, to be read as unsigned
 * @param gid group, to be read as unsigned
 */
public record PeerCredentials(int pid, int uid, int gid) {

    /**
     * The executable that the process runs now, with all links resolved; empty when it is gone, or another user's, or the system
     * does not tell. Only the kernel is asked: the file may lie where looking at it would wait for somebody.
     */
    public Optional<Path> program() {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc", Integer.toString(pid), "exe")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
