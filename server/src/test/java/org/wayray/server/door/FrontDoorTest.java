package org.wayray.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.link.CloseReason;
import org.wayray.link.LinkListener;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.Versions;
import org.wayray.protocol.v1.Goodbye;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.Refusal;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.protocol.v1.Token;
import org.wayray.server.WrSrvdSession;
import org.wayray.session.SessionRegistry;
import org.wayray.session.token.TokenHasher;
import org.wayray.session.token.TokenKey;
import org.wayray.transport.FrontDoorOptions;
import org.wayray.transport.QuicViewerConnector;
import org.wayray.transport.TlsIdentity;
import org.wayray.transport.TrustPolicy;

/** A real front door with real QUIC, and sessions in real processes. */
class FrontDoorTest {
    private static final int SECONDS = 60;

    @TempDir
    private Path folder;

    private FrontDoor door;

    @BeforeEach
    void open() throws IOException {
        var runtime = Files.createDirectories(folder.resolve("run"));
        var command = List.of(
                "env",
                "XDG_RUNTIME_DIR=" + runtime,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                WrSrvdSession.class.getName(),
                "--size",
                "320x200");
        door = FrontDoor.open(
                FrontDoorOptions.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        TlsIdentity.loadOrCreate(folder, List.of("localhost"))),
                SessionRegistry.open(folder.resolve("registry.db"), InstantSource.system(), new Random()),
                new TokenHasher(TokenKey.loadOrCreate(folder.resolve("token.key"))),
                new SessionsOptions(new OwnSessions(command), folder.resolve("sessions"), "anna", 2));
    }

    @AfterEach
    void close() throws InterruptedException {
        processes().forEach(ProcessHandle::destroy);
        for (int i = 0; i < SECONDS * 10 && !processes().isEmpty(); i++) {
            Thread.sleep(100);
        }
        door.close();
        assertThat(processes()).isEmpty();
    }

    @Test
    void aTokenLeadsToTheSameSessionFromEveryDeskAndTheNewestDeskShowsIt() throws Exception {
        try (var first = new Viewer("card", "1");
                var second = new Viewer("card", "1");
                var other = new Viewer("card", "2");
                var oneTooMany = new Viewer("card", "3")) {
            first.hello();
            first.next(ToViewer::hasFrame);
            assertThat(processes()).hasSize(1);

            second.hello();
            assertThat(first.next(ToViewer::hasGoodbye).getGoodbye().getReason())
                    .isEqualTo(Goodbye.Reason.REPLACED);
            second.next(ToViewer::hasFrame);
            assertThat(processes()).hasSize(1);

            other.hello();
            other.next(ToViewer::hasFrame);
            assertThat(processes()).hasSize(2);

            oneTooMany.hello();
            assertThat(oneTooMany.next(ToViewer::hasRefusal).getRefusal().getCode())
                    .isEqualTo(Refusal.Code.SERVER_ERROR);
            assertThat(processes()).hasSize(2);
        }
    }

    @Test
    void aSessionOutlivesTheFrontDoor() throws Exception {
        try (var viewer = new Viewer("card", "1")) {
            viewer.hello();
            viewer.next(ToViewer::hasFrame);
        }
        var before = processes();
        door.close();
        open();
        assertThat(processes()).isEqualTo(before).hasSize(1);
        try (var viewer = new Viewer("card", "1")) {
            viewer.hello();
            viewer.next(ToViewer::hasFrame);
            assertThat(processes()).isEqualTo(before);
        }
    }

    @Test
    void aViewerIsToldWhenItsSessionDiesAndTheTokenLeadsToANewOne() throws Exception {
        try (var viewer = new Viewer("card", "1");
                var again = new Viewer("card", "1")) {
            viewer.hello();
            viewer.next(ToViewer::hasFrame);
            processes().forEach(ProcessHandle::destroyForcibly);
            assertThat(viewer.next(ToViewer::hasGoodbye).getGoodbye().getReason())
                    .isEqualTo(Goodbye.Reason.SESSION_ENDED);
            again.hello();
            again.next(ToViewer::hasFrame);
            assertThat(processes()).hasSize(1);
        }
    }

    @Test
    void aTokenThatIsNoneIsRefused() throws Exception {
        try (var viewer = new Viewer("Not A Provider", "1")) {
            viewer.hello();
            assertThat(viewer.next(ToViewer::hasRefusal).getRefusal().getCode()).isEqualTo(Refusal.Code.PROTOCOL_ERROR);
        }
    }

    /** The processes of sessions of this test. */
    private List<ProcessHandle> processes() {
        return ProcessHandle.current()
                .descendants()
                .filter(FrontDoorTest::isSession)
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** The handle's own information leaves out long command lines. */
    private static boolean isSession(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .contains(WrSrvdSession.class.getName());
        } catch (IOException e) {
            return false;
        }
    }

    private final class Viewer implements AutoCloseable {
        private final BlockingQueue<ToViewer> messages = new LinkedBlockingQueue<>();
        private final Hello hello;
        private @Nullable QuicViewerConnector connector;

        Viewer(String provider, String id) {
            hello = Hello.newBuilder()
                    .setMinVersion(Versions.OLDEST)
                    .setMaxVersion(Versions.NEWEST)
                    .setToken(Token.newBuilder().setProvider(provider).setId(id))
                    .build();
        }

        void hello() throws Exception {
            var own = new QuicViewerConnector(TrustPolicy.only(folder.resolve(TlsIdentity.CERTIFICATE_FILE)));
            var link = own.connect("127.0.0.1", door.address().getPort()).get(SECONDS, TimeUnit.SECONDS);
            link.start(new LinkListener<>() {
                @Override
                public void received(Envelope<ToViewer> envelope) {
                    messages.add(envelope.message());
                }

                @Override
                public void closed(CloseReason reason) {}
            });
            link.send(Envelope.of(
                    Channel.CONTROL, ToSession.newBuilder().setHello(hello).build()));
        }

        ToViewer next(Predicate<ToViewer> wanted) throws InterruptedException {
            while (true) {
                var message = messages.poll(SECONDS, TimeUnit.SECONDS);
                assertThat(message).as("a message within " + SECONDS + " s").isNotNull();
                if (wanted.test(message)) {
                    return message;
                }
            }
        }

        @Override
        public void close() {
            if (connector != null) {
                connector.close();
            }
        }
    }
}
