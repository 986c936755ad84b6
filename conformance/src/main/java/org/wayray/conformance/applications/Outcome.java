package org.wayray.conformance.applications;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.wayray.testkit.Picture;

/**
 * How a run of the zoo ended. Immutable.
 *
 * @param application what was run
 * @param absent it is not installed; nothing else is said then
 * @param problems why it failed; empty if it passed
 * @param elapsed how long it ran
 * @param trace its traffic
 * @param firstFrameMillis from the start of its process to the first commit that shows something, if it drew
 * @param picture what was to be seen at the end, if that can be had
 */
public record Outcome(
        Application application,
        boolean absent,
        List<String> problems,
        Duration elapsed,
        ClientTrace trace,
        OptionalLong firstFrameMillis,
        Optional<Picture> picture) {
    public Outcome {
        problems = List.copyOf(problems);
    }

    public boolean passed() {
        return !absent && problems.isEmpty();
    }

    /** The same with another problem. */
    Outcome with(String problem) {
        return new Outcome(
                application,
                absent,
                Stream.concat(problems.stream(), Stream.of(problem)).toList(),
                elapsed,
                trace,
                firstFrameMillis,
                picture);
    }

    /** The same, with the time to the first frame of another run of it if that was less. */
    Outcome orFaster(Outcome again) {
        boolean faster = again.firstFrameMillis.orElse(Long.MAX_VALUE) < firstFrameMillis.orElse(Long.MAX_VALUE);
        return new Outcome(
                application,
                absent,
                problems,
                elapsed,
                trace,
                faster ? again.firstFrameMillis : firstFrameMillis,
                picture);
    }

    /** Why it failed, in one line: the problems, and what may be behind them. */
    public String reason() {
        if (problems.isEmpty()) {
            return "";
        }
        var parts = new ArrayList<>(problems);
        var missing = application.missing(trace.offered().keySet());
        if (!missing.isEmpty()) {
            parts.add("not offered: " + String.join(" ", missing));
        } else if (!trace.lastWords().isEmpty()) {
            parts.add("it says: " + trace.lastWords());
        }
        return String.join("; ", parts);
    }
}
