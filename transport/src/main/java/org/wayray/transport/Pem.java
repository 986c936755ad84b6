package org.wayray.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Certificates and keys in PEM files (RFC 7468), with errors that say what is wrong with which file.
 *
 * <p>What today's tools write is read by the JDK alone; the library that knows OpenSSL's older key formats takes a fifth of a second to
 * load, so only they pay for it.
 */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private record Block(String label, String body) {
        boolean isEncrypted() {
            return label.equals("ENCRYPTED PRIVATE KEY") || body.contains("ENCRYPTED");
        }
    }

    private Pem() {}

    /** Every certificate of a file, in its order; at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : read(file)) {
            if (block.label.equals("CERTIFICATE")) {
                found.add(certificate(file, decode(file, block)));
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
        for (Block block : read(file)) {
            if (block.label.endsWith("PRIVATE KEY")) {
                if (block.isEncrypted()) {
                    throw new IOException("the key in " + file
                            + " is encrypted with a passphrase; write it without: openssl pkey -in " + file
                            + " -out plain.key");
                }
                return key(file, pkcs8(file, block));
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

    static String encode(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static List<Block> read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new IOException("no permission to read " + file, e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not a text file, but PEM is wanted; openssl converts it", e);
        }
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    private static byte[] decode(Path file, Block block) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(block.body);
        } catch (IllegalArgumentException e) {
            throw new IOException("the " + block.label + " in " + file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static byte[] pkcs8(Path file, Block block) throws IOException {
        byte[] der = decode(file, block);
        try {
            return switch (block.label) {
                case "RSA PRIVATE KEY" ->
                    new PrivateKeyInfo(
                                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                                    RSAPrivateKey.getInstance(der))
                            .getEncoded();
                case "EC PRIVATE KEY" -> {
                    ECPrivateKey key = ECPrivateKey.getInstance(der);
                    yield new PrivateKeyInfo(
                                    new AlgorithmIdentifier(
                                            X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
                                    key)
                            .getEncoded();
                }
                default -> der;
            };
        } catch (IllegalArgumentException e) {
            throw new IOException("the key in " + file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file, byte[] pkcs8) throws IOException {
        InvalidKeySpecException why = new InvalidKeySpecException();
        for (String algorithm : List.of("EC", "RSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                why = e;
            } catch (NoSuchAlgorithmException e) {
                throw new IOException("this Java cannot use " + algorithm + " keys", e);
            }
        }
        throw new IOException("the key in " + file + " is damaged, or neither an EC nor an RSA key", why);
    }

    private static X509Certificate certificate(Path file, byte[] der) throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IOException("a certificate in " + file + " cannot be used: " + e.getMessage(), e);
        }
    }
}
