package org.wayray.conformance.wlcs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wayray.conformance.wlcs.Outcome.Status;

/**
 * What is expected of each test, kept in {@code conformance/wlcs/expected.tsv}, and which tests are disputed. Immutable.
 *
 * <p>A test is <em>disputed</em> if its own client breaks a protocol: it runs in a pass of its own, against a lenient compositor.
 * One that is expected to be skipped needs a protocol that we do not want, or always skips. All others are the <em>core</em>.
 */
final class KeptResults {
    static final String HEADER = "test\texpected\treason";

    private final Map<String, Expectation> expected = new LinkedHashMap<>();
    private final Set<String> disputed;

    /** @param reason why it is not expected to pass; empty if it is */
    record Expectation(Status status, String reason) {}

    private KeptResults(List<String> expectedLines, List<String> disputedLines) {
        for (var line : expectedLines) {
            if (!line.equals(HEADER) && !line.isBlank() && !line.startsWith("#")) {
                var fields = line.split("\t", -1);
                expected.put(fields[0], new Expectation(Status.of(fields[1]), fields.length > 2 ? fields[2] : ""));
            }
        }
        disputed = disputedLines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\t", -1)[0])
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Those of this version. */
    static KeptResults load() {
        return new KeptResults(lines("expected.tsv"), lines("disputed.tsv"));
    }

    private static List<String> lines(String resource) {
        try (var in = Wlcs.resource(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isDisputed(String test) {
        return disputed.contains(test);
    }

    /** Whether it counts where the score of the strict pass is given. */
    boolean isCore(String test) {
        return !isDisputed(test) && expectation(test).status() != Status.SKIP;
    }

    /** A test that is not in the list is expected to pass. */
    Expectation expectation(String test) {
        var known = expected.get(test);
        return known == null ? new Expectation(Status.PASS, "") : known;
    }

    /** The tests that the list knows. */
    Set<String> tests() {
        return expected.keySet();
    }

    /** Whether an outcome is worse than expected. */
    boolean isRegression(Outcome outcome) {
        return outcome.status().compareTo(expectation(outcome.test()).status()) > 0;
    }

    /** Whether an outcome is better than expected: the list should be brought up to date. */
    boolean isProgress(Outcome outcome) {
        return outcome.status().compareTo(expectation(outcome.test()).status()) < 0;
    }

    /** The list with these outcomes as what is expected; reasons stay where the status does. */
    List<String> updated(List<Outcome> outcomes) {
        var lines = new ArrayList<>(List.of(HEADER));
        for (var outcome : outcomes) {
            var before = expected.get(outcome.test());
            lines.add(outcome.test() + "\t" + outcome.status() + "\t" + reason(outcome, before));
        }
        return lines;
    }

    private static String reason(Outcome outcome, @Nullable Expectation before) {
        return before != null && before.status() == outcome.status() ? before.reason() : outcome.note();
    }
}
