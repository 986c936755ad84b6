package org.wayray.transport;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that a site would have. */
final class TestCertificates {
    private TestCertificates() {}

    /** A site's authority. */
    static final class Authority {
        private final KeyPair pair;
        private final X509Certificate certificate;

        Authority(String name) throws Exception {
            pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
            certificate = build(name, name, pair, pair.getPrivate(), true);
        }

        Path certificateFile(Path directory) throws IOException {
            return Files.writeString(directory.resolve("ca.pem"), Pem.encode(certificate));
        }

        /** What a viewer gets from this authority. */
        TlsIdentity issue(Path directory, String name) throws Exception {
            KeyPair own = KeyPairGenerator.getInstance("EC").generateKeyPair();
            String issuer = certificate.getSubjectX500Principal().getName().substring("CN=".length());
            return TlsIdentity.load(
                    Files.writeString(
                            directory.resolve(name + ".crt"),
                            Pem.encode(build(name, issuer, own, pair.getPrivate(), false))),
                    Files.writeString(
                            directory.resolve(name + ".key"),
                            Pem.encode("PRIVATE KEY", own.getPrivate().getEncoded())));
        }
    }

    static String selfSigned(KeyPair pair, String name) throws Exception {
        return Pem.encode(build(name, name, pair, pair.getPrivate(), false));
    }

    private static X509Certificate build(String name, String issuer, KeyPair pair, PrivateKey signer, boolean authority)
            throws Exception {
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=" + issuer),
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                new X500Name("CN=" + name),
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        String algorithm = signer.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer)));
    }
}
