package org.wayray.conformance.applications;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * A temporary folder that is gone after {@link #close}, with all that programs put there; what they are still writing may
 * stay.
 *
 * @param path where it is
 */
record Folder(Path path) implements AutoCloseable {
    @Override
    public void close() {
        try (var files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder()).forEach(Folder::delete);
        } catch (IOException | RuntimeException e) {
            // it is below the folder for temporary files, which others clean too
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stillWritten) {
            // likewise
        }
    }
}
