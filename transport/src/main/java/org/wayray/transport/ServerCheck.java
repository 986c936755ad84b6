package org.wayray.transport;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link TrustPolicy} into one connection's TLS handshake and keeps what it said, which TLS would reduce to a number. Confined to
 * the network thread.
 */
final class ServerCheck extends X509ExtendedTrustManager {
    private final TrustPolicy policy;
    private final String host;
    private final int port;
    private @Nullable X509Certificate accepted;
    private @Nullable UntrustedServerException objection;

    ServerCheck(TrustPolicy policy, String host, int port) {
        this.policy = policy;
        this.host = host;
        this.port = port;
    }

    /** Why the server was not accepted; null if it was, or has shown nothing yet. */
    @Nullable
    UntrustedServerException objection() {
        return objection;
    }

    /** The certificate that was accepted. */
    @Nullable
    X509Certificate accepted() {
        return accepted;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            policy.check(host, port, chain[0]);
            accepted = chain[0];
        } catch (UntrustedServerException e) {
            objection = e;
            throw new CertificateException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("for viewers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("for viewers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("for viewers only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
