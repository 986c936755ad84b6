package org.wayray.conformance.wlcs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Runs tests in two passes: the strict one, then, against a lenient compositor, the disputed ones.
 *
 * @param outcomes in the suite's order
 * @param footprints of all servers
 */
record WlcsRun(List<Outcome> outcomes, List<ServerFootprint> footprints) {
    /**
     * Runs them.
     *
     * @param shards processes of the suite at a time
     * @param files where logs go
     * @param report called with each outcome, on any thread, one at a time
     */
    static WlcsRun of(Wlcs wlcs, KeptResults kept, List<String> tests, int shards, Path files, Consumer<Outcome> report)
            throws Exception {
        Files.createDirectories(files);
        Map<String, Outcome> found = new HashMap<>();
        var footprints = new ArrayList<ServerFootprint>();
        Consumer<Outcome> take = outcome -> {
            synchronized (found) {
                found.put(outcome.test(), outcome);
                report.accept(outcome);
            }
        };
        try (var log = new PrintWriter(Files.newBufferedWriter(files.resolve("run.log"), StandardCharsets.UTF_8))) {
            for (boolean lenient : new boolean[] {false, true}) {
                var chosen = tests.stream()
                        .filter(test -> kept.isDisputed(test) == lenient)
                        .toList();
                footprints.addAll(pass(wlcs, lenient, chosen, shards, files, log, take));
            }
        }
        return new WlcsRun(
                tests.stream().map(found::get).filter(Objects::nonNull).toList(), footprints);
    }

    private static List<ServerFootprint> pass(
            Wlcs wlcs,
            boolean lenient,
            List<String> tests,
            int count,
            Path files,
            PrintWriter log,
            Consumer<Outcome> report)
            throws Exception {
        var shards = new ArrayList<Shard>();
        var running = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                var part = part(tests, i, count);
                if (!part.isEmpty()) {
                    var name = (lenient ? "lenient-" : "strict-") + i;
                    clear(files, name);
                    var shard = new Shard(wlcs, lenient, files.resolve(name).toAbsolutePath(), log, report);
                    shards.add(shard);
                    running.add(threads.submit(() -> shard.runUnchecked(part)));
                }
            }
        }
        for (var each : running) {
            each.get();
        }
        return shards.stream().flatMap(shard -> shard.footprints().stream()).toList();
    }

    private static List<String> part(List<String> tests, int index, int count) {
        var part = new ArrayList<String>();
        for (int i = index; i < tests.size(); i += count) {
            part.add(tests.get(i));
        }
        return part;
    }

    /** Takes away what an earlier run left. */
    private static void clear(Path files, String name) throws IOException {
        try (var old = Files.newDirectoryStream(files, name + "-*")) {
            for (var file : old) {
                Files.delete(file);
            }
        }
    }
}
