package org.wayray.session.token;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** The file with a server's key for {@link TokenHasher}. Without it, no token of before is known any more. */
public final class TokenKey {
    private TokenKey() {}

    /**
     * Reads the key, made at first, for its owner's eyes only.
     *
     * @throws IOException the file cannot be read or made, or holds something else
     */
    public static byte[] loadOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        var key = Files.readAllBytes(file);
        if (key.length != TokenHasher.KEY_LENGTH) {
            throw new IOException(file + " has " + key.length + " bytes and not " + TokenHasher.KEY_LENGTH);
        }
        return key;
    }

    /** Whole or not at all; if another process was first, its key counts. */
    private static void create(Path file) throws IOException {
        var key = new byte[TokenHasher.KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var fresh = Files.createTempFile(file.toAbsolutePath().getParent(), ".token", ".new", mode);
        try {
            Files.write(fresh, key);
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // another process was first
        } finally {
            Files.delete(fresh);
        }
    }
}
