package org.wayray.transport;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Who a peer says it is in TLS: a private key and the certificates that belong to it. Immutable.
 *
 * <p>A server needs one; a viewer has one where the site asks for client certificates.
 */
public final class TlsIdentity {
    /** The file names inside a directory given to {@link #loadOrCreate}. */
    public static final String CERTIFICATE_FILE = "server.crt";

    /** The private key beside {@link #CERTIFICATE_FILE}; readable by its owner only. */
    public static final String KEY_FILE = "server.key";

    /** Viewers pin the key and do not look at the date; it ends so that software that insists on an end has one. */
    private static final Duration VALIDITY = Duration.ofDays(30L * 365);

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    /**
     * Reads an identity from PEM files.
     *
     * @param certificates the certificate, followed by those that lead to its root, if any
     * @param key its private key, EC or RSA, unencrypted, as PKCS#8 or in OpenSSL's older forms
     * @throws IOException if a file cannot be read, is not what it should be, or the two do not belong together; the message says
     *     which and what to do
     */
    public static TlsIdentity load(Path certificates, Path key) throws IOException {
        List<X509Certificate> chain = Pem.certificates(certificates);
        PrivateKey privateKey = Pem.privateKey(key);
        if (!belongTogether(privateKey, chain.getFirst().getPublicKey())) {
            throw new IOException("the key in " + key + " does not belong to the first certificate in " + certificates
                    + "; name the key that the certificate was issued for");
        }
        return new TlsIdentity(privateKey, chain);
    }

    /**
     * The identity that is kept in a directory; made there at the first call. Both files appear whole or not at all. A directory with
     * only one of them is an error: the other half may be in somebody's backup.
     *
     * @param directory where {@link #CERTIFICATE_FILE} and {@link #KEY_FILE} are; made if missing, for its owner only
     * @param hostNames the names and addresses that a new certificate is for; the first one is its subject
     * @throws IOException as for {@link #load}, or if the directory cannot be written
     */
    public static TlsIdentity loadOrCreate(Path directory, List<String> hostNames) throws IOException {
        Path certificateFile = directory.resolve(CERTIFICATE_FILE);
        Path keyFile = directory.resolve(KEY_FILE);
        SecretFiles.createDirectory(directory);
        return SecretFiles.locked(directory.resolve(".lock"), () -> {
            boolean hasCertificate = Files.exists(certificateFile);
            boolean hasKey = Files.exists(keyFile);
            if (hasCertificate != hasKey) {
                throw new NoSuchFileException(
                        (hasKey ? certificateFile : keyFile).toString(),
                        null,
                        "missing, but " + (hasKey ? keyFile : certificateFile)
                                + " is there; restore it, or remove both to have new ones made");
            }
            if (!hasKey) {
                TlsIdentity fresh = create(hostNames, Instant.now());
                SecretFiles.write(keyFile, Pem.encode("PRIVATE KEY", fresh.key.getEncoded()));
                SecretFiles.write(certificateFile, fresh.certificatePem());
            }
            return load(certificateFile, keyFile);
        });
    }

    /**
     * Makes an identity with a new EC P-256 key and a certificate signed by itself.
     *
     * @param hostNames the names and addresses that it is for; the first one is its subject
     * @param now the time from which it is valid, less an hour for clocks that are behind
     */
    static TlsIdentity create(List<String> hostNames, Instant now) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500NameBuilder()
                    .addRDN(BCStyle.CN, hostNames.getFirst())
                    .build();
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(127, new SecureRandom()),
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(VALIDITY)),
                    name,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth
            }));
            builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(hostNames));
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
            return new TlsIdentity(pair.getPrivate(), List.of(certificate));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("cannot make a certificate: " + e.getMessage(), e);
        }
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** What people compare: see {@link Fingerprint}. */
    public String fingerprint() {
        return Fingerprint.of(certificate());
    }

    /** The certificate alone as PEM, as viewers take it for {@link TrustPolicy#only}. */
    public String certificatePem() {
        return Pem.encode(certificate());
    }

    PrivateKey key() {
        return key;
    }

    X509Certificate[] chain() {
        return chain.toArray(new X509Certificate[0]);
    }

    private static GeneralNames alternativeNames(Collection<String> hostNames) {
        List<GeneralName> names = new ArrayList<>();
        for (String host : hostNames) {
            names.add(new GeneralName(isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host));
        }
        return new GeneralNames(names.toArray(new GeneralName[0]));
    }

    private static boolean isAddress(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) throws IOException {
        byte[] sample = "does this key sign for that certificate?".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        String algorithm = privateKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(privateKey);
            signer.update(sample);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(sample);
            return verifier.verify(signature);
        } catch (java.security.InvalidKeyException | java.security.SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no " + algorithm, e);
        }
    }
}
