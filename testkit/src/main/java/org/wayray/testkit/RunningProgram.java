package org.wayray.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A program that a test has started. {@link #close} ends it and all it started, and insists that nothing is left. */
public final class RunningProgram implements AutoCloseable {
    private static final Duration POLITE = Duration.ofSeconds(2);
    private static final Pattern PROTOCOL_ERROR = Pattern.compile("wl_display[@#]1\\.error\\(");

    private final Program program;
    private final Process process;
    private final Path output;
    private final Path errors;

    RunningProgram(Program program, Process process, Path output, Path errors) {
        this.program = program;
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** What it has written to its standard output so far. */
    public String output() {
        return read(output);
    }

    /** What it has written to its error output so far; with {@link Program#start}, that is its traffic too. */
    public String errors() {
        return read(errors);
    }

    /** The protocol errors it got: lines of its traffic, empty if all went well. */
    public List<String> protocolErrors() {
        return errors().lines()
                .filter(line -> PROTOCOL_ERROR.matcher(line).find())
                .toList();
    }

    /** Waits until it ends by itself; its exit status. */
    public int awaitExit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(program.name() + " still runs after " + patience.toSeconds() + " s\n" + tail());
        }
        return process.exitValue();
    }

    /** The end of what it wrote, for failure messages. */
    public String tail() {
        var lines = (output() + errors()).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    /** Asks it and everything it started to end, then ends them by force. */
    @Override
    public void close() {
        Set<ProcessHandle> all = new LinkedHashSet<>();
        process.descendants().forEach(all::add);
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroy);
        long end = System.nanoTime() + POLITE.toNanos();
        while (System.nanoTime() - end < 0 && anyRuns(all)) {
            process.descendants().forEach(all::add);
            waitABit();
        }
        all.forEach(ProcessHandle::destroyForcibly);
        // a program that has ended is alive for its Process until Java has reaped it
        Await.until(program.name() + " is gone", () -> !process.isAlive() && !anyRuns(all));
    }

    private static boolean anyRuns(Set<ProcessHandle> all) {
        return all.stream().anyMatch(RunningProgram::runs);
    }

    /** Whether it runs; one that has ended but that nobody has asked about (a zombie) does not. */
    private static boolean runs(ProcessHandle handle) {
        if (!handle.isAlive()) {
            return false;
        }
        try {
            var status = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
            return !status.substring(status.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException ended) {
            // there is no such file, because it has just ended, or because this is not Linux
            return handle.isAlive();
        }
    }

    private void waitABit() {
        try {
            process.waitFor(10, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
