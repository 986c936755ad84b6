package org.wayray.clipboard;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of a stranger's tar archive into a folder. Whatever the archive says, nothing is written outside of it: every
 * component of a name is made safe, links and devices are left out, and no file is written twice. Confined to one thread, which it
 * blocks.
 */
final class FileUnpacker {
    /** The most bytes of an entry's header, with all that may be put before it. */
    private static final int MOST_HEADER = 64 * 1024;

    private static final int PIECE = 64 * 1024;

    private final FileLimits.Count count;
    private final Folder root;
    private final Set<Path> top = new LinkedHashSet<>();
    private final byte[] piece = new byte[PIECE];

    private FileUnpacker(Path into, FileLimits limits) {
        this.root = new Folder(into);
        this.count = limits.new Count();
    }

    /**
     * Writes all files.
     *
     * @param into an empty folder that nobody else writes to
     * @return what lies directly in it, in the archive's order
     * @throws FileLimits.Exceeded if they are too many or too large
     * @throws IOException if the archive is malformed or ends early, or a file cannot be written; some have been by then
     */
    static List<Path> unpack(InputStream archive, Path into, FileLimits limits) throws IOException {
        var unpacker = new FileUnpacker(into, limits);
        var headers = new HeaderLimit(archive);
        try (var tar = new TarArchiveInputStream(headers, StandardCharsets.UTF_8.name())) {
            for (var entry = unpacker.next(tar, headers); entry != null; entry = unpacker.next(tar, headers)) {
                unpacker.add(entry, tar);
            }
            // what is behind the archive's end is padding; who sends it waits for it to be taken
            headers.left = MOST_HEADER;
            unpacker.skip(headers);
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            throw new IOException("a malformed archive: " + e.getMessage(), e);
        }
        if (unpacker.top.isEmpty()) {
            throw new IOException("an archive without files");
        }
        return List.copyOf(unpacker.top);
    }

    private @Nullable TarArchiveEntry next(TarArchiveInputStream tar, HeaderLimit headers) throws IOException {
        headers.left = MOST_HEADER;
        TarArchiveEntry entry = tar.getNextEntry();
        headers.left = Long.MAX_VALUE;
        return entry;
    }

    private void add(TarArchiveEntry entry, InputStream contents) throws IOException {
        if (!entry.isDirectory() && !isOrdinary(entry)) {
            count.addFile(0);
            count.addBytes(skip(contents));
            return;
        }
        List<String> names = components(entry.getName());
        if (names.isEmpty()) {
            return;
        }
        count.addFile(names.size());
        Folder folder = root;
        for (String name : names.subList(0, entry.isDirectory() ? names.size() : names.size() - 1)) {
            folder = folder.folder(name, this);
        }
        if (!entry.isDirectory()) {
            Path file = folder.fresh(names.getLast());
            if (folder == root) {
                top.add(file);
            }
            write(contents, file);
            Files.setLastModifiedTime(file, time(entry));
        }
    }

    private static boolean isOrdinary(TarArchiveEntry entry) {
        return entry.isFile()
                && !entry.isLink()
                && !entry.isSymbolicLink()
                && !entry.isSparse()
                && !entry.isCharacterDevice()
                && !entry.isBlockDevice()
                && !entry.isFIFO();
    }

    /** The folders and the file of a name. Absolute ones are not; what leads upwards is left out. */
    private static List<String> components(String name) {
        List<String> names = new ArrayList<>();
        for (String component : name.split("/", -1)) {
            if (!component.isEmpty() && !component.equals(".") && !component.equals("..")) {
                names.add(component);
            }
        }
        return names;
    }

    private void write(InputStream contents, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int read = contents.read(piece); read >= 0; read = contents.read(piece)) {
                count.addBytes(read);
                out.write(piece, 0, read);
            }
        }
    }

    private long skip(InputStream contents) throws IOException {
        long skipped = 0;
        for (int read = contents.read(piece); read >= 0; read = contents.read(piece)) {
            skipped += read;
        }
        return skipped;
    }

    /** The archive's time for a file, unless no system could store it. */
    private static FileTime time(TarArchiveEntry entry) {
        Instant claimed = entry.getLastModifiedTime().toInstant();
        Instant latest = Instant.ofEpochSecond(Integer.MAX_VALUE);
        return FileTime.from(claimed.isBefore(Instant.EPOCH) || claimed.isAfter(latest) ? Instant.EPOCH : claimed);
    }

    /** A folder that was made, and what is in it: the archive's names and the real ones. */
    private static final class Folder {
        private final Path path;
        private final SafeNames names = new SafeNames();
        private final Map<String, Folder> folders = new HashMap<>();

        Folder(Path path) {
            this.path = path;
        }

        Folder folder(String name, FileUnpacker unpacker) throws IOException {
            Folder known = folders.get(name);
            if (known == null) {
                unpacker.count.addFile(0);
                known = new Folder(Files.createDirectory(fresh(name)));
                folders.put(name, known);
                if (this == unpacker.root) {
                    unpacker.top.add(known.path);
                }
            }
            return known;
        }

        /** A place for a new file. */
        Path fresh(String name) {
            String safe = names.unique(name);
            try {
                return path.resolve(safe);
            } catch (InvalidPathException e) {
                // the system's own names have fewer letters, as with LANG=C
                return path.resolve(names.unique(safe.replaceAll("[^ -~]", "_")));
            }
        }
    }

    /** Bounds what is read for a header: the library holds all of it in memory. */
    private static final class HeaderLimit extends FilterInputStream {
        private long left = MOST_HEADER;

        HeaderLimit(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            return read < 0 ? read : read & counted(1, 0xff);
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            int read = super.read(into, at, length);
            return read <= 0 ? read : counted(read, read);
        }

        @Override
        public long skip(long count) throws IOException {
            // by reading, so that it is counted
            long skipped = 0;
            byte[] piece = new byte[(int) Math.min(count, 8192)];
            while (skipped < count) {
                int read = read(piece, 0, (int) Math.min(piece.length, count - skipped));
                if (read < 0) {
                    break;
                }
                skipped += read;
            }
            return skipped;
        }

        private int counted(int bytes, int result) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new IOException("an archive with a header of more than " + MOST_HEADER + " bytes");
            }
            return result;
        }
    }
}
