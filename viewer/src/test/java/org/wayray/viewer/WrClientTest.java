package org.wayray.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wayray.cli.Endpoint;
import org.wayray.cli.Program;
import org.wayray.codec.Framebuffer;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Versions;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.OutputConfig;
import org.wayray.protocol.v1.Refusal;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToSession.BodyCase;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.testkit.Await;
import org.wayray.testkit.Picture;
import org.wayray.transport.FrontDoorOptions;
import org.wayray.transport.QuicFrontDoor;
import org.wayray.transport.TlsIdentity;
import org.wayray.transport.TrustPolicy;
import org.wayray.transport.ViewerCertificates;
import org.wayray.viewer.headless.HeadlessPresenter;
import org.wayray.viewer.session.FakeServer;
import org.wayray.viewer.session.ViewerSession;

/** The whole program against a server at the far end of real QUIC. */
@Timeout(120)
class WrClientTest {
    @TempDir
    Path folder;

    private final List<FakeServer.Peer> peers = new CopyOnWriteArrayList<>();
    private @Nullable QuicFrontDoor door;

    /** What the server does with a viewer that has said hello. */
    private Consumer<FakeServer.Peer> answer = peer -> peer.welcome(64, 48);

    @AfterEach
    void closeDoor() {
        if (door != null) {
            door.close();
        }
    }

    @Test
    void theScreenshotIsWhatTheServerSentToThePixel() throws Exception {
        var remote = noise(200, 120);
        answer = peer -> showAndEnd(peer, remote);
        var address = listen("server");
        var file = folder.resolve("shot.png");

        var result = run("--headless", "--screenshot", file.toString(), "--after", "60", address);

        assertThat(result.err()).doesNotContain("error: ");
        assertThat(result.status()).isZero();
        assertThat(Picture.read(file)).isEqualTo(new Picture(200, 120, remote.pixels(), remote.stride()));
        assertThat(peer().all(BodyCase.FRAME_ACK)).hasSize(1);
    }

    @Test
    void screensAreAskedForAndEachHasAFileOfItsOwn() throws Exception {
        var first = noise(200, 120);
        var second = noise(60, 40);
        answer = peer -> {
            peer.welcome(200, 120);
            peer.send(
                    Channel.DISPLAY,
                    ToViewer.newBuilder()
                            .setOutputConfig(OutputConfig.newBuilder()
                                    .setId(FakeServer.OUTPUT)
                                    .setWidth(200)
                                    .setHeight(120)
                                    .setScreen(1))
                            .build());
            peer.send(
                    Channel.DISPLAY,
                    ToViewer.newBuilder()
                            .setOutputConfig(OutputConfig.newBuilder()
                                    .setId(8)
                                    .setWidth(60)
                                    .setHeight(40)
                                    .setScreen(2))
                            .build());
            peer.frame(first, first.bounds());
            peer.frame(8, second, second.bounds());
        };
        var address = listen("server");
        var file = folder.resolve("shot.png");

        var result = run(
                "--headless",
                "--screen",
                "200x120@150",
                "--screen",
                "60x40",
                "--scale",
                "125%",
                "--screenshot",
                file.toString(),
                "--after",
                "3",
                address);

        assertThat(result.err()).doesNotContain("error: ");
        assertThat(peer().all(BodyCase.HELLO).getFirst().getHello().getScreensList())
                .extracting(screen -> screen.getId() + ":" + screen.getWidth() + "x" + screen.getHeight() + "@"
                        + screen.getScale120() + "+" + screen.getX())
                .containsExactly("1:200x120@180+0", "2:60x40@150+200");
        assertThat(Picture.read(folder.resolve("shot-1.png")))
                .isEqualTo(new Picture(200, 120, first.pixels(), first.stride()));
        assertThat(Picture.read(folder.resolve("shot-2.png")))
                .isEqualTo(new Picture(60, 40, second.pixels(), second.stride()));
    }

