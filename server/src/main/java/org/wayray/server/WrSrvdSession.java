package org.wayray.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.OrderlyExit;
import org.wayray.cli.Program;
import org.wayray.cli.Version;
import org.wayray.compositor.clipboard.ClipboardOptions;
import org.wayray.compositor.policy.ClientPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The process of one session, on the command line. The front door starts it; people have no need to. */
@Command(
        name = "wrsrvd-session",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "One session of a WayRay server, in a process of its own. wrsrvd starts it.%n")
public final class WrSrvdSession implements Callable<ExitStatus> {
    /** The options that wrsrvd hands on. */
    static final List<String> SHARED_OPTIONS =
            List.of("--size", "--grant", "--clipboard", "--clipboard-limit", "--run");

    private static final Logger log = LoggerFactory.getLogger(WrSrvdSession.class);

    @Option(
            names = "--viewers",
            paramLabel = "PATH",
            required = true,
            description = "The Unix socket to make, on which the front door brings viewers.")
    Path viewers;

    @Option(
            names = "--socket",
            paramLabel = "NAME",
            required = true,
            description = "Name of the Wayland socket in XDG_RUNTIME_DIR.")
    String socket;

    @Option(
            names = "--size",
            paramLabel = "WIDTHxHEIGHT",
            converter = OutputSize.Converter.class,
            defaultValue = "1280x800",
            description = "Size of the output until there is a viewer (default: ${DEFAULT-VALUE}).")
    OutputSize size;

    @Option(
            names = "--grant",
            paramLabel = "PROGRAM[=PRIVILEGE,...]",
            converter = GrantConverter.class,
            description = "As for wrsrvd.")
    List<Optional<ClientPolicy.Grant>> grants = List.of();

    @Option(
            names = "--clipboard",
            paramLabel = "DIRECTION",
            converter = ClipboardDirectionConverter.class,
            defaultValue = "both",
            description = "As for wrsrvd.")
    ClipboardOptions.Direction clipboard;

    @Option(
            names = "--clipboard-limit",
            paramLabel = "SIZE",
            converter = ByteSizeConverter.class,
            defaultValue = "512M",
            description = "As for wrsrvd.")
    long clipboardLimit;

    @Option(
            names = "--run",
            paramLabel = "CMD",
            description = "A program to start in the session, through the shell; the session ends with it.")
    @Nullable
    String run;

    /** The program. */
    public static void main(String[] arguments) {
        Program.main(new WrSrvdSession(), arguments);
    }

    @Override
    public ExitStatus call() throws Exception {
        var environment = System.getenv();
        var runtimeDirectory = RuntimeDirectory.require(Optional.ofNullable(environment.get("XDG_RUNTIME_DIR")));
        var options = new SessionOptions(
                size,
                runtimeDirectory,
                socket,
                GrantConverter.policy(grants),
                new ClipboardOptions(clipboard, clipboardLimit, CacheDirectory.of(environment)),
                Optional.of(viewers),
                environment.containsKey("WAYRAY_WAYLAND_DEBUG"));
        var stop = new CountDownLatch(1);
        try (var exit = new OrderlyExit(stop::countDown);
                var session = StandaloneServer.session(options)) {
            session.lost().thenRun(stop::countDown);
            if (run == null) {
                stop.await();
            } else {
                try (var application = StandaloneServer.application(run, options)) {
                    application.ended().thenRun(stop::countDown);
                    stop.await();
                }
            }
            log.info("the session ends");
            return session.lost().isDone() ? ExitStatus.BUG : ExitStatus.OK;
        }
    }
}
