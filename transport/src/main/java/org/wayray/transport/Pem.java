package org.wayray.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Certificates and keys in PEM files, with errors that say what is wrong with which file. */
final class Pem {
    private Pem() {}

    /** Every certificate of a file, in its order; at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        for (Object item : read(file)) {
            if (item instanceof X509CertificateHolder holder) {
                found.add(certificate(file, holder));
            }
        }
        if (found.isEmpty()) {
            throw new IOException(
                    file + " has no certificate in PEM form; one begins with -----BEGIN CERTIFICATE-----");
        }
        return found;
    }

    /** The first private key of a file. */
    static PrivateKey privateKey(Path file) throws IOException {
        for (Object item : read(file)) {
            switch (item) {
                case PrivateKeyInfo key -> {
                    return convert(file, key);
                }
                case PEMKeyPair pair -> {
                    return convert(file, pair.getPrivateKeyInfo());
                }
                case PKCS8EncryptedPrivateKeyInfo _, PEMEncryptedKeyPair _ ->
                    throw new IOException(
                            "the key in " + file + " is encrypted with a passphrase; write it without: openssl"
                                    + " pkey -in " + file + " -out plain.key");
                case X509CertificateHolder _, ASN1ObjectIdentifier _ -> {
                    // a certificate or the curve's parameters before the key
                }
                default -> {
                    // other things that people keep in the same file
                }
            }
        }
        throw new IOException(file + " has no private key in PEM form; one begins with -----BEGIN PRIVATE KEY-----");
    }

    static String encode(X509Certificate certificate) {
        try {
            return encode("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate without an encoding", e);
        }
    }

    static String encode(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    private static List<Object> read(Path file) throws IOException {
        List<Object> items = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                PEMParser parser = new PEMParser(reader)) {
            for (Object item = parser.readObject(); item != null; item = parser.readObject()) {
                items.add(item);
            }
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new IOException("no permission to read " + file, e);
        } catch (CharacterCodingException e) {
            throw new IOException(
                    file + " is not a text file; convert it to PEM: openssl x509 -inform der -in " + file, e);
        } catch (PEMException | IllegalArgumentException | ClassCastException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
        return items;
    }

    private static PrivateKey convert(Path file, PrivateKeyInfo key) throws IOException {
        PrivateKey converted;
        try {
            converted = new JcaPEMKeyConverter().getPrivateKey(key);
        } catch (PEMException e) {
            throw new IOException("the key in " + file + " cannot be used: " + e.getMessage(), e);
        }
        if (!converted.getAlgorithm().equals("EC") && !converted.getAlgorithm().equals("RSA")) {
            throw new IOException(
                    "the key in " + file + " is of the kind " + converted.getAlgorithm() + "; use an EC or RSA key");
        }
        return converted;
    }

    private static X509Certificate certificate(Path file, X509CertificateHolder holder) throws IOException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
        } catch (CertificateException e) {
            throw new IOException("a certificate in " + file + " cannot be used: " + e.getMessage(), e);
        }
    }
}