    @Test
    void statisticsGoToAFileWithOrWithoutAScreenshot() throws Exception {
        answer = peer -> showAndEnd(peer, noise(200, 120));
        var address = listen("server");
        var file = folder.resolve("stats.jsonl");

        var result = run("--headless", "--stats", file.toString(), "--after", "60", address);

        assertThat(result.err()).doesNotContain("error: ");
        assertThat(result.status()).isZero();
        assertThat(Files.readAllLines(file))
                .hasSize(2)
                .satisfiesExactly(
                        interval -> assertThat(interval)
                                .contains("\"kind\":\"interval\"")
                                .contains("\"frames\":1,")
                                .contains("\"server\":\"" + address + "\""),
                        summary -> assertThat(summary).contains("\"kind\":\"summary\""));

        var nowhere = folder.resolve("none/stats.jsonl").toString();
        var failed = run("--headless", "--stats", nowhere, "--after", "60", address);
        assertThat(failed.status()).isEqualTo(3);
        assertThat(failed.err()).contains("cannot write the statistics");
    }

    @Test
    void helloSaysVersionAndKeymap() throws Exception {
        answer = FakeServer.Peer::endSession;
        var address = listen("server");
        var file = folder.resolve("shot.png").toString();
        run(
                Map.of("XKB_DEFAULT_LAYOUT", "fr", "XKB_DEFAULT_VARIANT", "bepo", "XKB_DEFAULT_OPTIONS", "ctrl:nocaps"),
                "--headless",
                "--screenshot",
                file,
                "--after",
                "60",
                "--layout",
                "de,us",
                address);
        var hello = peer().all(BodyCase.HELLO).getFirst().getHello();
        assertThat(hello.getMinVersion()).isEqualTo(Versions.OLDEST);
        assertThat(hello.getMaxVersion()).isEqualTo(Versions.NEWEST);
        assertThat(hello.getViewerName()).isEqualTo("wrclient");
        assertThat(hello.getKeymap().getLayout()).isEqualTo("de,us");
        assertThat(hello.getKeymap().getVariant()).isEmpty();
        assertThat(hello.getKeymap().getOptions()).isEqualTo("ctrl:nocaps");
    }

    @Test
    void aSessionThatSendsNothingIsSaidToHaveSentNothing() throws Exception {
        var address = listen("server");
        var result = run("--headless", "--screenshot", folder.resolve("x").toString(), "--after", "4", address);
        assertThat(result.status()).isEqualTo(8);
        assertThat(result.err()).contains("there is no picture to write").contains("the session has sent nothing");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void aRefusalEndsItAtOnceWithTheServersWords() throws Exception {
        answer = peer -> peer.send(
                Channel.CONTROL,
                ToViewer.newBuilder()
                        .setRefusal(Refusal.newBuilder()
                                .setCode(Refusal.Code.VERSION_TOO_OLD)
                                .setReason("This viewer is too old.")
                                .setHint("Update it."))
                        .build());
        var address = listen("server");
        var result = run("--headless", "--screenshot", folder.resolve("x").toString(), "--after", "60", address);
        assertThat(result.status()).isEqualTo(5);
        assertThat(result.err()).contains("This viewer is too old.").contains("Update it.");
    }

    @Test
    void aServerThatDoesNotAnswerIsSaidSo() throws Exception {
        var address = listen("server");
        closeDoor();
        door = null;
        var result = run("--headless", "--screenshot", folder.resolve("x").toString(), "--after", "1", address);
        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err()).contains("cannot connect to " + address);
    }

    @Test
    void anUnknownHostIsSaidSo() {
        var result = run(
                "--headless", "--screenshot", folder.resolve("x").toString(), "--after", "0.5", "no.such.host.invalid");
        assertThat(result.status()).isEqualTo(4);
        assertThat(result.err()).contains("no.such.host.invalid:4433");
    }

    @Test
    void aServersKeyIsNotedAndAnotherOneIsRefused() throws Exception {
        answer = peer -> showAndEnd(peer, noise(64, 48));
        var shot = folder.resolve("x").toString();
        var address = listen("server");
        assertThat(run("--headless", "--screenshot", shot, "--after", "60", address)
                        .status())
                .isZero();
        assertThat(folder.resolve("config/wayray/known_hosts")).content().contains(address);

        closeDoor();
        listen("impostor", port(address));
        var result = run("--headless", "--screenshot", shot, "--after", "60", address);
        assertThat(result.status()).isEqualTo(6);
        assertThat(result.err()).contains("another key").contains("known_hosts");
        assertThat(peers).hasSize(1);
    }

