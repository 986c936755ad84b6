package org.wayray.cli;

import java.util.stream.Collectors;

/**
 * An error as a user wants to read it: what failed, why, and what to do. Immutable.
 *
 * @param what the thing that failed, without a full stop: {@code cannot listen on 127.0.0.1:4433}
 * @param why the cause in the user's terms: {@code another program holds this UDP port}
 * @param remedy what to do about it, one step a line; empty when there is nothing to suggest
 */
public record Diagnostic(String what, String why, String remedy) {
    /** The form shown on a terminal, several lines, ending without a line break. */
    public String render() {
        var text = new StringBuilder("error: ").append(what);
        if (!why.isBlank()) {
            text.append(field("why", why));
        }
        if (!remedy.isBlank()) {
            text.append(field("try", remedy));
        }
        return text.toString();
    }

    private static String field(String label, String lines) {
        return lines.lines().collect(Collectors.joining("\n       ", "\n  " + label + ": ", ""));
    }
}
