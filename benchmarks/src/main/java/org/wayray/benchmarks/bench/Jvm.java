package org.wayray.benchmarks.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starting programs of this class path in processes of their own. */
final class Jvm {
    private Jvm() {}

    /** The command line of a program, without arguments. */
    static List<String> command(List<String> options, String main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        return command;
    }
}
