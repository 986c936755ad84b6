package org.wayray.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A program that runs in a session, started through the shell. Its output goes where ours goes. Thread-safe; whoever
 * starts it owns it and closes it, which ends the program and all that it has started.
 */
public final class Application implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Would lead a program to another display than the session's. */
    private static final List<String> FOREIGN_DISPLAYS = List.of("DISPLAY", "WAYLAND_SOCKET", "XAUTHORITY");

    private final Process process;

    private Application(Process process) {
        this.process = process;
    }

    /**
     * Starts a program in the session.
     *
     * @param command a shell command line
     * @param runtimeDirectory the folder with the session's Wayland socket
     * @param socketName the socket's name there
     * @throws IOException there is no shell
     */
    public static Application start(String command, Path runtimeDirectory, String socketName) throws IOException {
        var builder = new ProcessBuilder("/bin/sh", "-c", command);
        var environment = builder.environment();
        FOREIGN_DISPLAYS.forEach(environment::remove);
        environment.put("WAYLAND_DISPLAY", socketName);
        environment.put("XDG_RUNTIME_DIR", runtimeDirectory.toString());
        environment.put("XDG_SESSION_TYPE", "wayland");
        environment.put("XDG_CURRENT_DESKTOP", "WayRay");
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return new Application(builder.start());
    }

    /** Completes with the exit status when the program ends. */
    public CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Asks the program and its children to end, and ends them by force after two seconds. */
    @Override
    public void close() {
        var family = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        family.forEach(ProcessHandle::destroy);
        var all = CompletableFuture.allOf(
                family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        try {
            all.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            family.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            family.forEach(ProcessHandle::destroyForcibly);
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for a process failed", e);
        }
    }
}
