package org.wayray.conformance.applications;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All processes that came out of one command: those of its session and those that were started with its home folder, wherever
 * they hide. Browsers and office suites leave some behind when only the first one is ended.
 *
 * @param session the process that leads the session
 * @param home the value of {@code HOME}, which no other command has
 */
record Processes(long session, Path home) {
    private static final Path PROC = Path.of("/proc");
    private static final Duration POLITE = Duration.ofSeconds(2);

    /** Where the number of the session is in {@code /proc/PID/stat}, counted from the state. */
    private static final int SESSION = 3;

    /** Asks all of them to end, and then makes them. */
    void end() {
        signal(ProcessHandle::destroy);
        long end = System.nanoTime() + POLITE.toNanos();
        while (System.nanoTime() - end < 0 && !running().isEmpty()) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        end = System.nanoTime() + POLITE.toNanos();
        while (System.nanoTime() - end < 0 && !running().isEmpty()) {
            signal(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private void signal(Consumer<ProcessHandle> signal) {
        running().forEach(pid -> ProcessHandle.of(pid).ifPresent(signal));
    }

    private List<Long> running() {
        try (Stream<Path> all = Files.list(PROC)) {
            return all.map(folder -> folder.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .map(Long::valueOf)
                    .filter(this::isOurs)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isOurs(long pid) {
        var folder = PROC.resolve(Long.toString(pid));
        try {
            var stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            if (fields[0].equals("Z")) {
                return false;
            }
            return Long.parseLong(fields[SESSION]) == session
                    || Files.readString(folder.resolve("environ"), StandardCharsets.ISO_8859_1)
                            .contains("HOME=" + home + "\0");
        } catch (IOException goneOrAnothers) {
            return false;
        }
    }
}
