package org.wayray.conformance.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.cli.Endpoint;
import org.wayray.compositor.policy.ClientPolicy;
import org.wayray.link.Link;
import org.wayray.protocol.Versions;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.Screen;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.server.OutputSize;
import org.wayray.server.StandaloneOptions;
import org.wayray.server.StandaloneServer;
import org.wayray.testkit.Await;
import org.wayray.testkit.Picture;
import org.wayray.testkit.Program;
import org.wayray.testkit.RunningProgram;
import org.wayray.testkit.Seed;
import org.wayray.transport.QuicViewerConnector;
import org.wayray.viewer.WrClient;
import org.wayray.viewer.headless.HeadlessPresenter;
import org.wayray.viewer.session.RemoteOutput;
import org.wayray.viewer.session.ServerConnector;
import org.wayray.viewer.session.ViewerSession;

/**
 * A viewer whose windows and monitors change at random, in front of a real server with real programs: what the viewer shows when all is
 * still again is, to the pixel, what grim, a program in the session, sees there.
 */
@Timeout(300)
class RandomScreensTest {
    private static final int ROUNDS = 4;
    private static final int CHANGES = 50;
    private static final int MOST_SCREENS = 3;

    /** Of a screen, in 120ths, each with the number of pixels that is the least whole number of points. */
    private static final int[][] SCALES = {{120, 1}, {150, 5}, {180, 3}, {210, 7}, {240, 2}};

    private static final String DISPLAY = "wayland-test";
    private static final Program FOOT = Program.of("foot", "foot");
    private static final Program GRIM = Program.of("grim", "grim");
    private static final Program WLR_RANDR = Program.of("wlr-randr", "wlr-randr");
    private static final Pattern OUTPUT =
            Pattern.compile("(?m)^(\\S+) .*\\n(?:^ .*\\n)*?^  Position: (-?\\d+),(-?\\d+)$");

    private final Seed seed = Seed.fresh();
    private final RandomGenerator random = seed.generator();
    private final Map<Integer, Screen> screens = new LinkedHashMap<>();
    private int lastScreen;

    @TempDir
    Path folder;

    @Test
    void picturesAreTheSessionsHoweverTheScreensChange() throws Exception {
        FOOT.orSkip();
        GRIM.orSkip();
        WLR_RANDR.orSkip();
        plug();
        try (var server = StandaloneServer.start(options());
                var connector = new QuicViewerConnector(
                        (host, port, certificate) -> {}, Optional.empty(), Duration.ofSeconds(10));
                var viewer = new Viewer(connector, server.address())) {
            viewer.change(screens.values());
            try (var resting = start("ls /; sleep 1000");
                    var maximized = start("ls -l /usr/bin | head -200; sleep 1000", "--maximized")) {
                for (int round = 1; round <= ROUNDS; round++) {
                    var when = "%s, round %d".formatted(seed, round);
                    try (var busy = start("while :; do date; ls -l /usr/bin | head -40; sleep 0.1; done")) {
                        changeScreens(viewer, when);
                        assertUnharmed(busy, when);
                    }
                    Await.until(when + ", the pictures are the session's", () -> picturesAreTheSessions(viewer));
                    assertUnharmed(resting, when);
                    assertUnharmed(maximized, when);
                }
            }
        }
    }

    private RunningProgram start(String script, String... options) throws IOException {
        var arguments = Stream.concat(Arrays.stream(options), Stream.of("sh", "-c", script));
        return FOOT.with(arguments.toArray(String[]::new)).start(folder, DISPLAY);
    }

    private static void assertUnharmed(RunningProgram program, String when) {
        assertThat(program.isAlive()).as(when + program.tail()).isTrue();
        assertThat(program.protocolErrors()).as(when).isEmpty();
    }

    /** Half of the changes come while the session is still busy with the one before. */
    private void changeScreens(Viewer viewer, String when) {
        for (int change = 1; change <= CHANGES; change++) {
            changeScreen();
            viewer.change(screens.values());
            if (change == CHANGES || random.nextBoolean()) {
                viewer.awaitOutputs("%s, change %d".formatted(when, change), screens.values());
            }
        }
    }

    private void changeScreen() {
        var ids = List.copyOf(screens.keySet());
        int any = ids.get(random.nextInt(ids.size()));
        switch (random.nextInt(8)) {
            case 0 -> {
                if (ids.size() < MOST_SCREENS) {
                    plug();
                }
            }
            case 1 -> {
                if (ids.size() > 1) {
                    screens.remove(any);
                }
            }
            default -> screens.put(any, screen(any));
        }
    }

    private void plug() {
        screens.put(++lastScreen, screen(lastScreen));
    }

