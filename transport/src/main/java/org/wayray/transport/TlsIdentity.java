package org.wayray.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

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

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
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
                TlsIdentity fresh = SelfSigned.create(hostNames, Instant.now());
                SecretFiles.write(keyFile, Pem.encode("PRIVATE KEY", fresh.key.getEncoded()));
                SecretFiles.write(certificateFile, fresh.certificatePem());
            }
            return load(certificateFile, keyFile);
        });
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
