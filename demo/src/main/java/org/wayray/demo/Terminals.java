package org.wayray.demo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds a terminal that speaks Wayland. */
final class Terminals {
    /** In order of preference: small and quick ones first. */
    static final List<String> KNOWN = List.of(
            "foot",
            "weston-terminal",
            "alacritty",
            "kitty",
            "wezterm",
            "ptyxis",
            "kgx",
            "gnome-terminal",
            "konsole",
            "terminology",
            "qterminal",
            "sakura",
            "tilix");

    private Terminals() {}

    /** The first known terminal on a search path. */
    static Optional<String> find(String searchPath) {
        return KNOWN.stream().filter(onPath(searchPath)).findFirst();
    }

    /** Whether a program of this name is on a search path, or a path to one. */
    static Predicate<String> onPath(String searchPath) {
        return program -> program.contains(File.separator)
                ? isProgram(Path.of(program))
                : Stream.of(searchPath.split(File.pathSeparator))
                        .filter(folder -> !folder.isEmpty())
                        .anyMatch(folder -> isProgram(Path.of(folder, program)));
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