    /** Its width and height are whole numbers of points, because grim scales the picture of any other output a little. */
    private Screen screen(int id) {
        int[] scale = SCALES[random.nextInt(SCALES.length)];
        int pixels = scale[1];
        return Screen.newBuilder()
                .setId(id)
                .setWidth(random.nextInt(200, 900) / pixels * pixels)
                .setHeight(random.nextInt(200, 700) / pixels * pixels)
                .setScale120(scale[0])
                .setX(random.nextInt(3) * 1000)
                .setY(random.nextInt(2) * 1000)
                .setRefreshMhz(random.nextBoolean() ? 60_000 : 0)
                .setName(random.nextBoolean() ? "" : "screen-" + id)
                .build();
    }

    /** Whether each output of the viewer shows what the session has at that place. */
    private boolean picturesAreTheSessions(Viewer viewer) {
        try {
            var names = new HashMap<Place, String>();
            var matcher = OUTPUT.matcher(run(WLR_RANDR));
            while (matcher.find()) {
                names.put(
                        new Place(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3))),
                        matcher.group(1));
            }
            var shown = viewer.pictures();
            if (!shown.keySet().equals(names.keySet())) {
                return false;
            }
            for (var entry : shown.entrySet()) {
                var file = folder.resolve("grim.png");
                run(GRIM.with("-o", names.get(entry.getKey()), file.toString()));
                if (!Picture.read(file).equals(entry.getValue())) {
                    return false;
                }
            }
            return true;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String run(Program program) throws Exception {
        try (RunningProgram running =
                program.withEnvironment("WAYLAND_DISPLAY", DISPLAY).startIn(folder)) {
            assertThat(running.awaitExit(Await.PATIENCE)).as(running.tail()).isZero();
            return running.output();
        }
    }

    private StandaloneOptions options() {
        return new StandaloneOptions(
                new Endpoint("127.0.0.1", 0),
                new OutputSize(320, 200),
                folder,
                DISPLAY,
                new StandaloneOptions.OwnIdentity(folder.resolve("state")),
                Optional.empty(),
                ClientPolicy.TRUSTING,
                Optional.empty(),
                false);
    }

    /** Where an output is, in points. */
    private record Place(int x, int y) {}

    /** A viewer without windows, on a thread of its own. */
    private static final class Viewer implements ServerConnector, AutoCloseable {
        private static final long FOR_EVER_NANOS = Long.MAX_VALUE / 4;

        private final QuicViewerConnector connector;
        private final InetSocketAddress address;
        private final HeadlessPresenter presenter = new HeadlessPresenter();
        private final ViewerSession session;
        private final Thread thread;

        Viewer(QuicViewerConnector connector, InetSocketAddress address) {
            this.connector = connector;
            this.address = address;
            var hello = Hello.newBuilder()
                    .setMinVersion(Versions.OLDEST)
                    .setMaxVersion(Versions.NEWEST)
                    .addAllCapabilities(WrClient.capabilities().wireNames())
                    .build();
            session = new ViewerSession(presenter.loop(), this, hello, presenter, new Random());
            thread = Thread.ofPlatform().name("viewer").start(this::run);
        }

        private void run() {
            try (session) {
                session.start();
                presenter.run(session, FOR_EVER_NANOS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public CompletionStage<Link<ToViewer, ToSession>> connect() {
            return connector.connect(address.getHostString(), address.getPort());
        }

        @Override
        public String server() {
            return address.toString();
        }

        void change(Collection<Screen> screens) {
            var now = List.copyOf(screens);
            presenter.loop().execute(() -> session.screens().change(now));
        }

        /** Waits until there is an output for each screen, as large. */
        void awaitOutputs(String when, Collection<Screen> screens) {
            var wanted = screens.stream()
                    .map(screen -> screen.getId() + ":" + screen.getWidth() + "x" + screen.getHeight())
                    .sorted()
                    .toList();
            Await.until(
                    when + ", outputs " + wanted,
                    () -> ask(() -> session.outputs().stream()
                                    .map(Viewer::described)
                                    .sorted()
                                    .toList())
                            .equals(wanted));
        }

        private static String described(RemoteOutput output) {
            return output.screen() + ":" + output.framebuffer().width() + "x"
                    + output.framebuffer().height();
        }

        /** What is shown, by place. */
        Map<Place, Picture> pictures() {
            return ask(() -> {
                var pictures = new HashMap<Place, Picture>();
                for (var output : session.outputs()) {
                    var shown = output.framebuffer();
                    pictures.put(
                            new Place(output.x(), output.y()),
                            new Picture(shown.width(), shown.height(), shown.pixels(), shown.stride()));
                }
                return pictures;
            });
        }

        private <T> T ask(Supplier<T> question) {
            var answer = new CompletableFuture<T>();
            presenter.loop().execute(() -> answer.complete(question.get()));
            return answer.orTimeout(20, TimeUnit.SECONDS).join();
        }

        @Override
        public void close() throws InterruptedException {
            presenter.loop().execute(session::leave);
            thread.join();
        }
    }
}
