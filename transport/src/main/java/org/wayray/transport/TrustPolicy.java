package org.wayray.transport;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

/** How a viewer decides whether a server is the one that it should be. Called on the network thread; may read small files. */
public interface TrustPolicy {
    /**
     * Looks at a server's certificate during the handshake, before anything is told to the server.
     *
     * @param host the name or address that the person gave
     * @throws UntrustedServerException if the connection must not be used; its message tells the person everything
     */
    void check(String host, int port, X509Certificate certificate) throws UntrustedServerException;

    /**
     * The handshake with a server that was accepted by {@link #check} is complete: it has shown that it owns the key.
     *
     * @throws IOException if what should be remembered cannot be; the connection is not used then
     */
    default void confirmed(String host, int port, X509Certificate certificate) throws IOException {}

    /** Pins a server's key on first use in a file; see {@link KnownHosts}. */
    static TrustPolicy knownHosts(Path file) {
        return new KnownHosts(file);
    }

    /**
     * Trusts one server key and no other.
     *
     * @param certificateFile its certificate, PEM
     * @throws IOException if the file cannot be read or has no certificate
     */
    static TrustPolicy only(Path certificateFile) throws IOException {
        String expected = Fingerprint.of(Pem.certificates(certificateFile).getFirst());
        return (host, port, certificate) -> {
            String seen = Fingerprint.of(certificate);
            if (!seen.equals(expected)) {
                throw new UntrustedServerException(
                        "The server " + host + ":" + port + " is not the one whose certificate is in " + certificateFile
                                + ": its key is " + seen + ", expected is " + expected + ".",
                        "If the server got a new certificate, copy that one to this machine; if nobody changed it, somebody may be"
                                + " intercepting the connection: do not go on.");
            }
        };
    }
}
