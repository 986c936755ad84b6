package org.wayray.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
import org.wayray.compositor.clipboard.ClipboardOptions;
import org.wayray.compositor.policy.ClientPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The server daemon on the command line. */
@Command(
        name = "wrsrvd",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "The WayRay server: Wayland sessions for viewers elsewhere.%n")
public final class WrSrvd implements Callable<ExitStatus> {
    private static final Logger log = LoggerFactory.getLogger(WrSrvd.class);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--standalone", description = "One session in this process, for whoever connects.")
    boolean standalone;

    @Option(
            names = "--own-sessions",
            description =
                    "A session of this user for each token that a viewer shows, each in a process of its own; they go on"
                            + " when no viewer is there, and when wrsrvd ends.")
    boolean ownSessions;

    @Option(
            names = "--most-sessions",
            paramLabel = "COUNT",
            defaultValue = "20",
            description = "With --own-sessions: how many there may be at a time (default: ${DEFAULT-VALUE}).")
    int mostSessions;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = Endpoint.Converter.class,
            defaultValue = "127.0.0.1:4433",
            description = "UDP address to listen on (default: ${DEFAULT-VALUE}; port 0 takes a free one).")
    Endpoint listen;

    @Option(
            names = "--size",
            paramLabel = "WIDTHxHEIGHT",
            converter = OutputSize.Converter.class,
            defaultValue = "1280x800",
            description = "Size of the session's output in pixels before any viewer, and for one that names no"
                    + " screen (default: ${DEFAULT-VALUE}).")
    OutputSize size;

    @Option(
            names = "--socket",
            paramLabel = "NAME",
            defaultValue = "wayland-ray",
            description = "Name of the Wayland socket in XDG_RUNTIME_DIR (default: ${DEFAULT-VALUE}).")
    String socket;

    @Option(names = "--cert", paramLabel = "FILE", description = "The server's certificate chain, PEM. Needs --key.")
    @Nullable
    Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "The private key of --cert, PEM.")
    @Nullable
    Path key;

    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description = "Only viewers with a certificate of this authority (PEM) are let in.")
    @Nullable
    Path clientAuthority;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Where the certificate made at first start is kept (default: ~/.local/state/wayray).")
    @Nullable
    Path stateDirectory;

    @Option(
            names = "--grant",
            paramLabel = "PROGRAM[=PRIVILEGE,...]",
            converter = GrantConverter.class,
            description = {
                "What a program may do beyond its own windows: " + GrantConverter.PRIVILEGES + "; all of them when",
                "none is named. PROGRAM is a path, a name on the PATH, or * for every program. May be given several",
                "times; without it, every program that is not sandboxed may do everything. '--grant none': nobody."
            })
    List<Optional<ClientPolicy.Grant>> grants = List.of();

    @Option(
            names = "--clipboard",
            paramLabel = "DIRECTION",
            converter = ClipboardDirectionConverter.class,
            defaultValue = "both",
            description = {
                "Where data may go by the clipboard, whatever the viewer wants: both, to-viewer, to-session or off",
                "(default: ${DEFAULT-VALUE})."
            })
    ClipboardOptions.Direction clipboard;

    @Option(
            names = "--clipboard-limit",
            paramLabel = "SIZE",
            converter = ByteSizeConverter.class,
            defaultValue = "512M",
            description = "The most that one paste may be, in bytes or with K, M or G (default: ${DEFAULT-VALUE}).")
    long clipboardLimit;

    @Option(names = "--run", paramLabel = "CMD", description = "A program to start in the session, through the shell.")
    @Nullable
    String run;

    /** The program. */
    public static void main(String[] arguments) {
        Program.main(new WrSrvd(), arguments);
    }

    @Override
    public ExitStatus call() throws Exception {
        if (standalone == ownSessions) {
            throw new ProgramException(
                    ExitStatus.USAGE,
                    new Diagnostic(
                            "wrsrvd needs to know how to run",
                            "there are two ways, and one has to be chosen",
                            "--standalone: one session in this process, for whoever connects\n"
                                    + "--own-sessions: a session for each token, each in a process of its own"));
        }
        return ownSessions
                ? OwnSessionsServer.run(options(), stateDirectory(), mostSessions, forSessions())
                : runStandalone();
    }

    private ExitStatus runStandalone() throws InterruptedException {
        var stop = new CountDownLatch(1);
        try (var exit = new OrderlyExit(stop::countDown);
                var server = StandaloneServer.start(options())) {
            log.info("listening on {}, Wayland socket {}", server.address(), server.waylandSocket());
            server.sessionLost().thenRun(stop::countDown);
            stop.await();
            return server.sessionLost().isDone() ? ExitStatus.BUG : ExitStatus.OK;
        }
    }

    private StandaloneOptions options() {
        if ((certificate == null) != (key == null)) {
            throw new ProgramException(
                    ExitStatus.USAGE,
                    new Diagnostic(
                            "the server's certificate is incomplete",
                            "--cert and --key belong together",
                            "give both, or neither: then a certificate is made at first start"));
        }
        var environment = System.getenv();
        return new StandaloneOptions(
                listen,
                size,
                RuntimeDirectory.require(Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))),
                socket,
                certificate == null || key == null
                        ? new StandaloneOptions.OwnIdentity(stateDirectory())
                        : new StandaloneOptions.GivenIdentity(certificate, key),
                Optional.ofNullable(clientAuthority),
                GrantConverter.policy(grants),
                new ClipboardOptions(clipboard, clipboardLimit, CacheDirectory.of(environment)),
                Optional.ofNullable(run),
                environment.containsKey("WAYRAY_WAYLAND_DEBUG"));
    }

    private Path stateDirectory() {
        return stateDirectory == null ? StateDirectory.of(System.getenv()) : stateDirectory;
    }

    /** What was given of the options that wrsrvd-session has too, as it was written. */
    private List<String> forSessions() {
        var given = new ArrayList<String>();
        if (spec != null) {
            var parsed = spec.commandLine().getParseResult();
            for (var name : WrSrvdSession.SHARED_OPTIONS) {
                var option = parsed.matchedOption(name);
                if (option != null) {
                    option.originalStringValues().forEach(value -> given.addAll(List.of(name, value)));
                }
            }
        }
        return given;
    }
}
