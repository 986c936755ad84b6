package org.wayray.viewer;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.Endpoint;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.OrderlyExit;
import org.wayray.cli.Program;
import org.wayray.cli.ProgramException;
import org.wayray.cli.Version;
import org.wayray.codec.video.VideoStreams;
import org.wayray.protocol.Capabilities;
import org.wayray.protocol.Capability;
import org.wayray.protocol.Versions;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.Keymap;
import org.wayray.protocol.v1.Token;
import org.wayray.transport.TlsIdentity;
import org.wayray.transport.TrustPolicy;
import org.wayray.viewer.headless.HeadlessPresenter;
import org.wayray.viewer.headless.Screenshot;
import org.wayray.viewer.sdl.PresentationChoice;
import org.wayray.viewer.sdl.SdlPresenter;
import org.wayray.viewer.sdl.WindowOptions;
import org.wayray.viewer.session.RemoteOutput;
import org.wayray.viewer.session.ViewerLoop;
import org.wayray.viewer.session.ViewerSession;
import org.wayray.viewer.session.ViewerState;
import org.wayray.viewer.statistics.StatisticsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The viewer as a program: shows a session of a WayRay server in a window, or takes a picture of it without one. */
@Command(
        name = "wrclient",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        header = "Shows a session of a WayRay server.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = {
            "wrclient [--fullscreen|--all-monitors] [--trust CERT.pem] [OPTION...] HOST[:PORT]",
            "       wrclient --headless [--size WIDTHxHEIGHT] [--screenshot FILE] [--stats FILE] [--after SECONDS] HOST[:PORT]"
        },
        descriptionHeading = "%n",
        description = {
            "The remote desktop takes on the size of the window and follows it. Ctrl+Alt+Home frees keyboard and pointer and"
                    + " opens a menu. Ctrl+Alt+Enter switches between window and full screen; Ctrl+Alt+Shift+Enter shows where"
                    + " the time of the frames goes, and hides it. When the connection is lost, the viewer tries again until it is closed;"
                    + " the session goes on meanwhile.",
            ""
        })
