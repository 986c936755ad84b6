package org.wayray.viewer;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.wayray.protocol.v1.Token;

/** What this viewer shows to a server to come to its session: what was given to it, or a token of its own, made at its first start. */
final class ViewerToken {
    /** Of a token that is a file, and of one that was given without saying what it was read from. */
    static final String SOFTWARE = "software";

    private static final int RANDOM_BYTES = 16;
    private static final Pattern FORM = Pattern.compile("(?:([a-z][a-z0-9-]{0,31}):)?([!-~]{1,256})");
    private static final String MODE = "rw-------";

    private ViewerToken() {}

    /**
     * A token as people give it.
     *
     * @param text {@code PROVIDER:ID} or {@code ID}
     * @throws IllegalArgumentException it is neither; the message does not repeat it
     */
    static Token parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a token is up to 256 characters of ASCII without spaces");
        }
        var provider = parts.group(1);
        return Token.newBuilder()
                .setProvider(provider == null ? SOFTWARE : provider)
                .setId(parts.group(2))
                .build();
    }

    /**
     * Reads the token in a file, made at first, for its owner's eyes only.
     *
     * @throws IOException the file cannot be read or made, or holds no token
     */
    static Token loadOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        try {
            return parse(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds no token", e);
        }
    }

    /** Whole or not at all; if another viewer was first, its token counts. */
    private static void create(Path file) throws IOException {
        var id = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(id);
        var folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        var fresh = Files.createTempFile(
                folder, ".token", ".new", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE)));
        try {
            Files.writeString(fresh, HexFormat.of().formatHex(id) + "\n");
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // another viewer was first
        } finally {
            Files.delete(fresh);
        }
    }
}
