package org.wayray.transport;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.link.CloseReason;
import org.wayray.protocol.v1.Refusal;
import org.wayray.protocol.v1.ToViewer;

/** Who trusts whom, over real connections where that matters. */
class TrustTest {
    @TempDir
    private Path directory;

    @Test
    void theFirstConnectionPinsTheKeyAndTheNextOneFindsIt() throws Exception {
        Path file = directory.resolve("wayray").resolve("known_hosts");
        try (Loopback loopback = new Loopback();
                QuicViewerConnector connector = Loopback.connector(TrustPolicy.knownHosts(file))) {
            for (int i = 0; i < 2; i++) {
                connector
                        .connect("127.0.0.1", loopback.port())
                        .get(20, TimeUnit.SECONDS)
                        .close(CloseReason.finished("seen"));
                assertThat(file)
                        .hasContent("127.0.0.1:" + loopback.port() + " " + loopback.identity.fingerprint() + "\n");
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aChangedKeyIsRefusedAndTheMessageSaysEverything() throws Exception {
        Path file = directory.resolve("known_hosts");
        String other = SelfSigned.create(List.of("x"), Instant.now()).fingerprint();
        try (Loopback loopback = new Loopback();
                QuicViewerConnector connector = Loopback.connector(TrustPolicy.knownHosts(file))) {
            Files.writeString(file, "# servers\n\n127.0.0.1:" + loopback.port() + " " + other + "\n");
            ConnectFailure failure = failure(connector, loopback.port());
            assertThat(failure.kind()).isEqualTo(ConnectFailure.Kind.UNTRUSTED);
            assertThat(failure)
                    .hasMessage("The server 127.0.0.1:" + loopback.port() + " has another key than before: it is "
                            + loopback.identity.fingerprint() + ", expected is " + other + " (" + file + ", line 3).");
            assertThat(failure.hint())
                    .contains("remove line 3 of " + file)
                    .contains("somebody may be intercepting the connection");
            assertThat(loopback.noneAccepted()).isTrue();
        }
    }

    @Test
    void onlyTheNamedCertificateIsTrusted() throws Exception {
        try (Loopback loopback = new Loopback()) {
            Path right = Files.writeString(directory.resolve("right.pem"), loopback.identity.certificatePem());
            Path wrong = Files.writeString(
                    directory.resolve("wrong.pem"),
                    SelfSigned.create(List.of("x"), Instant.now()).certificatePem());
            try (QuicViewerConnector connector = Loopback.connector(TrustPolicy.only(right))) {
                connector
                        .connect("127.0.0.1", loopback.port())
                        .get(20, TimeUnit.SECONDS)
                        .close(CloseReason.finished("seen"));
            }
            try (QuicViewerConnector connector = Loopback.connector(TrustPolicy.only(wrong))) {
                ConnectFailure failure = failure(connector, loopback.port());
                assertThat(failure.kind()).isEqualTo(ConnectFailure.Kind.UNTRUSTED);
                assertThat(failure).hasMessageContaining("is not the one whose certificate is in " + wrong);
            }
        }
    }

    @Test
    void aKeyThatCannotBeNotedIsNotUsed() throws Exception {
        Path file = Files.createFile(directory.resolve("a-file")).resolve("known_hosts");
        try (Loopback loopback = new Loopback();
                QuicViewerConnector connector = Loopback.connector(TrustPolicy.knownHosts(file))) {
            ConnectFailure failure = failure(connector, loopback.port());
            assertThat(failure.kind()).isIn(ConnectFailure.Kind.LOCAL, ConnectFailure.Kind.UNTRUSTED);
            assertThat(failure).hasMessageContaining(file.toString());
        }
    }

    @Test
    void aDamagedListOfKnownServersIsNamedWithItsLine() throws Exception {
        Path file = Files.writeString(directory.resolve("known_hosts"), "# fine\ndesk.example.org:4433 nonsense\n");
        X509Certificate certificate =
                SelfSigned.create(List.of("x"), Instant.now()).certificate();
        assertThatThrownBy(() -> new KnownHosts(file).check("desk.example.org", 4433, certificate))
                .isInstanceOf(UntrustedServerException.class)
                .hasMessageContaining(file + ", line 2 is not of the form HOST:PORT SHA256:...");
    }

    @Test
    void namesAreComparedWithoutCaseAndAddressesOfVersionSixGetBrackets() throws Exception {
        Path file = directory.resolve("known_hosts");
        X509Certificate certificate =
                SelfSigned.create(List.of("x"), Instant.now()).certificate();
        KnownHosts hosts = new KnownHosts(file);
        hosts.confirmed("Desk.Example.ORG", 4433, certificate);
        hosts.confirmed("2001:db8::7", 4433, certificate);
        hosts.confirmed("desk.example.org", 4433, certificate);
        String pin = Fingerprint.of(certificate);
        assertThat(file).hasContent("desk.example.org:4433 " + pin + "\n[2001:db8::7]:4433 " + pin + "\n");
    }

    @Test
    void viewersStartedTogetherLoseNoLine() throws Exception {
        Path file = directory.resolve("known_hosts");
        X509Certificate certificate =
                SelfSigned.create(List.of("x"), Instant.now()).certificate();
        try (var pool = Executors.newFixedThreadPool(4)) {
            for (int port = 1; port <= 20; port++) {
                int number = port;
                pool.submit(() -> {
                    new KnownHosts(file).confirmed("desk", number, certificate);
                    return number;
                });
            }
        }
        assertThat(Files.readAllLines(file)).hasSize(20);
    }

    @Test
    void aSiteMayAskViewersForItsOwnCertificates() throws Exception {
        var authority = new TestCertificates.Authority("site");
        var stranger = new TestCertificates.Authority("stranger");
        ViewerCertificates rule = ViewerCertificates.issuedBy(authority.certificateFile(directory));
        try (Loopback loopback = new Loopback(options -> options.withViewers(rule))) {
            assertThat(greet(loopback, Optional.of(authority.issue(directory, "desk-1"))))
                    .isEmpty();
            assertThat(greet(loopback, Optional.empty())).hasValueSatisfying(refusal -> {
                assertThat(refusal.getCode()).isEqualTo(Refusal.Code.NOT_AUTHORISED);
                assertThat(refusal.getReason()).contains("asks viewers for a certificate");
            });
            assertThat(greet(loopback, Optional.of(stranger.issue(directory, "desk-2"))))
                    .hasValueSatisfying(refusal -> {
                        assertThat(refusal.getCode()).isEqualTo(Refusal.Code.NOT_AUTHORISED);
                        assertThat(refusal.getReason()).contains("CN=desk-2");
                    });
            assertThat(loopback.noneAccepted()).isTrue();
        }
    }

    /** Connects with an identity and says Hello: the refusal that comes, or nothing if the server takes the viewer. */
    private static Optional<Refusal> greet(Loopback loopback, Optional<TlsIdentity> identity) throws Exception {
        try (var connector =
                new QuicViewerConnector((host, port, certificate) -> {}, identity, Duration.ofSeconds(10))) {
            var link = connector.connect("127.0.0.1", loopback.port()).get(20, TimeUnit.SECONDS);
            Recorder<ToViewer> got = new Recorder<>();
            link.start(got);
            link.send(Loopback.HELLO);
            Await.until(() -> !got.isEmpty() || !loopback.noneAccepted());
            if (loopback.noneAccepted()) {
                return Optional.of(got.next().message().getRefusal());
            }
            loopback.accepted().close(CloseReason.finished("seen"));
            return Optional.empty();
        }
    }

    private static ConnectFailure failure(QuicViewerConnector connector, int port) throws Exception {
        try {
            connector.connect("127.0.0.1", port).get(20, TimeUnit.SECONDS);
            throw new AssertionError("connected");
        } catch (ExecutionException e) {
            return (ConnectFailure) requireNonNull(e.getCause());
        }
    }
}
