package org.wayray.conformance.wlcs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wayray.conformance.wlcs.Outcome.Status;

/** Reads what the suite prints, line by line, and says when a test has ended. Time is passed in. */
final class SuiteOutput {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final Pattern BEGIN = Pattern.compile("\\[ RUN      ] (\\S+)");
    private static final Pattern END = Pattern.compile("\\[\\s*(OK|FAILED|SKIP|SKIPPED)\\s*] (\\S+?)(?:,.*| .*|)");
    private static final Pattern FAILURE = Pattern.compile("Failure$|exception");
    private static final String FAULT = "[wlcs-remote] FAULT ";
    private static final String REASON = "[          ] ";

    /** Lines that are kept of a failure. */
    private static final int MOST_LINES = 6;

    private static final int MOST_CHARS = 300;

    private @Nullable String running;
    private long begunMillis;
    private final List<String> failure = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private @Nullable String fault;

    /** The test under way. */
    Optional<String> running() {
        return Optional.ofNullable(running);
    }

    /** Takes a line; the outcome of the test that ends with it. */
    Optional<Outcome> line(String raw, long nowMillis) {
        var line = COLOUR.matcher(raw).replaceAll("");
        var begin = BEGIN.matcher(line);
        if (begin.lookingAt()) {
            running = begin.group(1);
            begunMillis = nowMillis;
            failure.clear();
            reasons.clear();
            fault = null;
            return Optional.empty();
        }
        if (running == null) {
            return Optional.empty();
        }
        var end = END.matcher(line);
        if (end.matches() && end.group(2).equals(running)) {
            return Optional.of(ended(
                    switch (end.group(1)) {
                        case "OK" -> Status.PASS;
                        case "FAILED" -> Status.FAIL;
                        default -> Status.SKIP;
                    },
                    nowMillis));
        }
        if (line.startsWith(FAULT)) {
            fault = fault == null ? line.substring(FAULT.length()) : fault;
        } else if (line.startsWith(REASON)) {
            reasons.add(line.substring(REASON.length()));
        } else if (!line.isBlank()
                && failure.size() < MOST_LINES
                && (!failure.isEmpty() || FAILURE.matcher(line).find())) {
            failure.add(line.strip()); // the chatter of mocks comes before it
        }
        return Optional.empty();
    }

    /** The suite itself has ended: what that means for the test under way. */
    Optional<Outcome> end(String how, long nowMillis) {
        if (running == null) {
            return Optional.empty();
        }
        fault = "the suite itself ended: " + how;
        return Optional.of(ended(Status.BROKEN, nowMillis));
    }

    private Outcome ended(Status said, long nowMillis) {
        var test = String.valueOf(running);
        running = null;
        long millis = nowMillis - begunMillis;
        if (fault != null && said != Status.SKIP) {
            return new Outcome(test, Status.BROKEN, millis, oneLine(List.of(fault)));
        }
        return new Outcome(
                test,
                said,
                millis,
                switch (said) {
                    case PASS -> "";
                    case SKIP -> oneLine(reasons);
                    case FAIL, BROKEN -> oneLine(failure);
                });
    }

    private static String oneLine(List<String> lines) {
        var text = String.join(" | ", lines).replace('\t', ' ');
        return text.substring(0, Math.min(text.length(), MOST_CHARS));
    }
}