public final class WrClient implements Callable<ExitStatus> {
    private static final Logger log = LoggerFactory.getLogger(WrClient.class);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final int MAX_SECONDS = 1_000_000;

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "HOST[:PORT]",
            converter = Endpoint.Converter.class,
            description =
                    "The server. The port is 4433 if none is given; an IPv6 address with a port stands in brackets.")
    private @Nullable Endpoint server;

    @Mixin
    private ScreenOptions screens = new ScreenOptions();

    @Option(
            names = "--trust",
            paramLabel = "CERT.pem",
            description = "Trust the server that owns this certificate, and no other.")
    private @Nullable Path trust;

    @Option(
            names = "--known-hosts",
            paramLabel = "FILE",
            description =
                    "Where the keys of servers are noted on first use and looked up later. Default: known_hosts in"
                            + " wayray in XDG_CONFIG_HOME or ~/.config.")
    private @Nullable Path knownHosts;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "Certificate chain of this viewer (PEM), for a server that asks for one. Needs --key.")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "The private key of --cert, PEM.")
    private @Nullable Path key;

    @Option(
            names = "--no-grab",
            description =
                    "In a window, leave Super, Alt+Tab, Alt+F4, Print and the like to this desk. Without it they go to"
                            + " the session while the window has the keyboard, as from full screen; Ctrl+Alt+Home frees the"
                            + " keyboard and opens a menu.")
    private boolean noGrab;

    @Option(
            names = "--token",
            paramLabel = "[PROVIDER:]ID",
            description =
                    "What leads to the session, on a server that has several. Others can see it in the list of processes:"
                            + " WAYRAY_TOKEN in the environment is safer. Default: a token of this user's own, made at first, in"
                            + " wayray/token in XDG_CONFIG_HOME or ~/.config.")
    private @Nullable String token;

    @Option(names = "--software", description = "Draw without a GPU.")
    private boolean software;

    @Option(
            names = "--gpu",
            description = "Draw through the GPU's driver. Without this and --software, that is done where a GPU is.")
    private boolean gpu;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description =
                    "Layout of this keyboard, as xkb names it; several with commas. Without this and the next four,"
                            + " the window follows the display's own layout; where that cannot be known, XKB_DEFAULT_LAYOUT or"
                            + " us.")
    private @Nullable String layout;

    @Option(names = "--variant", paramLabel = "VARIANT", description = "Its variant. Default: XKB_DEFAULT_VARIANT.")
    private @Nullable String variant;

    @Option(names = "--options", paramLabel = "OPTIONS", description = "xkb options. Default: XKB_DEFAULT_OPTIONS.")
    private @Nullable String options;

    @Option(names = "--model", paramLabel = "MODEL", description = "xkb model. Default: XKB_DEFAULT_MODEL.")
    private @Nullable String model;

    @Option(names = "--rules", paramLabel = "RULES", description = "xkb rules. Default: XKB_DEFAULT_RULES.")
    private @Nullable String rules;

    @Option(names = "--headless", description = "Open no window; needs no display, but --screenshot or --stats.")
    private boolean headless;

    @Option(names = "--screenshot", paramLabel = "FILE", description = "Where the picture goes, as PNG.")
    private @Nullable Path screenshot;

    @Option(
            names = "--after",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "With --headless: how long to run, and when the picture is taken. Default: ${DEFAULT-VALUE}.")
    private double after;

    @Option(
            names = "--stats",
            paramLabel = "FILE",
            description =
                    "Write what frames cost and how long their stages take there, as JSON lines; - is the standard"
                            + " output. docs/statistics.md has the fields.")
    private @Nullable String stats;

    @Mixin
    private final ClipboardOptions clipboard = new ClipboardOptions();

    /** @param environment of the process */
    public WrClient(Map<String, String> environment) {
        this.environment = environment;
    }

    /** What a viewer of this build that has somebody in front of it can do. */
    public static Capabilities capabilities() {
        var capabilities = EnumSet.of(
                Capability.CURSOR,
                Capability.COPY,
                Capability.KEEP,
                Capability.STATISTICS,
                Capability.KEYBOARD_STATE,
                Capability.POINTER_HOLD);
        if (VideoStreams.areSupported()) {
            capabilities.add(Capability.H264);
        } else {
            log.info("No H.264: FFmpeg's native library for this kind of machine is not there");
        }
        return Capabilities.of(capabilities.toArray(Capability[]::new));
    }

    /** Starts the program. */
    public static void main(String[] arguments) {
        // text on the screen is drawn into memory; the window is SDL's
        System.setProperty("java.awt.headless", "true");
        // while the command line is being read
        QuicServer.preload();
        Program.main(new WrClient(System.getenv()), arguments);
    }

    @Override
    public ExitStatus call() throws InterruptedException {
        checkCombination();
        return headless ? runHeadless() : showWindow();
    }

    // ---- with a window

    private ExitStatus showWindow() {
        var presenter =
                new SdlPresenter(windowOptions(), environment, endpoint().toString());
        var network = new QuicServer(endpoint(), trustSource(), identitySource());
        var desk = clipboard.open(environment, presenter.clipboardPanel());
        var hello = hello(capabilities());
        desk.ifPresent(opened -> hello.addCapabilities(Capability.CLIPBOARD.wireName()));
        var session = new ViewerSession(presenter.loop(), network, hello.build(), presenter, new Random());
        session.keyboard().names(keymap(), layoutGiven());
        desk.ifPresent(opened -> session.join(opened.bridge()));
        var exit = new OrderlyExit(() -> presenter.loop().execute(session::leave));
        try (exit;
                var _ = desk.orElse(null);
                network;
                presenter;
                session;
                var statistics = openStatistics(session, presenter.loop())) {
            start(session, statistics);
            presenter.run(session);
        }
        if (!(session.state() instanceof ViewerState.Ended(ExitStatus status, String message))) {
            throw new IllegalStateException("the window was closed in " + session.state());
        }
        if (!message.isEmpty()) {
            System.err.println(message);
        }
        return status;
    }

    // ---- without

    private ExitStatus runHeadless() throws InterruptedException {
        var presenter = new HeadlessPresenter();
        var network = new QuicServer(endpoint(), trustSource(), identitySource());
        // who measures wants what people have
        var ours = stats == null ? Capabilities.of() : capabilities();
        var hello = hello(ours).setKeymap(keymap()).build();
        var session = new ViewerSession(presenter.loop(), network, hello, presenter, new Random());
        var exit = new OrderlyExit(() -> presenter.loop().execute(session::leave));
        try (exit;
                network;
                session;
                var statistics = openStatistics(session, presenter.loop())) {
            session.screens().change(screens.forNobody());
            start(session, statistics);
            presenter.run(session, (long) (after * NANOS_PER_SECOND));
            var outcome = session.state();
            session.leave();
            if (!presenter.pictureArrived()) {
                throw noPicture(outcome);
            }
            if (screenshot != null) {
                write(session.outputs(), screenshot.toAbsolutePath());
            }
            return ExitStatus.OK;
        }
    }

    private static void write(List<RemoteOutput> outputs, Path file) {
        try {
            if (outputs.size() == 1) {
                Screenshot.write(outputs.getFirst().framebuffer(), file);
            } else {
                for (var output : outputs) {
                    Screenshot.write(output.framebuffer(), Screenshot.numbered(file, output.screen()));
                }
            }
        } catch (IOException e) {
            throw cannotWrite("the screenshot " + file, e);
        }
    }

    private static ProgramException cannotWrite(String what, IOException cause) {
        return new ProgramException(
                ExitStatus.CANNOT_START,
                new Diagnostic(
                        "cannot write " + what,
                        cause.toString(),
                        "choose a file in a folder that exists and can be written to"),
                cause);
    }

    private ProgramException noPicture(ViewerState outcome) {
        return switch (outcome) {
            case ViewerState.Refused(Diagnostic problem, ExitStatus status) -> new ProgramException(status, problem);
            case ViewerState.Reconnecting waiting -> new ProgramException(ExitStatus.CANNOT_CONNECT, waiting.problem());
            case ViewerState.Connecting ignored ->
                new ProgramException(
                        ExitStatus.CANNOT_CONNECT,
                        new Diagnostic(
                                "cannot connect to " + endpoint(),
                                "the server has not answered in " + after + " s",
                                "see whether the server runs and whether UDP reaches its port\ngive it more time: --after"));
            case ViewerState.Handshaking ignored -> noPicture("the session has not answered in " + after + " s");
            case ViewerState.Active ignored -> noPicture("the session has sent nothing in " + after + " s");
            case ViewerState.Ended(ExitStatus ignored, String message) ->
                noPicture(message.isEmpty() ? "the viewer was told to stop" : message);
        };
    }

    private ProgramException noPicture(String why) {
        var what = screenshot == null ? "there was no picture" : "there is no picture to write";
        return new ProgramException(ExitStatus.NO_PICTURE, new Diagnostic(what, why, "give it more time: --after"));
    }

    // ---- both

    private @Nullable StatisticsFile openStatistics(ViewerSession session, ViewerLoop loop) {
        if (stats == null) {
            return null;
        }
        try {
            var out = stats.equals("-")
                    ? System.out
                    : new PrintStream(Files.newOutputStream(Path.of(stats)), false, StandardCharsets.UTF_8);
            return new StatisticsFile(
                    session, loop, InstantSource.system(), out, endpoint().toString());
        } catch (IOException e) {
            throw cannotWrite("the statistics " + stats, e);
        }
    }

    private static void start(ViewerSession session, @Nullable StatisticsFile statistics) {
        if (statistics != null) {
            statistics.start();
        }
        session.start();
    }

    // ---- the command line

    private void checkCombination() {
        if (headless && screenshot == null && stats == null) {
            throw usage("--headless needs --screenshot FILE or --stats FILE");
        }
        if (!headless && screenshot != null) {
            throw usage("--screenshot needs --headless");
        }
        if (headless && (software || gpu || noGrab)) {
            throw usage("--headless opens no window: --software, --gpu and --no-grab make no sense with it");
        }
        var conflict = screens.conflict(headless);
        if (conflict != null) {
            throw usage(conflict);
        }
        if (software && gpu) {
            throw usage("--software and --gpu exclude each other");
        }
        if (!(after > 0 && after <= MAX_SECONDS)) {
            throw usage("--after takes seconds, more than 0 and at most " + MAX_SECONDS);
        }
        if (trust != null && knownHosts != null) {
            throw usage("--trust and --known-hosts exclude each other");
        }
        if ((certificate == null) != (key == null)) {
            throw usage("--cert and --key belong together");
        }
        clipboard.direction();
        if (endpoint().port() == 0) {
            throw usage("a server has no port 0");
        }
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return new ParameterException(spec.commandLine(), message);
    }

    private Endpoint endpoint() {
        if (server == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return server;
    }

    private WindowOptions windowOptions() {
        var presentation =
                software ? PresentationChoice.SOFTWARE : gpu ? PresentationChoice.GPU : PresentationChoice.AUTO;
        return screens.forWindows(presentation, !noGrab);
    }

    private QuicServer.TrustSource trustSource() {
        var certificate = trust;
        if (certificate != null) {
            return () -> TrustPolicy.only(certificate);
        }
        var file = knownHosts == null ? configFolder().resolve("wayray").resolve("known_hosts") : knownHosts;
        return () -> TrustPolicy.knownHosts(file);
    }

    private QuicServer.IdentitySource identitySource() {
        var chain = certificate;
        var secret = key;
        return chain == null || secret == null ? Optional::empty : () -> Optional.of(TlsIdentity.load(chain, secret));
    }

    private Path configFolder() {
        var configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
        // the XDG base directory specification has relative paths ignored
        if (configured.startsWith("/")) {
            return Path.of(configured);
        }
        var home = environment.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home") : home, ".config");
    }

    private Hello.Builder hello(Capabilities capabilities) {
        var hello = Hello.newBuilder()
                .setMinVersion(Versions.OLDEST)
                .setMaxVersion(Versions.NEWEST)
                .addAllCapabilities(capabilities.wireNames())
                .setViewerName("wrclient")
                .setViewerVersion(Version.number());
        token().ifPresent(hello::setToken);
        return hello;
    }

    /** Whether the person wants another layout than the display's. */
    private boolean layoutGiven() {
        return layout != null || variant != null || options != null || model != null || rules != null;
    }

    /** What was given, or the user's own; none where that cannot be kept. */
    private Optional<Token> token() {
        var given = chosen(token, "WAYRAY_TOKEN", "");
        if (!given.isEmpty()) {
            try {
                return Optional.of(ViewerToken.parse(given));
            } catch (IllegalArgumentException e) {
                throw new ProgramException(
                        ExitStatus.USAGE,
                        new Diagnostic(
                                "the token cannot be used",
                                String.valueOf(e.getMessage()),
                                "give another one with --token or WAYRAY_TOKEN, or neither"));
            }
        }
        var file = configFolder().resolve("wayray").resolve("token");
        try {
            return Optional.of(ViewerToken.loadOrCreate(file));
        } catch (IOException e) {
            log.warn("No token of this user's own: {}", e.toString());
            return Optional.empty();
        }
    }

    /** A layout from the command line stands alone: a variant of the environment belongs to the environment's layout. */
    private Keymap keymap() {
        return Keymap.newBuilder()
                .setRules(chosen(rules, "XKB_DEFAULT_RULES", ""))
                .setModel(chosen(model, "XKB_DEFAULT_MODEL", ""))
                .setLayout(chosen(layout, "XKB_DEFAULT_LAYOUT", "us"))
                .setVariant(
                        layout == null ? chosen(variant, "XKB_DEFAULT_VARIANT", "") : variant == null ? "" : variant)
                .setOptions(chosen(options, "XKB_DEFAULT_OPTIONS", ""))
                .build();
    }

    private String chosen(@Nullable String option, String variable, String otherwise) {
        if (option != null) {
            return option;
        }
        var value = environment.getOrDefault(variable, "");
        return value.isEmpty() ? otherwise : value;
    }
}
