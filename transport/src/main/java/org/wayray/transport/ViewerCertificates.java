package org.wayray.transport;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.wayray.protocol.PeerText;

/**
 * A site's rule that viewers must show a certificate issued by one of its authorities. Immutable.
 *
 * <p>TLS itself only asks for a certificate and makes sure that the viewer has its key; whether it is good enough is decided after the
 * handshake, so that the viewer gets a sentence to read and not a TLS alert.
 */
public final class ViewerCertificates {
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";

    private final List<X509Certificate> authorities;

    private ViewerCertificates(List<X509Certificate> authorities) {
        this.authorities = authorities;
    }

    /**
     * Reads the authorities.
     *
     * @param file one or more certificates, PEM
     */
    public static ViewerCertificates issuedBy(Path file) throws IOException {
        return new ViewerCertificates(List.copyOf(Pem.certificates(file)));
    }

    /** What is wrong with what a viewer showed; empty if it may come in. */
    Optional<String> objection(X509Certificate[] shown) {
        if (shown.length == 0) {
            return Optional.of("this server asks viewers for a certificate, and this viewer has shown none");
        }
        try {
            List<String> purposes = shown[0].getExtendedKeyUsage();
            if (purposes != null && !purposes.contains(CLIENT_AUTHENTICATION)) {
                return Optional.of("the viewer's certificate is not meant for clients");
            }
            var anchors = authorities.stream()
                    .map(authority -> new TrustAnchor(authority, null))
                    .collect(Collectors.toSet());
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            var withoutAnchors = Arrays.stream(shown)
                    .filter(one -> !authorities.contains(one))
                    .toList();
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(withoutAnchors), parameters);
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.of("the viewer's certificate ("
                    + PeerText.readable(shown[0].getSubjectX500Principal().getName())
                    + ") is not accepted here: " + e.getMessage());
        }
    }
}
