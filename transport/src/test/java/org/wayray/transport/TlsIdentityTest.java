package org.wayray.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIdentityTest {
    /** Making one takes seconds on a slow machine. */
    private static @Nullable KeyPair rsa;

    @TempDir
    private Path directory;

    @Test
    void theFirstStartMakesAnIdentityAndTheNextOneKeepsIt() throws Exception {
        Path inside = directory.resolve("tls");
        TlsIdentity first = TlsIdentity.loadOrCreate(inside, List.of("desk.example.org", "192.0.2.7", "2001:db8::7"));
        TlsIdentity second = TlsIdentity.loadOrCreate(inside, List.of("another"));
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint()).startsWith("SHA256:");
        assertThat(first.certificate().getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(first.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=desk.example.org");
        assertThat(first.certificate().getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactly("desk.example.org", "192.0.2.7", "2001:db8:0:0:0:0:0:7");
        first.certificate().checkValidity(Date.from(Instant.now().plus(Duration.ofDays(29L * 365))));
        first.certificate().verify(first.certificate().getPublicKey());
    }

    @Test
    void theKeyIsForItsOwnerOnly() throws Exception {
        Path inside = directory.resolve("tls");
        TlsIdentity.loadOrCreate(inside, List.of("localhost"));
        assertThat(mode(inside)).isEqualTo("rwx------");
        assertThat(mode(inside.resolve(TlsIdentity.KEY_FILE))).isEqualTo("rw-------");
        try (var files = Files.list(inside)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(".lock", TlsIdentity.KEY_FILE, TlsIdentity.CERTIFICATE_FILE);
        }
    }

    @Test
    void programsStartedTogetherAgreeOnOneIdentity() throws Exception {
        var fingerprints = ConcurrentHashMap.newKeySet();
        try (var pool = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 8; i++) {
                pool.submit(() -> fingerprints.add(TlsIdentity.loadOrCreate(directory, List.of("localhost"))
                        .fingerprint()));
            }
        }
        assertThat(fingerprints).hasSize(1);
    }

    @Test
    void halfAnIdentityIsNotReplaced() throws Exception {
        TlsIdentity.loadOrCreate(directory, List.of("localhost"));
        Files.delete(directory.resolve(TlsIdentity.KEY_FILE));
        assertThatThrownBy(() -> TlsIdentity.loadOrCreate(directory, List.of("localhost")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.resolve(TlsIdentity.KEY_FILE).toString())
                .hasMessageContaining("restore it, or remove both");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void keysAreReadInPkcs8AndInTheOlderForms(String algorithm) throws Exception {
        KeyPair pair = pair(algorithm);
        Path certificate = write("c.pem", TestCertificates.selfSigned(pair, "localhost"));
        Path pkcs8 =
                write("pkcs8.key", Pem.encode("PRIVATE KEY", pair.getPrivate().getEncoded()));
        String curve = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        Path classic = write(
                "classic.key",
                (algorithm.equals("EC") ? curve : "")
                        + Pem.encode(algorithm + " PRIVATE KEY", classicForm(pair.getPrivate())));
        // loading includes a signature by the key that the certificate must verify
        assertThat(TlsIdentity.load(certificate, pkcs8).key().getAlgorithm()).isEqualTo(algorithm);
        assertThat(TlsIdentity.load(certificate, classic).key().getAlgorithm()).isEqualTo(algorithm);
    }

    @Test
    void anEncryptedKeySaysHowToDecryptIt() throws Exception {
        KeyPair pair = pair("RSA");
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(
                    pair.getPrivate(),
                    new JcePEMEncryptorBuilder("AES-128-CBC")
                            .setProvider(new BouncyCastleProvider())
                            .build("secret".toCharArray()));
        }
        Path certificate = write("c.pem", TestCertificates.selfSigned(pair, "localhost"));
        Path key = write("k.pem", text.toString());
        assertThatThrownBy(() -> TlsIdentity.load(certificate, key))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("encrypted with a passphrase")
                .hasMessageContaining("openssl pkey -in " + key);
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        Path certificate = write("c.pem", TestCertificates.selfSigned(pair("EC"), "localhost"));
        for (String algorithm : List.of("EC", "RSA")) {
            Path key = write(
                    "k.pem",
                    Pem.encode("PRIVATE KEY", pair(algorithm).getPrivate().getEncoded()));
            assertThatThrownBy(() -> TlsIdentity.load(certificate, key))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not belong to the first certificate in " + certificate);
        }
    }

    @Test
    void missingEmptyAndDamagedFilesAreNamed() throws Exception {
        KeyPair pair = pair("EC");
        Path certificate = write("c.pem", TestCertificates.selfSigned(pair, "localhost"));
        Path missing = directory.resolve("missing.pem");
        assertThatThrownBy(() -> TlsIdentity.load(missing, missing)).hasMessage("there is no file " + missing);
        Path empty = write("empty.pem", "");
        assertThatThrownBy(() -> TlsIdentity.load(empty, empty)).hasMessageStartingWith(empty + " has no certificate");
        assertThatThrownBy(() -> TlsIdentity.load(certificate, empty))
                .hasMessageStartingWith(empty + " has no private key");
        Path damaged = write("damaged.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> TlsIdentity.load(certificate, damaged))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the key in " + damaged + " is damaged");
        Path binary = directory.resolve("c.der");
        Files.write(binary, pair.getPublic().getEncoded());
        assertThatThrownBy(() -> TlsIdentity.load(binary, empty)).isInstanceOf(IOException.class);
    }

    /** A key as openssl wrote it before PKCS#8: PKCS#1 for RSA, SEC 1 for EC. */
    private static byte[] classicForm(PrivateKey key) throws Exception {
        return key instanceof ECPrivateKey ec
                ? new org.bouncycastle.asn1.sec.ECPrivateKey(256, ec.getS(), SECObjectIdentifiers.secp256r1)
                        .getEncoded()
                : PrivateKeyInfo.getInstance(key.getEncoded())
                        .parsePrivateKey()
                        .toASN1Primitive()
                        .getEncoded();
    }

    private static KeyPair pair(String algorithm) throws Exception {
        if (algorithm.equals("RSA") && rsa != null) {
            return rsa;
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(2048);
            rsa = generator.generateKeyPair();
            return rsa;
        }
        return generator.generateKeyPair();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
