package org.wayray.benchmarks.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.wayray.benchmarks.application.FilmPlayer;
import org.wayray.benchmarks.film.Film;
import org.wayray.benchmarks.film.Moment;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;

/** The application in a process of its own. Any thread. */
final class FilmProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    /** It only paints: the optimising compiler would take processor time from those who are measured. */
    private static final List<String> JVM_OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx1g");

    private final Process process;
    private final AutoCloseable end;
    private final CompletableFuture<Void> showing = new CompletableFuture<>();
    private final CompletableFuture<Rest> rest = new CompletableFuture<>();

    /**
     * What it did, and what stays on the screen.
     *
     * @param moment the last picture
     * @param nanos when that was committed
     * @param commits when each tick was committed first
     */
    record Rest(Moment moment, long nanos, Map<Integer, Long> commits) {}

    private FilmProcess(Cleanup.OwnedProcess owned) {
        this.process = owned.process();
        this.end = owned.end();
        Thread.ofPlatform().daemon().name("film-words").start(this::listen);
    }

    /** Starts one, which then makes its pictures. */
    static FilmProcess start(Path socket, Film.Content content, boolean withBlock, RunOptions options)
            throws IOException {
        var command = Jvm.command(JVM_OPTIONS, FilmPlayer.class.getName());
        command.addAll(List.of(
                socket.toString(),
                content.name(),
                Boolean.toString(withBlock),
                Integer.toString(options.size.width()),
                Integer.toString(options.size.height()),
                Integer.toString(options.warmSeconds + options.seconds)));
        return new FilmProcess(
                Cleanup.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT)));
    }

    /** Waits until the first picture was committed. */
    void awaitShowing() throws InterruptedException {
        await(showing, "the application shows nothing");
    }

    /** Lets the film rest. */
    Rest rest() throws InterruptedException {
        try {
            var orders = process.outputWriter(StandardCharsets.UTF_8);
            orders.write("rest\n");
            orders.flush();
        } catch (IOException e) {
            rest.completeExceptionally(e); // it has ended, which is said below
        }
        return await(rest, "the application does not answer");
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    private static <T> T await(CompletableFuture<T> future, String failure) throws InterruptedException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ProgramException(
                    ExitStatus.APPLICATION_FAILED,
                    new Diagnostic(
                            failure,
                            e instanceof TimeoutException ? "nothing came in " + PATIENCE_SECONDS + " s" : "it ended",
                            "see what it wrote above"),
                    e);
        }
    }

    private void listen() {
        var commits = new HashMap<Integer, Long>();
        try (var words = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = words.readLine(); line != null; line = words.readLine()) {
                var fields = line.split(" ", -1);
                switch (fields[0]) {
                    case "showing" -> showing.complete(null);
                    case "commit" -> commits.putIfAbsent(Integer.valueOf(fields[1]), Long.valueOf(fields[2]));
                    case "resting" ->
                        rest.complete(new Rest(
                                new Moment(Integer.parseInt(fields[1]), Integer.parseInt(fields[2])),
                                Long.parseLong(fields[3]),
                                commits));
                    default -> {
                        // a library said something
                    }
                }
            }
        } catch (IOException e) {
            // the process is being ended
        }
        showing.completeExceptionally(new IOException("it ended"));
        rest.completeExceptionally(new IOException("it ended"));
    }

    @Override
    public void close() throws Exception {
        end.close();
    }
}
