package org.wayray.clipboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private folder into which files from the other side are unpacked, each paste in a folder of its own. Programs read them at their
 * leisure, so the last few pastes are kept; all are removed in the end, and at the next start if there was no end.
 *
 * <p>Thread-safe. Methods block on the disk: they belong on virtual threads.
 */
public final class ReceivedFiles implements AutoCloseable {
    /** Pastes that are kept. */
    private static final int KEPT = 4;

    private static final String PREFIX = "wayray-files-";

    private static final Logger log = LoggerFactory.getLogger(ReceivedFiles.class);

    private final Path parent;

    // guarded by this
    private final Deque<Path> pastes = new ArrayDeque<>();
    private @Nullable Path folder;
    private int count;
    private boolean closed;

    /** @param parent where the folder is made when the first files come, such as a cache folder of the user; made too if missing */
    public ReceivedFiles(Path parent) {
        this.parent = parent;
    }

    /**
     * Unpacks an archive of {@link Formats#FILES}. Either all of it is there in the end or nothing.
     *
     * @param archive read to its end; stays the caller's
     * @return the absolute paths of the copied files and folders
     * @throws FileLimits.Exceeded if they are too many or too large
     * @throws IOException if the archive is malformed or ends early, or the disk is full
     */
    public List<Path> unpack(InputStream archive, FileLimits limits) throws IOException {
        Path place = place();
        Path unfinished = place.resolveSibling(place.getFileName() + ".part");
        Files.createDirectory(unfinished);
        List<Path> files;
        try {
            files = FileUnpacker.unpack(archive, unfinished, limits);
            Files.move(unfinished, place);
        } catch (IOException | RuntimeException e) {
            remove(unfinished);
            throw e;
        }
        keep(place);
        return files.stream()
                .map(file -> place.resolve(unfinished.relativize(file)))
                .toList();
    }

    /** Removes everything. */
    @Override
    public void close() {
        Path last;
        synchronized (this) {
            closed = true;
            last = folder;
            folder = null;
        }
        if (last != null) {
            remove(last);
        }
    }

    private synchronized Path place() throws IOException {
        if (closed) {
            throw new IOException("the clipboard is closed");
        }
        if (folder == null) {
            Files.createDirectories(parent);
            removeLeftovers();
            folder = Files.createTempDirectory(
                            parent,
                            PREFIX + ProcessHandle.current().pid() + "-",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                    .toAbsolutePath();
        }
        return folder.resolve(Integer.toString(++count));
    }

    private void keep(Path place) {
        Path old = null;
        boolean late;
        synchronized (this) {
            late = closed;
            pastes.add(place);
            if (pastes.size() > KEPT) {
                old = pastes.poll();
            }
        }
        if (late) {
            remove(place.getParent() == null ? place : place.getParent());
        } else if (old != null) {
            remove(old);
        }
    }

    /** What programs left that did not end in good order. */
    private void removeLeftovers() throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path each : folders) {
                String[] parts =
                        each.getFileName().toString().substring(PREFIX.length()).split("-", 2);
                if (parts[0].matches("[0-9]{1,10}")
                        && ProcessHandle.of(Long.parseLong(parts[0])).isEmpty()) {
                    remove(each);
                }
            }
        }
    }

    private static void remove(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path left, @Nullable IOException problem) throws IOException {
                    Files.delete(left);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException | UncheckedIOException e) {
            log.warn("Files that were pasted could not be removed: {}", e.toString());
        }
    }
}
