package org.wayray.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.cli.Endpoint;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.compositor.policy.ClientPolicy;
import org.wayray.link.CloseReason;
import org.wayray.link.LinkListener;
import org.wayray.posix.xkb.XkbException;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.Versions;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Goodbye;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.transport.QuicViewerConnector;
import org.wayray.transport.TlsIdentity;
import org.wayray.transport.TrustPolicy;

/** A real server: real QUIC on the loopback interface, a real Wayland socket, real programs. */
class StandaloneServerTest {
    private static final Hello HELLO = Hello.newBuilder()
            .setMinVersion(Versions.OLDEST)
            .setMaxVersion(Versions.NEWEST)
            .build();

    @TempDir
    Path folder;

    @Test
    void aViewerIsWelcomedAndSeesTheWholeOutput() throws Exception {
        try (var server = StandaloneServer.start(options(Optional.empty()));
                var viewer = new Viewer(server)) {
            assertThat(viewer.next().getWelcome().getOutputs(0).getWidth()).isEqualTo(320);
            assertThat(viewer.nextFrame()).satisfies(frame -> {
                assertThat(frame.getWidth()).isEqualTo(320);
                assertThat(frame.getHeight()).isEqualTo(200);
                assertThat(frame.getRegionsCount()).isPositive();
            });
        }
    }

    @Test
    void aViewerIsToldWhenTheSessionEnds() throws Exception {
        try (var server = StandaloneServer.start(options(Optional.empty()));
                var viewer = new Viewer(server)) {
            viewer.nextFrame();
            server.endSession();
            assertThat(viewer.nextGoodbye().getReason()).isEqualTo(Goodbye.Reason.SESSION_ENDED);
        }
    }

    @Test
    void closingTellsTheViewerAndLeavesNothingBehind() throws Exception {
        var server = StandaloneServer.start(options(Optional.of("sleep 1000")));
        try (var viewer = new Viewer(server)) {
            viewer.nextFrame();
            server.close();
            assertThat(viewer.nextGoodbye().getReason()).isEqualTo(Goodbye.Reason.SESSION_ENDED);
        }
        assertThat(server.applicationEnded()).succeedsWithin(5, TimeUnit.SECONDS);
        assertThat(server.waylandSocket()).doesNotExist();
        new DatagramSocket(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), server.address().getPort()))
                .close();
    }

    @Test
    void theApplicationRunsInTheSessionAndItsEndIsReported() throws Exception {
        var seen = folder.resolve("seen");
        var command = "echo $WAYLAND_DISPLAY ${DISPLAY-none} > " + seen
                + "; test -S $XDG_RUNTIME_DIR/$WAYLAND_DISPLAY; exit 7";
        try (var server = StandaloneServer.start(options(Optional.of(command)))) {
            assertThat(server.applicationEnded())
                    .succeedsWithin(10, TimeUnit.SECONDS)
                    .isEqualTo(7);
            assertThat(seen).hasContent("wayland-test none");
        }
    }

    @Test
    void aTakenPortIsExplainedAndNothingIsLeft() throws Exception {
        try (var taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var options = new StandaloneOptions(
                    new Endpoint("127.0.0.1", taken.getLocalPort()),
                    new OutputSize(320, 200),
                    folder,
                    "wayland-test",
                    new StandaloneOptions.OwnIdentity(folder.resolve("state")),
                    Optional.empty(),
                    ClientPolicy.TRUSTING,
                    Optional.empty(),
                    false);
            var failure = failure(options);
            assertThat(failure.diagnostic().why()).contains("in use");
            assertThat(failure.diagnostic().remedy()).contains("--listen");
            assertThat(folder.resolve("wayland-test")).doesNotExist();
        }
    }

    @Test
    void aTakenWaylandSocketIsExplained() {
        try (var first = StandaloneServer.start(options(Optional.empty()))) {
            assertThat(first.waylandSocket()).exists();
            assertThat(failure(options(Optional.empty())).diagnostic().remedy()).contains("--socket");
        }
    }

    @Test
    void aKeyThatIsNoneIsExplained() throws Exception {
        var certificate = Files.writeString(folder.resolve("c.pem"), "nothing");
        var key = Files.writeString(folder.resolve("k.pem"), "nothing");
        var options = new StandaloneOptions(
                new Endpoint("127.0.0.1", 0),
                new OutputSize(320, 200),
                folder,
                "wayland-test",
                new StandaloneOptions.GivenIdentity(certificate, key),
                Optional.empty(),
                ClientPolicy.TRUSTING,
                Optional.empty(),
                false);
        assertThat(failure(options).diagnostic().why()).contains("c.pem");
    }

    @Test
    void whatIsMissingForKeyboardsIsWhatIsToBeInstalled() {
        assertThat(StandaloneServer.remedy(XkbException.Reason.LIBRARY_MISSING))
                .contains("libxkbcommon0")
                .doesNotContain("xkb-data");
        assertThat(StandaloneServer.remedy(XkbException.Reason.DATA_MISSING)).contains("xkb-data");
    }

    private StandaloneOptions options(Optional<String> application) {
        return new StandaloneOptions(
                new Endpoint("127.0.0.1", 0),
                new OutputSize(320, 200),
                folder,
                "wayland-test",
                new StandaloneOptions.OwnIdentity(folder.resolve("state")),
                Optional.empty(),
                ClientPolicy.TRUSTING,
                application,
                false);
    }

    private static ProgramException failure(StandaloneOptions options) {
        var failure = catchThrowableOfType(
                ProgramException.class, () -> StandaloneServer.start(options).close());
        assertThat(failure).isNotNull();
        assertThat(failure.status()).isEqualTo(ExitStatus.CANNOT_START);
        return failure;
    }

    /** Says Hello and collects what comes. */
    private final class Viewer implements AutoCloseable {
        private final BlockingQueue<ToViewer> messages = new LinkedBlockingQueue<>();
        private final QuicViewerConnector connector;

        Viewer(StandaloneServer server) throws Exception {
            var certificate = folder.resolve("state").resolve(TlsIdentity.CERTIFICATE_FILE);
            connector = new QuicViewerConnector(TrustPolicy.only(certificate));
            var link =
                    connector.connect("127.0.0.1", server.address().getPort()).get(10, TimeUnit.SECONDS);
            link.start(new LinkListener<>() {
                @Override
                public void received(Envelope<ToViewer> envelope) {
                    messages.add(envelope.message());
                }

                @Override
                public void closed(CloseReason reason) {}
            });
            link.send(Envelope.of(
                    Channel.CONTROL, ToSession.newBuilder().setHello(HELLO).build()));
        }

        ToViewer next() throws InterruptedException {
            var message = messages.poll(10, TimeUnit.SECONDS);
            assertThat(message).as("a message within 10 s").isNotNull();
            return message;
        }

        Frame nextFrame() throws InterruptedException {
            var message = next();
            while (!message.hasFrame()) {
                message = next();
            }
            return message.getFrame();
        }

        Goodbye nextGoodbye() throws InterruptedException {
            var message = next();
            while (!message.hasGoodbye()) {
                message = next();
            }
            return message.getGoodbye();
        }

        @Override
        public void close() {
            connector.close();
        }
    }
}
