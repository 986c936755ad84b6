package org.wayray.conformance.wlcs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.wayray.conformance.wlcs.Outcome.Status;

/**
 * Runs a list of tests, one process of the suite after another until each has an outcome: a compositor's mistake can crash or hang
 * the suite, which costs the test under way and no more. Belongs to one thread.
 */
final class Shard {
    /** Bytes of test names that one process is given; an environment variable has room for 128 KiB. */
    private static final int MOST_NAME_BYTES = 100_000;

    /** Without a word for so long, the suite hangs: its longest test is given 45 s. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

    private static final int NANOS_PER_MILLI = 1_000_000;

    private final Wlcs wlcs;
    private final boolean lenient;
    private final Path files;
    private final PrintWriter log;
    private final Consumer<Outcome> report;
    private final List<ServerFootprint> footprints = new ArrayList<>();

    /**
     * @param files where its files go, and how their names begin
     * @param log gets all that the suite prints; may be shared
     * @param report called with each outcome, on this shard's thread
     */
    Shard(Wlcs wlcs, boolean lenient, Path files, PrintWriter log, Consumer<Outcome> report) {
        this.wlcs = wlcs;
        this.lenient = lenient;
        this.files = files;
        this.log = log;
        this.report = report;
    }

    /** What the servers took, one after another. */
    List<ServerFootprint> footprints() {
        return footprints;
    }

    void run(List<String> tests) throws IOException, InterruptedException {
        var left = new LinkedHashSet<>(tests);
        while (!left.isEmpty()) {
            var batch = batch(left);
            int before = left.size();
            runOnce(batch, left);
            if (left.size() == before) {
                var first = batch.getFirst();
                left.remove(first);
                report.accept(new Outcome(first, Status.BROKEN, 0, "the suite ended before the test began"));
            }
        }
    }

    private static List<String> batch(Set<String> left) {
        var batch = new ArrayList<String>();
        int bytes = 0;
        for (var test : left) {
            bytes += test.length() + 1;
            if (bytes > MOST_NAME_BYTES) {
                break;
            }
            batch.add(test);
        }
        return batch;
    }

    private void runOnce(List<String> batch, Set<String> left) throws IOException, InterruptedException {
        var statistics = Path.of(files + "-" + footprints.size() + ".stats");
        var environment = new HashMap<String, String>();
        environment.put("GTEST_FILTER", String.join(":", batch));
        environment.put("WLCS_STATS", statistics.toString());
        environment.put("WLCS_SERVER_LOG", files + "-server.log");
        if (lenient) {
            environment.put("WLCS_START_FLAGS", "lenient");
        }
        var process = wlcs.runner(environment)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        Path.of(files + "-errors.log").toFile()))
                .start();
        var output = new SuiteOutput();
        var heardNanos = new AtomicLong(System.nanoTime());
        var hung = new AtomicBoolean();
        Thread.ofVirtual().start(() -> guard(process, heardNanos, hung));
        Consumer<Outcome> take = outcome -> {
            left.remove(outcome.test());
            report.accept(outcome);
        };
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                heardNanos.set(System.nanoTime());
                log.println(line);
                output.line(line, nowMillis()).ifPresent(take);
            }
        }
        int status = process.waitFor();
        output.end(hung.get() ? "it printed nothing any more" : "exit status " + status, nowMillis())
                .ifPresent(take);
        footprints.add(ServerFootprint.read(statistics));
    }

    private static void guard(Process process, AtomicLong heardNanos, AtomicBoolean hung) {
        try {
            while (!process.waitFor(1, TimeUnit.SECONDS)) {
                if (System.nanoTime() - heardNanos.get() > SILENCE_NANOS) {
                    hung.set(true);
                    process.destroyForcibly(); // its server goes with it
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long nowMillis() {
        return System.nanoTime() / NANOS_PER_MILLI;
    }

    /** As {@link #run}, for a thread that can throw nothing. */
    void runUnchecked(List<String> tests) {
        try {
            run(tests);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
