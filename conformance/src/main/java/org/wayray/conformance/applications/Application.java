package org.wayray.conformance.applications;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One run of the zoo: a real program, how it is started and what is expected of it. Immutable.
 *
 * @param name of the run; one program may have several
 * @param packages of Debian that it needs
 * @param tier 0 plain, 1 toolkits, 2 parts of a desktop, 3 big, 4 special protocols
 * @param time how long it runs
 * @param globals that it cannot do without, beyond those that every program needs; {@code a|b} is one of the two
 * @param command for the shell
 */
public record Application(
        String name, List<String> packages, Kind kind, int tier, Duration time, List<String> globals, String command) {
    private static final int COLUMNS = 7;

    /** What a program must do to pass; none may meet a protocol error. */
    public enum Kind {
        /** It shows a window and lives. */
        WINDOW,
        /** The same, and it goes on drawing. */
        ANIM,
        /** It does its work and ends with status 0. */
        ONESHOT,
        /** It lives; there is nothing to see. */
        DAEMON,
        /** It lives on the X display that the compositor serves. */
        X11
    }

    public Application {
        packages = List.copyOf(packages);
        globals = List.copyOf(globals);
    }

    /** Reads a line of {@code zoo.txt}. */
    static Application parse(String line) {
        var columns = line.split(" {2,}", COLUMNS);
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException("not a run of the zoo: " + line);
        }
        return new Application(
                columns[0],
                List.of(columns[1].split("\\+", -1)),
                Kind.valueOf(columns[2].toUpperCase(Locale.ROOT)),
                Integer.parseInt(columns[3]),
                Duration.ofSeconds(Long.parseLong(columns[4])),
                columns[5].equals("-") ? List.of() : List.of(columns[5].split("\\+", -1)),
                columns[6]);
    }

    /** Those of its globals that are not among the offered. */
    List<String> missing(Set<String> offered) {
        return globals.stream()
                .filter(alternatives ->
                        Arrays.stream(alternatives.split("\\|", -1)).noneMatch(offered::contains))
                .toList();
    }

    boolean draws() {
        return kind == Kind.WINDOW || kind == Kind.ANIM;
    }
}
