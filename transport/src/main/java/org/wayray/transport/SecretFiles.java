package org.wayray.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Small files for their owner only, replaced as a whole. */
final class SecretFiles {
    private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** One lock at a time in this process: the system's file locks are between processes. */
    private static final Object IN_PROCESS = new Object();

    private SecretFiles() {}

    /** Work under a lock. */
    interface Locked<T> {
        T run() throws IOException;
    }

    /** Makes a directory and those above it, unless they are there. */
    static void createDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, DIRECTORY_MODE);
        }
    }

    /** Does something that no other process of ours does at the same time. */
    static <T> T locked(Path lockFile, Locked<T> work) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        synchronized (IN_PROCESS) {
            try (FileChannel channel = FileChannel.open(lockFile, options, FILE_MODE);
                    var _ = channel.lock()) {
                return work.run();
            }
        }
    }

    /** Writes a file so that after a crash the old or the new contents are there, never a part. */
    static void write(Path file, String contents) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Path fresh = Files.createTempFile(parent, "." + file.getFileName(), ".new", FILE_MODE);
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(contents);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
