package org.wayray.conformance.applications;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Runs the application zoo. Prints a line for each run and, as the last one, {@code N passed, N failed}; ends with 1 when a run
 * failed that is not expected to.
 */
@Command(
        name = "applications",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Runs real programs in sessions of WayRay and says which of them work.%n")
public final class ApplicationsCommand implements Callable<ExitStatus> {
    /** Times that a slow program is measured again, in both compositors, before it is called slow. */
    private static final int SECOND_THOUGHTS = 4;

    @Option(
            names = "--only",
            paramLabel = "PATTERN",
            defaultValue = "*",
            description = "Only the runs whose names fit, as file names do; several separated by commas.")
    String only = "*";

    @Option(
            names = "--tier",
            paramLabel = "N",
            defaultValue = "9",
            description = "Only up to this tier: 0 plain, 1 toolkits, 2 parts of a desktop, 3 big, 4 special.")
    int tier;

    @Option(
            names = "--against",
            paramLabel = "sway|weston",
            description = "Run each in this compositor too, and compare the times to the first frame.")
    Peer.@Nullable Kind against;

    @Option(names = "--out", paramLabel = "FILE", description = "Write a table there (tab-separated).")
    @Nullable
    Path out;

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            defaultValue = "target/zoo",
            description = "Where pictures, an index.html of them, and logs go (default: ${DEFAULT-VALUE}).")
    Path pictures = Path.of("target", "zoo");

    @Option(names = "--brief", description = "End each program a second after it has shown what is wanted of it.")
    boolean brief;

    @Option(
            names = "--patience",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description = "Give each program so many times its time, on a slow machine.")
    double patience;

    @Option(names = "--list", description = "List the runs, their packages and what they need; run nothing.")
    boolean list;

    @Option(names = "--install", description = "Install the Debian packages of all runs (as root); run nothing.")
    boolean install;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's to set
    CommandSpec spec;

    private final Zoo zoo = Zoo.load();
    private final Account account = Account.ordinary();

    @Override
    public ExitStatus call() throws Exception {
        var applications = zoo.select(only, tier);
        if (applications.isEmpty()) {
            throw new ProgramException(
                    ExitStatus.USAGE,
                    new Diagnostic("nothing to run", "no run of the zoo is called " + only, "--list lists them"));
        }
        if (list) {
            applications.forEach(this::describe);
            return ExitStatus.OK;
        }
        if (install) {
            return install(applications);
        }
        return run(applications);
    }

    private void describe(Application application) {
        print(
                "%d %-25s %-7s %-45s %s",
                application.tier(),
                application.name(),
                application.kind().name().toLowerCase(Locale.ROOT),
                String.join(" ", application.packages()),
                String.join(" ", application.globals()));
    }

    private ExitStatus install(List<Application> applications) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("apt-get", "install", "-y", "--no-install-recommends"));
        command.addAll(Zoo.packages(applications));
        if (against != null) {
            // what lends sway its devices, and what serves it an X display
            command.addAll(List.of(against.program(), "wayvnc", "xwayland"));
        }
        if (!account.lent()) {
            throw new ProgramException(
                    ExitStatus.CANNOT_START,
                    new Diagnostic("only root installs packages", "", String.join(" ", command)));
        }
        var process = new ProcessBuilder(command).inheritIO();
        process.environment().put("DEBIAN_FRONTEND", "noninteractive");
        return process.start().waitFor() == 0 ? ExitStatus.OK : ExitStatus.CANNOT_START;
    }

    private ExitStatus run(List<Application> applications) throws Exception {
        var options = new ApplicationRun.Options(brief, patience, pictures);
        var album = new Album(pictures);
        var comparisons = new ArrayList<Comparison>();
        try (var pair = startPair()) {
            if (pair != null) {
                // neither side is measured at what it does only once
                for (var first : applications.stream()
                        .filter(Application::draws)
                        .limit(1)
                        .toList()) {
                    measure(first, pair, options.briefly());
                }
            }
            for (var application : applications) {
                var comparison = run(application, pair, options);
                comparisons.add(comparison);
                album.add(comparison.own());
                report(comparison);
            }
        }
        var outcomes = comparisons.stream().map(Comparison::own).toList();
        album.finish(outcomes);
        if (out != null) {
            var rows = new ArrayList<>(List.of(Comparison.HEADER));
            comparisons.forEach(comparison -> rows.add(comparison.row()));
            Files.write(out, rows);
        }
        return sumUp(comparisons);
    }

    private @Nullable Pair startPair() throws Exception {
        if (against == null) {
            return null;
        }
        var peer = Peer.start(against, account);
        try {
            return new Pair(OwnSession.start(account), peer);
        } catch (IOException | AssertionError e) {
            peer.close();
            throw e;
        }
    }

    private Comparison run(Application application, @Nullable Pair pair, ApplicationRun.Options options)
            throws Exception {
        if (pair == null) {
            return new Comparison(ApplicationRun.inOwnSession(application, options), Optional.empty());
        }
        var comparison = measure(application, pair, options);
        for (int i = 0; i < SECOND_THOUGHTS && comparison.isSlow(); i++) {
            comparison = comparison.best(measure(application, pair, options.briefly()));
        }
        return comparison;
    }

    private Comparison measure(Application application, Pair pair, ApplicationRun.Options options)
            throws IOException, InterruptedException {
        var own = ApplicationRun.in(pair.own(), application, account, options);
        pair.own().awaitNoClients();
        if (own.absent()) {
            return new Comparison(own, Optional.empty());
        }
        var other = ApplicationRun.in(pair.peer(), application, account, options);
        if (!pair.peer().isAlive()) {
            throw new ProgramException(
                    ExitStatus.APPLICATION_FAILED,
                    new Diagnostic(pair.peer().name() + " has died", "of " + application.name(), ""));
        }
        return new Comparison(own, Optional.of(other));
    }

    private void report(Comparison comparison) {
        var own = comparison.own();
        var verdict = own.absent()
                ? "out"
                : own.passed() ? "ok" : zoo.expectedFailure(own.application()).isPresent() ? "known" : "FAIL";
        print(
                "%-5s %-25s %5.1f s %5d frames  %s",
                verdict,
                own.application().name(),
                own.elapsed().toMillis() / 1000.0,
                own.trace().frames(),
                own.absent() ? "not installed" : String.join("; ", parts(comparison)));
    }

    private static List<String> parts(Comparison comparison) {
        var parts = new ArrayList<String>();
        if (!comparison.own().reason().isEmpty()) {
            parts.add(comparison.own().reason());
        }
        if (!comparison.times().isEmpty()) {
            parts.add(comparison.times());
        }
        comparison.peer().filter(peer -> !peer.passed()).ifPresent(peer -> parts.add("there: " + peer.reason()));
        return parts;
    }

    private ExitStatus sumUp(List<Comparison> comparisons) {
        var failed = comparisons.stream()
                .map(Comparison::own)
                .filter(outcome -> !outcome.absent() && !outcome.passed())
                .map(Outcome::application)
                .toList();
        var regressions = failed.stream()
                .filter(application -> zoo.expectedFailure(application).isEmpty())
                .toList();
        long absent = comparisons.stream()
                .filter(comparison -> comparison.own().absent())
                .count();
        long passed = comparisons.stream()
                .filter(comparison -> comparison.own().passed())
                .count();
        comparisons.stream()
                .filter(comparison -> comparison.own().passed())
                .map(comparison -> comparison.own().application())
                .filter(application -> zoo.expectedFailure(application).isPresent())
                .forEach(application ->
                        print("%s passes: it need not be expected to fail any more", application.name()));
        sumUpTimes(comparisons);
        if (absent > 0) {
            print("%d are not installed; as root, --install installs them", absent);
        }
        if (!regressions.isEmpty()) {
            print("not expected to fail: %s", names(regressions));
        }
        print("%d passed, %d failed", passed, failed.size());
        // the number that scripts know for a failure, whatever else the programs of WayRay mean by it
        return regressions.isEmpty() ? ExitStatus.OK : ExitStatus.BUG;
    }

    private void sumUpTimes(List<Comparison> comparisons) {
        if (against == null) {
            return;
        }
        var ratios = comparisons.stream()
                .flatMapToDouble(comparison -> comparison.ratio().stream())
                .sorted()
                .toArray();
        long peerPassed = comparisons.stream()
                .flatMap(comparison -> comparison.peer().stream())
                .filter(Outcome::passed)
                .count();
        print("%d pass in %s", peerPassed, against.program());
        if (ratios.length > 0) {
            print(
                    "time to the first frame against %s: median %.2f, worst %.2f, of %d",
                    against.program(), ratios[ratios.length / 2], ratios[ratios.length - 1], ratios.length);
        }
        var slow = comparisons.stream()
                .filter(Comparison::isSlow)
                .map(comparison -> comparison.own().application())
                .toList();
        if (!slow.isEmpty()) {
            print("%.1f times or more: %s", Comparison.LIMIT, names(slow));
        }
    }

    private static String names(List<Application> applications) {
        return applications.stream().map(Application::name).collect(Collectors.joining(" "));
    }

    private void print(String format, Object... arguments) {
        PrintWriter output = spec.commandLine().getOut();
        output.println(String.format(Locale.ROOT, format, arguments));
        output.flush();
    }

    /** Two compositors that have been running for a while, as they do in life. */
    private record Pair(OwnSession own, Peer peer) implements AutoCloseable {
        @Override
        public void close() {
            try (peer;
                    own) {
                own.awaitNoClients();
            }
        }
    }
}
