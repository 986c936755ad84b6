package org.wayray.viewer.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wayray.cli.Diagnostic;
import org.wayray.viewer.session.ViewerState;

/**
 * The words for what a viewer is doing. Immutable.
 *
 * @param title the one line that says it
 * @param lines why, and what to do; each may be long
 */
public record StatusPage(String title, List<String> lines) {
    private static final long SECOND_NANOS = 1_000_000_000L;

    /**
     * The page for a state; none while the picture speaks for itself.
     *
     * @param server the server as the user named it
     * @param nowNanos on the clock of the state's own times
     */
    public static Optional<StatusPage> of(ViewerState state, String server, long nowNanos) {
        return switch (state) {
            case ViewerState.Active ignored -> Optional.empty();
            case ViewerState.Connecting ignored -> Optional.of(new StatusPage("Connecting to " + server, List.of()));
            case ViewerState.Handshaking ignored ->
                Optional.of(new StatusPage(
                        "Connecting to " + server, List.of("The server was reached. Waiting for the session.")));
            case ViewerState.Reconnecting(Diagnostic problem, long nextTryNanos) -> {
                var lines = explanation(problem);
                lines.add(when(nextTryNanos - nowNanos));
                yield Optional.of(new StatusPage(sentence(problem.what()), lines));
            }
            case ViewerState.Refused refused -> {
                var lines = explanation(refused.problem());
                lines.add("Press Enter to try again.");
                yield Optional.of(new StatusPage(sentence(refused.problem().what()), lines));
            }
            case ViewerState.Ended ended -> Optional.of(new StatusPage("The end", List.of(sentence(ended.message()))));
        };
    }

    private static List<String> explanation(Diagnostic problem) {
        var lines = new ArrayList<String>();
        if (!problem.why().isBlank()) {
            lines.add("Why: " + problem.why());
        }
        problem.remedy().lines().filter(line -> !line.isBlank()).forEach(line -> lines.add("To do: " + line));
        return lines;
    }

    private static String when(long nanosLeft) {
        if (nanosLeft <= 0) {
            return "Trying again now.";
        }
        long seconds = (nanosLeft + SECOND_NANOS - 1) / SECOND_NANOS;
        return "Trying again in " + seconds + (seconds == 1 ? " second." : " seconds.");
    }

    private static String sentence(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
