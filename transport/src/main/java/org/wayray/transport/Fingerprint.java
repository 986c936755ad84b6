package org.wayray.transport;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * The short form of a public key that people compare: {@code SHA256:} and the base64, without padding, of the SHA-256 of the
 * certificate's SubjectPublicKeyInfo. A certificate that is renewed for the same key keeps it.
 */
final class Fingerprint {
    private static final String PREFIX = "SHA256:";

    private Fingerprint() {}

    static String of(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(certificate.getPublicKey().getEncoded());
            return PREFIX + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether a text can be one. */
    static boolean isValid(String text) {
        return text.matches("SHA256:[A-Za-z0-9+/]{43}");
    }
}