    @Test
    void withTrustOnlyThatCertificateCounts() throws Exception {
        answer = peer -> showAndEnd(peer, noise(64, 48));
        var address = listen("server");
        var shot = folder.resolve("x").toString();
        var good = folder.resolve("server/" + TlsIdentity.CERTIFICATE_FILE).toString();
        assertThat(run("--headless", "--screenshot", shot, "--after", "60", "--trust", good, address)
                        .status())
                .isZero();

        TlsIdentity.loadOrCreate(folder.resolve("other"), List.of("localhost"));
        var other = folder.resolve("other/" + TlsIdentity.CERTIFICATE_FILE).toString();
        assertThat(run("--headless", "--screenshot", shot, "--after", "60", "--trust", other, address)
                        .status())
                .isEqualTo(6);
        var none = folder.resolve("none.pem").toString();
        var result = run("--headless", "--screenshot", shot, "--after", "60", "--trust", none, address);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).contains("none.pem");
    }

    @Test
    void aServerThatAsksForACertificateTakesTheRightOneOnly() throws Exception {
        answer = peer -> showAndEnd(peer, noise(64, 48));
        var certificate = folder.resolve("desk.crt");
        var key = folder.resolve("desk.key");
        writeViewerIdentity(certificate, key);
        // a certificate that signs itself is its own authority
        var rule = ViewerCertificates.issuedBy(certificate);
        var address = listen("server", 0, options -> options.withViewers(rule));
        var shot = folder.resolve("x").toString();

        var without = run("--headless", "--screenshot", shot, "--after", "60", address);
        assertThat(without.status()).isEqualTo(5);
        assertThat(without.err()).contains("asks viewers for a certificate");
        assertThat(peers).isEmpty();

        var with = run(
                "--headless",
                "--screenshot",
                shot,
                "--after",
                "60",
                "--cert",
                certificate.toString(),
                "--key",
                key.toString(),
                address);
        assertThat(with.err()).doesNotContain("error: ");
        assertThat(with.status()).isZero();
    }

    @Test
    void aCertificateOfTheViewersOwnThatCannotBeReadIsNamed() throws Exception {
        var none = folder.resolve("none.pem").toString();
        var shot = folder.resolve("x").toString();
        var result = run(
                "--headless", "--screenshot", shot, "--after", "60", "--cert", none, "--key", none, listen("server"));
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).contains("none.pem");
    }

    @Test
    void aServerThatComesBackIsFoundAgain() throws Exception {
        var address = listen("server");
        var remote = noise(64, 48);
        var presenter = new HeadlessPresenter();
        try (var network = new QuicServer(
                        Endpoint.parse(address),
                        () -> TrustPolicy.knownHosts(folder.resolve("known")),
                        Optional::empty);
                var session = new ViewerSession(
                        presenter.loop(),
                        network,
                        Hello.newBuilder().setMinVersion(1).setMaxVersion(1).build(),
                        presenter,
                        new Random(1))) {
            session.start();
            var viewer = Thread.ofPlatform().start(() -> {
                try {
                    presenter.run(session, Duration.ofMinutes(1).toNanos());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            Await.until("the viewer is there", () -> !peers.isEmpty() && peer().has(ToSession::hasHello));
            closeDoor();
            answer = peer -> {
                peer.welcome(64, 48);
                peer.frame(remote, remote.bounds());
            };
            listen("server", port(address));
            Await.until(
                    "the viewer is back and shows the picture",
                    () -> peers.size() > 1 && !peer().all(BodyCase.FRAME_ACK).isEmpty());
            presenter.loop().execute(session::leave);
            viewer.join();
            var shown = Objects.requireNonNull(session.picture());
            assertThat(shown.showsSameAs(remote)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host:99999",
                "host:0",
                "--headless host",
                "--screenshot x host",
                "--headless --screenshot x --fullscreen host",
                "--headless --screenshot x --after -1 host",
                "--software --gpu host",
                "--size 100 host",
                "--size 20000x100 host",
                "--scale 20 host",
                "--scale large host",
                "--remote-size 800x600 host",
                "--all-monitors --monitor 2 host",
                "--monitor 0 host",
                "--screen 800x600 host",
                "--headless --screenshot x --screen 800x600@5 host",
                "--headless --screenshot x --screen 800x600+3 host",
                "--headless --screenshot x --screen 800x600 --size 800x600 host",
                "--trust a --known-hosts b host",
                "--cert a host",
                "--key a host",
                "one two",
                "--colour host"
            })
    void aWrongCommandLineIsAUsageError(String line) {
        var result = run(line.isEmpty() ? new String[0] : line.split(" ", -1));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: ");
    }

    @Test
    void withoutADisplayItSaysWhatWorksWithoutOne() throws Exception {
        var result = run(listen("server"));
        assertThat(result.status()).isEqualTo(7);
        assertThat(result.err())
                .contains("neither WAYLAND_DISPLAY nor DISPLAY is set")
                .contains("--headless");
    }

    @Test
    void aSignalEndsItAsItsUserWould() throws Exception {
        var remote = noise(64, 48);
        answer = peer -> {
            peer.welcome(64, 48);
            peer.frame(remote, remote.bounds());
        };
        var address = listen("server");
        try (var display = XDisplay.start(folder, 400, 300, 24)) {
            var errors = folder.resolve("errors").toFile();
            var process = new ProcessBuilder(command(address))
                    .redirectError(errors)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            process.environment().put("DISPLAY", display.name());
            process.environment().remove("WAYLAND_DISPLAY");
            var running = process.start();
            try {
                Await.until(
                        "a frame was shown",
                        () -> !peers.isEmpty()
                                && !peer().all(BodyCase.FRAME_ACK).isEmpty());
                running.destroy();
                assertThat(running.waitFor(10, TimeUnit.SECONDS)).isTrue();
            } finally {
                running.destroyForcibly();
            }
            assertThat(running.exitValue()).isZero();
            assertThat(peer().all(BodyCase.GOODBYE)).hasSize(1);
            assertThat(errors).content().doesNotContain("ERROR").doesNotContain("Exception");
        }
    }

    // ---- what the tests are made of

    private record Result(int status, String err) {}

    /** Runs the program in this process with nothing in its environment but a folder for its configuration. */
    private Result run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private Result run(Map<String, String> environment, String... arguments) {
        var full = new HashMap<>(environment);
        full.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        var err = new ByteArrayOutputStream();
        var saved = System.err;
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int status = Program.run(new WrClient(full), arguments);
            return new Result(status, err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(saved);
        }
    }

    /** Makes a certificate that is not only for servers, with the JDK's own tool. */
    private void writeViewerIdentity(Path certificate, Path key) throws Exception {
        var store = folder.resolve("desk.p12");
        var password = "changeit";
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "desk",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=desk-1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        password)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        var entries = KeyStore.getInstance(store.toFile(), password.toCharArray());
        Files.writeString(
                certificate, pem("CERTIFICATE", entries.getCertificate("desk").getEncoded()));
        Files.writeString(
                key,
                pem(
                        "PRIVATE KEY",
                        entries.getKey("desk", password.toCharArray()).getEncoded()));
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }

    private static void showAndEnd(FakeServer.Peer peer, Framebuffer picture) {
        peer.endsAfterFirstAck = true;
        peer.welcome(picture.width(), picture.height());
        peer.frame(picture, picture.bounds());
    }

    private List<String> command(String address) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(WrClient.class.getName());
        command.addAll(List.of("--known-hosts", folder.resolve("known").toString(), address));
        return command;
    }

    private String listen(String identity) throws IOException {
        return listen(identity, 0);
    }

    /** Opens a server on loopback; returns its address as one writes it. */
    private String listen(String identity, int port) throws IOException {
        return listen(identity, port, UnaryOperator.identity());
    }

    private String listen(String identity, int port, UnaryOperator<FrontDoorOptions> rules) throws IOException {
        var tls = TlsIdentity.loadOrCreate(folder.resolve(identity), List.of("localhost"));
        var opened = QuicFrontDoor.open(
                rules.apply(FrontDoorOptions.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), tls)),
                link -> {
                    var peer = new FakeServer.Peer(link, answer);
                    peers.add(peer);
                    link.start(peer);
                });
        door = opened;
        return "127.0.0.1:" + opened.address().getPort();
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1));
    }

    private FakeServer.Peer peer() {
        return peers.getLast();
    }

    private static Framebuffer noise(int width, int height) {
        var picture = new Framebuffer(width, height);
        var random = new Random(1);
        for (int i = 0; i < picture.pixels().length; i++) {
            picture.pixels()[i] = 0xFF000000 | random.nextInt();
        }
        return picture;
    }
}
