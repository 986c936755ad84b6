package org.wayray.conformance.wlcs;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.cli.Version;
import org.wayray.conformance.wlcs.Outcome.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Runs WLCS. Prints a table by protocol, what differs from the kept results and, as the last line, {@code WLCS: core P/N, disputed
 * P/N, broken B}; ends with 1 when a test did worse than is kept, or a server kept more and more.
 */
@Command(
        name = "wlcs",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description =
                "Runs WLCS " + Wlcs.VERSION + ", which it fetches from Debian, and compares with the kept results.%n")
public final class WlcsCommand implements Callable<ExitStatus> {
    @Option(
            names = "--only",
            paramLabel = "PATTERN",
            defaultValue = "*",
            description =
                    "Only these tests: patterns with * and ?, separated by colons; after a minus those to leave out.")
    String only = "*";

    @Option(
            names = "--strict-only",
            description = "Leave out the disputed tests, whose own clients break the protocol.")
    boolean strictOnly;

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "1",
            description = "Run so many processes of the suite at a time: a test that fails waits for up to 10 s.")
    int shards = 1;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            defaultValue = "target/wlcs",
            description = "Where the suite is unpacked and logs go (default: ${DEFAULT-VALUE}).")
    Path folder = Path.of("target", "wlcs");

    @Option(names = "--out", paramLabel = "FILE", description = "Write a table there, a line for each test.")
    @Nullable
    Path out;

    @Option(
            names = "--keep",
            paramLabel = "FILE",
            description = "Write the kept results anew, for conformance/wlcs/expected.tsv; needs a run of all tests.")
    @Nullable
    Path keep;

    @Option(names = "--verbose", description = "Print each test.")
    boolean verbose;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's to set
    CommandSpec spec;

    private final KeptResults kept = KeptResults.load();

    @Override
    public ExitStatus call() throws Exception {
        var wlcs = Wlcs.prepare(folder);
        var tests = wlcs.tests(only).stream()
                .filter(test -> !strictOnly || !kept.isDisputed(test))
                .toList();
        if (tests.isEmpty()) {
            throw new ProgramException(
                    ExitStatus.USAGE, new Diagnostic("nothing to run", "no test of the suite fits " + only, ""));
        }
        var run = WlcsRun.of(wlcs, kept, tests, Math.max(1, shards), folder.resolve("logs"), this::report);
        if (out != null) {
            var rows = new ArrayList<>(List.of("test\tstatus\tms\tnote"));
            run.outcomes()
                    .forEach(outcome -> rows.add(outcome.test() + "\t" + outcome.status() + "\t" + outcome.millis()
                            + "\t" + outcome.note()));
            Files.write(out, rows);
        }
        if (keep != null) {
            Files.write(keep, kept.updated(run.outcomes()));
        }
        table(run.outcomes());
        return sumUp(run);
    }

    private void report(Outcome outcome) {
        if (verbose) {
            print("%-6s %6d ms  %s  %s", outcome.status(), outcome.millis(), outcome.test(), outcome.note());
        }
    }

    private void table(List<Outcome> outcomes) {
        Map<String, Map<Status, Integer>> areas = new TreeMap<>();
        for (var outcome : outcomes) {
            areas.computeIfAbsent(Area.of(outcome.test()), area -> new EnumMap<>(Status.class))
                    .merge(outcome.status(), 1, Integer::sum);
        }
        print("%-36s %5s %5s %5s %6s", "protocol", "pass", "fail", "skip", "broken");
        areas.forEach((area, counts) -> print(
                "%-36s %5d %5d %5d %6d",
                area,
                counts.getOrDefault(Status.PASS, 0),
                counts.getOrDefault(Status.FAIL, 0),
                counts.getOrDefault(Status.SKIP, 0),
                counts.getOrDefault(Status.BROKEN, 0)));
    }

    private ExitStatus sumUp(WlcsRun run) {
        var regressions = run.outcomes().stream().filter(kept::isRegression).toList();
        regressions.forEach(
                outcome -> print("worse than kept: %s %s: %s", outcome.test(), outcome.status(), outcome.note()));
        run.outcomes().stream()
                .filter(kept::isProgress)
                .forEach(outcome -> print("better than kept: %s %s", outcome.test(), outcome.status()));
        run.outcomes().stream()
                .filter(outcome -> outcome.status() == Status.FAIL && !kept.isRegression(outcome))
                .forEach(outcome -> print(
                        "known to fail: %s: %s",
                        outcome.test(), kept.expectation(outcome.test()).reason()));
        run.footprints().forEach(server -> print("server: %s", server.describe()));
        boolean leaks = run.footprints().stream().anyMatch(ServerFootprint::grew);
        if (leaks) {
            print("a server kept more and more descriptors or threads: something leaks");
        }
        print(
                "WLCS: core %s, disputed %s, broken %d",
                score(run, kept::isCore),
                score(run, kept::isDisputed),
                run.outcomes().stream()
                        .filter(outcome -> outcome.status() == Status.BROKEN)
                        .count());
        // the number that scripts know for a failure, whatever else the programs of WayRay mean by it
        return regressions.isEmpty() && !leaks ? ExitStatus.OK : ExitStatus.BUG;
    }

    private static String score(WlcsRun run, Predicate<String> which) {
        var chosen = run.outcomes().stream()
                .filter(outcome -> which.test(outcome.test()))
                .toList();
        long passed = chosen.stream()
                .filter(outcome -> outcome.status() == Status.PASS)
                .count();
        return passed + "/" + chosen.size();
    }

    private void print(String format, Object... arguments) {
        PrintWriter output = spec.commandLine().getOut();
        output.println(String.format(Locale.ROOT, format, arguments));
        output.flush();
    }
}
