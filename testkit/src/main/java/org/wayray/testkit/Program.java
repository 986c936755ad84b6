package org.wayray.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A program of the distribution that a test needs, and how to start it. Immutable; each {@code with} makes a new one.
 *
 * @param name its file name on the search path
 * @param debianPackage the package that has it
 * @param arguments what it is started with
 * @param environment what is added to the small environment it gets
 */
public record Program(String name, String debianPackage, List<String> arguments, Map<String, String> environment) {
    /** Set to 1 where all programs have been installed: then a missing one is a failure. */
    private static final String REQUIRE = "WAYRAY_REQUIRE_PROGRAMS";

    /** Variables that keep toolkits to Wayland and the processor, with nothing of a desktop around them. */
    public static final Map<String, String> PLAIN_TOOLKITS = Map.of(
            "GDK_BACKEND", "wayland",
            "GSETTINGS_BACKEND", "memory",
            "GTK_A11Y", "none",
            "NO_AT_BRIDGE", "1",
            "LIBGL_ALWAYS_SOFTWARE", "1");

    /** A program without arguments. */
    public static Program of(String name, String debianPackage) {
        return new Program(name, debianPackage, List.of(), Map.of());
    }

    public Program {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** The same with these arguments. */
    public Program with(String... newArguments) {
        return new Program(name, debianPackage, List.of(newArguments), environment);
    }

    /** The same with one more variable. */
    public Program withEnvironment(String variable, String value) {
        var more = new LinkedHashMap<>(environment);
        more.put(variable, value);
        return new Program(name, debianPackage, arguments, more);
    }

    /** Skips the running test where the program is missing, and says what to install; see {@code WAYRAY_REQUIRE_PROGRAMS}. */
    public Program orSkip() {
        if (find() == null) {
            var reason = name + " is not installed; Debian has it in the package " + debianPackage;
            if ("1".equals(System.getenv(REQUIRE))) {
                Assertions.fail(reason);
            }
            Assumptions.abort(reason);
        }
        return this;
    }

    /**
     * Starts it as a client of a Wayland display, with its traffic on its error output.
     *
     * @param folder where the display's socket is; see {@link #startIn}
     * @param display the file name of the socket
     */
    public RunningProgram start(Path folder, String display) throws IOException {
        return withEnvironment("WAYLAND_DISPLAY", display)
                .withEnvironment("WAYLAND_DEBUG", "1")
                .startIn(folder);
    }

    /** Starts it with that folder as runtime directory, home and working directory; its output goes to files there. */
    public RunningProgram startIn(Path folder) throws IOException {
        var file = find();
        if (file == null) {
            throw new IOException("no program " + name + " on the search path");
        }
        var command = new ArrayList<String>();
        command.add(file.toString());
        command.addAll(arguments);
        var logs = Files.createTempDirectory(folder, name + "-");
        var output = logs.resolve("output");
        var errors = logs.resolve("errors");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        var variables = builder.environment();
        var searchPath = System.getenv("PATH");
        variables.clear();
        variables.put("PATH", searchPath == null ? "/usr/bin:/bin" : searchPath);
        variables.put("HOME", folder.toString());
        variables.put("XDG_RUNTIME_DIR", folder.toString());
        variables.put("LANG", "C.UTF-8");
        variables.put("SHELL", "/bin/sh");
        variables.putAll(PLAIN_TOOLKITS);
        variables.put("GSK_RENDERER", "cairo");
        variables.put("DBUS_SESSION_BUS_ADDRESS", "disabled:");
        variables.putAll(environment);
        return new RunningProgram(this, builder.start(), output, errors);
    }

    private @Nullable Path find() {
        var searchPath = System.getenv("PATH");
        for (var folder : (searchPath == null ? "/usr/bin:/bin" : searchPath).split(File.pathSeparator, -1)) {
            var file = Path.of(folder, name);
            if (Files.isExecutable(file) && !Files.isDirectory(file)) {
                return file;
            }
        }
        return null;
    }
}
