package org.wayray.clipboard;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lists of files as programs copy and paste them: text/uri-list, and GNOME's format with a verb before it. Stateless. */
public final class FileList {
    /** The most bytes of a list that are worth reading. */
    public static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final int MOST_FILES = 20_000;

    private FileList() {}

    /** The files of this machine that a list names, in its order; other addresses, and what is malformed, are left out. */
    public static List<Path> parse(byte[] list) {
        List<Path> files = new ArrayList<>();
        for (String line : new String(list, StandardCharsets.UTF_8).split("[\r\n\0]+", -1)) {
            if (line.startsWith("file:") && files.size() < MOST_FILES) {
                addFile(line.strip(), files);
            }
        }
        return files;
    }

    private static void addFile(String line, List<Path> files) {
        try {
            URI uri = URI.create(line);
            String host = uri.getAuthority();
            String path = uri.getPath();
            if ((host == null || host.isEmpty() || host.equals("localhost")) && path != null && path.startsWith("/")) {
                files.add(Path.of(new URI("file", null, path, null)).normalize());
            }
        } catch (java.net.URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            // not the address of a file, whoever wrote it
        }
    }

    /**
     * A list of files in a format for which {@link Formats#isFileList} holds.
     *
     * @param files absolute
     */
    public static byte[] format(String format, List<Path> files) {
        String text = format.equals(Formats.GNOME_FILES)
                ? files.stream().map(FileList::address).collect(Collectors.joining("\n", "copy\n", ""))
                : files.stream().map(file -> address(file) + "\r\n").collect(Collectors.joining());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Without the slash that Java puts behind a folder: programs take the text behind the last one for the name. */
    private static String address(Path file) {
        String uri = file.toUri().toASCIIString();
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }
}
