package org.wayray.conformance.wlcs;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.testkit.wlcs.WlcsServer;

/**
 * The suite, ready to run: unpacked from Debian's package with the libraries it was built for, and the module that lets it reach a
 * compositor in another process. Nothing is installed.
 *
 * @param folder where all of it lies
 */
record Wlcs(Path folder) {
    /** Debian's release that has the version which the kept results are of. */
    private static final String RELEASE = "sid";

    static final String VERSION = "1.8.1";

    private static final int PATIENCE_MINUTES = 5;

    private static final Pattern DISABLED = Pattern.compile("(^|[./])DISABLED_");

    /** Something that was put into {@code conformance/wlcs}. */
    static InputStream resource(String name) {
        var in = Wlcs.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("there is no resource " + name);
        }
        return in;
    }

    /**
     * Makes it ready in a folder, or finds it there.
     *
     * @throws ProgramException if it cannot be had: no mirror, no compiler, another version
     */
    static Wlcs prepare(Path folder) throws IOException, InterruptedException {
        var wlcs = new Wlcs(folder.toAbsolutePath());
        Files.createDirectories(wlcs.folder);
        for (var name : List.of("get-wlcs", "wlcs-remote.c", "Makefile", "globals.txt")) {
            try (var in = resource(name)) {
                wlcs.replace(name, in.readAllBytes());
            }
        }
        if (!Files.exists(wlcs.version())) {
            wlcs.run("WLCS cannot be fetched", List.of("sh", "get-wlcs", RELEASE, "suite"));
            Files.writeString(wlcs.version(), VERSION);
        }
        wlcs.run(
                "the WLCS module cannot be built",
                List.of("make", "-s", "BUILD=" + wlcs.folder, "WLCS_INCLUDE=suite/root/usr/include/wlcs"));
        return wlcs;
    }

    /** Writes a file, unless it is like that already: make looks at times. */
    private void replace(String name, byte[] content) throws IOException {
        var file = folder.resolve(name);
        if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
            var next = folder.resolve(name + ".new");
            Files.write(next, content);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path version() {
        return folder.resolve("suite").resolve("version-" + VERSION);
    }

    private void run(String failure, List<String> command) throws IOException, InterruptedException {
        var log = folder.resolve("prepare.log").toFile();
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log))
                .start();
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        if (!ended || process.exitValue() != 0) {
            var lines = Files.readAllLines(log.toPath());
            throw new ProgramException(
                    ExitStatus.CANNOT_START,
                    new Diagnostic(
                            failure,
                            String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size())),
                            "needed are apt-get and a Debian mirror (DEBIAN_MIRROR names another), gcc, make and libwayland-dev"));
        }
    }

    /** The names of all tests that fit a pattern of the suite's own kind, in its order; those it disables are left out. */
    List<String> tests(String pattern) throws IOException, InterruptedException {
        var builder = runner(Map.of("GTEST_FILTER", pattern), "--gtest_list_tests");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        var process = builder.start();
        var names = new ArrayList<String>();
        var group = "";
        for (var line : new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            var name = line.split("#", 2)[0].stripTrailing();
            if (name.startsWith("  ")) {
                if (!DISABLED.matcher(group + name.strip()).find()) {
                    names.add(group + name.strip());
                }
            } else if (name.matches("\\S+\\.")) {
                group = name;
            }
        }
        process.waitFor();
        return names;
    }

    /** The suite with this environment on top of what it always gets. */
    ProcessBuilder runner(Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(List.of(
                folder.resolve("suite/wlcs").toString(),
                folder.resolve("wlcs-remote.so").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectInput(new File("/dev/null"));
        var variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("WLCS_") || name.startsWith("GTEST_"));
        variables.put("XDG_RUNTIME_DIR", folder.toString());
        variables.put("WLCS_SERVER_CMD", server());
        variables.put("WLCS_GLOBALS_FILE", folder.resolve("globals.txt").toString());
        variables.putAll(environment);
        return builder;
    }

    /** The command that starts the server, on this program's Java and class path. */
    private static String server() {
        return "exec "
                + quoted(Path.of(System.getProperty("java.home"), "bin", "java").toString())
                + " --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
                + " -XX:+UseSerialGC -Xmx512m -XX:TieredStopAtLevel=1 -cp "
                + quoted(absolute(System.getProperty("java.class.path", ""))) + " " + WlcsServer.class.getName();
    }

    private static String absolute(String classPath) {
        var entries = new ArrayList<String>();
        for (var entry : classPath.split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
