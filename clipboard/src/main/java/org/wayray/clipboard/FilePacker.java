package org.wayray.clipboard;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes copied files and folders, with all that is in them, as a tar archive: {@link Formats#FILES}. It blocks, and belongs on a virtual
 * thread.
 *
 * <p>What is named itself is followed if it is a link; inside folders links are left out, and so are devices and the like, so that
 * nothing travels that was not copied.
 */
public final class FilePacker {
    private static final int PIECE = 64 * 1024;

    private final TarArchiveOutputStream out;
    private final FileLimits.Count count;

    private FilePacker(TarArchiveOutputStream out, FileLimits limits) {
        this.out = out;
        this.count = limits.new Count();
    }

    /**
     * Writes the archive.
     *
     * @param to stays the caller's
     * @param files absolute; each keeps its name, or gets a number if another has it
     * @throws NoSuchFileException if there is none, or one is gone
     * @throws FileLimits.Exceeded if they are too many or too large; part of the archive has been written then
     * @throws IOException if a file cannot be read, or the stream not be written
     */
    public static void pack(List<Path> files, OutputStream to, FileLimits limits) throws IOException {
        if (files.isEmpty()) {
            throw new NoSuchFileException("none of the addresses is a file");
        }
        // never closed: that would make a complete archive of one that broke off
        var tar = new TarArchiveOutputStream(to, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        var packer = new FilePacker(tar, limits);
        var names = new SafeNames();
        for (Path file : files) {
            Path name = file.getFileName();
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            packer.add(file, names.unique(name == null ? "files" : name.toString()), attributes, 1);
        }
        tar.finish();
        tar.flush();
    }

    private void add(Path file, String name, BasicFileAttributes attributes, int depth) throws IOException {
        if (attributes.isDirectory()) {
            count.addFile(depth);
            begin(name + "/", attributes, 0);
            out.closeArchiveEntry();
            addContents(file, name, depth);
        } else if (attributes.isRegularFile()) {
            count.addFile(depth);
            count.addBytes(attributes.size());
            begin(name, attributes, attributes.size());
            copy(file, attributes.size());
            out.closeArchiveEntry();
        }
    }

    private void addContents(Path folder, String name, int depth) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                var attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                add(entry, name + "/" + entry.getFileName(), attributes, depth + 1);
            }
        }
    }

    private void begin(String name, BasicFileAttributes attributes, long size) throws IOException {
        var entry = new TarArchiveEntry(name, true);
        entry.setSize(size);
        entry.setModTime(attributes.lastModifiedTime());
        out.putArchiveEntry(entry);
    }

    /** A file that grows meanwhile is cut to the size that the archive says; one that shrinks is an error. */
    private void copy(Path file, long size) throws IOException {
        byte[] piece = new byte[PIECE];
        long left = size;
        try (InputStream in = Files.newInputStream(file)) {
            while (left > 0) {
                int read = in.read(piece, 0, (int) Math.min(piece.length, left));
                if (read < 0) {
                    throw new EOFException(file + " became shorter while it was read");
                }
                out.write(piece, 0, read);
                left -= read;
            }
        }
    }
}
