package org.wayray.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pins each server's key on first use.
 *
 * <p>The file is text, one server on a line: {@code HOST:PORT FINGERPRINT}, for example {@code desk.example.org:4433
 * SHA256:q1...}, the host in lower case, an IPv6 address in brackets, the fingerprint as {@link Fingerprint} says. Empty lines and
 * lines that begin with {@code #} are kept and mean nothing. The file is for its owner only; an addition replaces it as a whole, under a
 * lock (the file of the same name with {@code .lock}), so that viewers started together do not lose each other's lines.
 */
public final class KnownHosts implements TrustPolicy {
    private static final Logger log = LoggerFactory.getLogger(KnownHosts.class);

    private final Path file;

    private record Entry(String fingerprint, int line) {}

    /** Uses a file, which need not be there yet. */
    public KnownHosts(Path file) {
        this.file = file;
    }

    @Override
    public void check(String host, int port, X509Certificate certificate) throws UntrustedServerException {
        String server = name(host, port);
        String seen = Fingerprint.of(certificate);
        Entry pinned;
        try {
            pinned = find(server, lines());
        } catch (IOException e) {
            throw new UntrustedServerException(
                    "The list of known servers cannot be used: " + e.getMessage() + ".",
                    "Repair or remove " + file + ".",
                    e);
        }
        if (pinned != null && !pinned.fingerprint.equals(seen)) {
            throw new UntrustedServerException(
                    "The server " + server + " has another key than before: it is " + seen + ", expected is "
                            + pinned.fingerprint + " (" + file + ", line " + pinned.line + ").",
                    "If the server was set up anew, remove line " + pinned.line + " of " + file
                            + " and connect again; if nobody changed it, somebody may be intercepting the connection: do not go on.");
        }
    }

    @Override
    public void confirmed(String host, int port, X509Certificate certificate) throws IOException {
        String server = name(host, port);
        if (find(server, lines()) != null) {
            return;
        }
        String fingerprint = Fingerprint.of(certificate);
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            SecretFiles.createDirectory(directory);
        }
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        SecretFiles.locked(lock, () -> {
            List<String> lines = new ArrayList<>(lines());
            Entry meanwhile = find(server, lines);
            if (meanwhile == null) {
                lines.add(server + " " + fingerprint);
                SecretFiles.write(file, String.join("\n", lines) + "\n");
                log.info("First connection to {}: its key {} is now expected ({})", server, fingerprint, file);
            } else if (!meanwhile.fingerprint.equals(fingerprint)) {
                throw new IOException("another program noted another key for " + server + " in " + file + " just now");
            }
            return file;
        });
    }

    private List<String> lines() throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private @Nullable Entry find(String server, List<String> lines) throws IOException {
        int number = 0;
        for (String line : lines) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.strip().split("\\s+");
            if (fields.length != 2 || !Fingerprint.isValid(fields[1])) {
                throw new IOException(file + ", line " + number + " is not of the form HOST:PORT SHA256:...");
            }
            if (fields[0].equals(server)) {
                return new Entry(fields[1], number);
            }
        }
        return null;
    }

    private static String name(String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        boolean bare = lower.indexOf(':') >= 0 && !lower.startsWith("[");
        return (bare ? "[" + lower + "]" : lower) + ":" + port;
    }
}
