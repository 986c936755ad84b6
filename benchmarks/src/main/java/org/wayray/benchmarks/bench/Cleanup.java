package org.wayray.benchmarks.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Ends the processes and removes the folders of this program, the last one first: when their owner closes them, and otherwise
 * when a signal ends the program. Thread-safe.
 */
final class Cleanup {
    private static final long PATIENCE_SECONDS = 10;

    // guarded by itself, as are the two below
    private static final Deque<Runnable> TASKS = new ArrayDeque<>();

    private static boolean hooked;
    private static boolean ending;

    private Cleanup() {}

    /**
     * A process that ends at the latest when the program ends.
     *
     * @param end ends it
     */
    record OwnedProcess(Process process, AutoCloseable end) {}

    /** A folder that only its owner can enter, and that is gone at the latest when the program has ended. */
    record Folder(Path path, AutoCloseable removal) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            removal.close();
        }
    }

    static OwnedProcess start(ProcessBuilder builder) throws IOException {
        synchronized (TASKS) {
            prepare();
            var process = builder.start();
            return new OwnedProcess(process, add(() -> end(process)));
        }
    }

    static Folder folder() throws IOException {
        synchronized (TASKS) {
            prepare();
            var path = Files.createTempDirectory("wayray-bench-");
            return new Folder(path, add(() -> remove(path)));
        }
    }

    /** What is made while the program is being ended would stay behind. */
    private static void prepare() {
        if (ending) {
            throw new IllegalStateException("the program is being ended");
        }
        if (!hooked) {
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("cleanup").unstarted(Cleanup::all));
            hooked = true;
        }
    }

    private static AutoCloseable add(Runnable task) {
        TASKS.push(task);
        return () -> {
            boolean mine;
            synchronized (TASKS) {
                mine = TASKS.remove(task);
            }
            if (mine) {
                task.run();
            }
        };
    }

    private static void all() {
        while (true) {
            Runnable task;
            synchronized (TASKS) {
                ending = true;
                task = TASKS.poll();
            }
            if (task == null) {
                return;
            }
            task.run();
        }
    }

    private static void end(Process process) {
        process.destroy();
        boolean ended = false;
        try {
            ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            process.destroyForcibly();
        }
    }

    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("note: " + folder + " could not be removed: " + e.getMessage());
        }
    }
}
