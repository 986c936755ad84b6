package org.wayray.demo;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.Endpoint;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.OrderlyExit;
import org.wayray.cli.ProgramException;
import org.wayray.cli.Version;
import org.wayray.compositor.policy.ClientPolicy;
import org.wayray.server.OutputSize;
import org.wayray.server.RuntimeDirectory;
import org.wayray.server.StandaloneOptions;
import org.wayray.server.StandaloneServer;
import org.wayray.transport.TlsIdentity;
import org.wayray.viewer.WrClient;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A server with one session, an application in it, and a viewer, in one process with a real QUIC connection between them. What
 * it needs (keys, and a runtime directory where there is none) lies in a temporary folder and is gone afterwards.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Starts a server, one session with a terminal, and a viewer.%n")
final class Demo implements Callable<ExitStatus> {
    /** A program's name or path; anything else is for the shell to understand. */
    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_./+-]+");

    /** A shell adds this to the number of the signal that ended a program. */
    private static final int SIGNALLED = 128;

    private final Map<String, String> environment;

    @Option(
            names = "--app",
            paramLabel = "CMD",
            description = "The application, a shell command (default: the first Wayland terminal that is installed).")
    @Nullable
    String app;

    @Option(
            names = "--size",
            paramLabel = "WIDTHxHEIGHT",
            converter = OutputSize.Converter.class,
            defaultValue = "1280x800",
            description = "Size of the session's output in pixels (default: ${DEFAULT-VALUE}).")
    OutputSize size;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = Endpoint.Converter.class,
            defaultValue = "127.0.0.1:0",
            description = "UDP address of the server (default: a free port of the loopback interface).")
    Endpoint listen;

    @Option(names = "--fullscreen", description = "Begin as the whole screen.")
    boolean fullscreen;

    @Option(names = "--headless", description = "Open no window; needs --screenshot and no display.")
    boolean headless;

    @Option(
            names = "--screenshot",
            paramLabel = "FILE",
            description = "With --headless: write the picture there, as PNG.")
    @Nullable
    Path screenshot;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "With --headless: how long to run before the picture is taken (default: ${DEFAULT-VALUE}).")
    double seconds;

    Demo() {
        this(System.getenv());
    }

    Demo(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public ExitStatus call() throws Exception {
        checkCombination();
        var command = application();
        try (var exit = new OrderlyExit(() -> {}); // the viewer has the one that acts
                var folder = TemporaryFolder.create("wayray-demo-");
                var server = StandaloneServer.start(options(command, folder.path()))) {
            System.err.printf("session on %s, its Wayland socket is %s%n", server.address(), server.waylandSocket());
            return show(server, command, folder.path().resolve(TlsIdentity.CERTIFICATE_FILE));
        }
    }

    /** Runs the viewer until it is closed or the application ends; the application's failure counts more than the viewer's. */
    private ExitStatus show(StandaloneServer server, String command, Path certificate) throws InterruptedException {
        var status = server.applicationEnded();
        status.thenRun(server::endSession);
        var viewer = new WrClient(environment);
        new CommandLine(viewer).parseArgs(viewerArguments(server, certificate));
        try {
            var result = viewer.call();
            throwIfFailed(status, command);
            return result;
        } catch (ProgramException e) {
            throwIfFailed(status, command);
            throw e;
        }
    }

    private static void throwIfFailed(CompletableFuture<Integer> status, String command) {
        int number = status.getNow(0);
        if (number != 0) {
            throw new ProgramException(
                    ExitStatus.APPLICATION_FAILED,
                    new Diagnostic(
                            "the application '" + command + "' failed",
                            number > SIGNALLED
                                    ? "it was ended by signal " + (number - SIGNALLED)
                                    : "it ended with status " + number,
                            "see what it wrote above; --app CMD runs another one"));
        }
    }

    private String[] viewerArguments(StandaloneServer server, Path certificate) {
        var arguments = new ArrayList<>(List.of("--trust", certificate.toString()));
        if (fullscreen) {
            arguments.add("--fullscreen");
        }
        if (headless) {
            arguments.addAll(
                    List.of("--headless", "--screenshot", String.valueOf(screenshot), "--after", "" + seconds));
        }
        var address = server.address();
        var host = address.getAddress().isAnyLocalAddress()
                ? InetAddress.getLoopbackAddress().getHostAddress()
                : address.getAddress().getHostAddress();
        arguments.add(new Endpoint(host, address.getPort()).toString());
        return arguments.toArray(String[]::new);
    }

    private void checkCombination() {
        if (headless && screenshot == null) {
            throw usage("--headless shows nothing by itself", "--headless --screenshot FILE writes what you would see");
        }
        if (!headless && screenshot != null) {
            throw usage("--screenshot is for --headless", "add --headless");
        }
        if (!headless && isUnset("DISPLAY") && isUnset("WAYLAND_DISPLAY")) {
            throw new ProgramException(
                    ExitStatus.NO_DISPLAY,
                    new Diagnostic(
                            "the demo cannot open a window",
                            "there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set",
                            "run it in a desktop, or without a window:\n"
                                    + "wayray demo --headless --screenshot out.png --for 10"));
        }
    }

    private boolean isUnset(String variable) {
        return environment.getOrDefault(variable, "").isEmpty();
    }

    private static ProgramException usage(String what, String remedy) {
        return new ProgramException(ExitStatus.USAGE, new Diagnostic(what, "", remedy));
    }

    private String application() {
        var searchPath = environment.getOrDefault("PATH", "");
        if (app == null) {
            return Terminals.find(searchPath)
                    .orElseThrow(() -> new ProgramException(
                            ExitStatus.CANNOT_START,
                            new Diagnostic(
                                    "there is no terminal to show",
                                    "none of " + String.join(", ", Terminals.KNOWN) + " is installed",
                                    "install one (as root: apt-get install foot), or name a program with --app CMD")));
        }
        var program = app.strip().split("\\s+", 2)[0];
        if (PLAIN_WORD.matcher(program).matches()
                && !Terminals.onPath(searchPath).test(program)) {
            throw new ProgramException(
                    ExitStatus.CANNOT_START,
                    new Diagnostic(
                            "the application '" + app + "' cannot be started",
                            "there is no program '" + program + "' in " + searchPath,
                            "check the spelling, install it, or name another with --app CMD"));
        }
        return app;
    }

    private StandaloneOptions options(String command, Path folder) {
        var runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return new StandaloneOptions(
                listen,
                size,
                runtime.isEmpty() ? folder : RuntimeDirectory.require(Optional.of(runtime)),
                "wayray-demo-" + ProcessHandle.current().pid(),
                new StandaloneOptions.OwnIdentity(folder),
                Optional.empty(),
                ClientPolicy.TRUSTING,
                Optional.of(command),
                environment.containsKey("WAYRAY_WAYLAND_DEBUG"));
    }
}
