package org.wayray.compositor.clipboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.wayray.compositor.Compositor;
import org.wayray.compositor.CompositorOptions;
import org.wayray.compositor.frames.EncoderThreads;
import org.wayray.link.InProcessLink;
import org.wayray.posix.event.EventLoop;
import org.wayray.protocol.v1.Hello;

/** A session on a thread of its own with a socket for programs, and desks in front of it. */
final class SharedClipboard implements AutoCloseable {
    private static final String SOCKET = "wayland-clipboard";

    final EventLoop loop;
    private final Path folder;
    private final Compositor compositor;
    private final EncoderThreads encoders = new EncoderThreads(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<Desk> desks = new ArrayList<>();
    private final List<Process> programs = new ArrayList<>();

    SharedClipboard(Path folder, ClipboardOptions options) throws Exception {
        this.folder = folder;
        loop = EventLoop.create("clipboard-test");
        compositor = new Compositor(loop, CompositorOptions.ofSize(320, 240).withClipboard(options), encoders);
        compositor.listen(folder.resolve(SOCKET));
        Thread.ofPlatform().name("clipboard-test").start(() -> {
            try {
                loop.run();
                ended.complete(null);
            } catch (Exception | Error e) {
                ended.completeExceptionally(e);
            }
        });
    }

    /** Attaches a viewer; the one before is replaced. */
    Desk desk() {
        var pair = InProcessLink.pair();
        var desk = new Desk(pair.viewer());
        desks.add(desk);
        loop.execute(() -> compositor.attach(
                pair.session(), Hello.newBuilder().addCapabilities("clipboard").build()));
        return desk;
    }

    /** Asks the compositor something, on its loop. */
    <T> T ask(Function<Compositor, T> question) throws Exception {
        var answer = new CompletableFuture<T>();
        loop.execute(() -> answer.complete(question.apply(compositor)));
        return answer.get(20, TimeUnit.SECONDS);
    }

    /** Starts a program in the session, with files for its input and output. */
    Process start(Path input, Path output, String... command) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.environment().put("WAYLAND_DISPLAY", SOCKET);
        Process program = builder.start();
        programs.add(program);
        return program;
    }

    /** Copies in the session; the program has the data until it is ended. */
    Process copy(String format, byte[] data) throws IOException {
        Path input = Files.createTempFile(folder, "copied", "");
        Files.write(input, data);
        return start(input, folder.resolve("none"), "wl-copy", "--foreground", "--type", format);
    }

    /** Pastes in the session; what came is in the file when the program has ended. */
    Process paste(Path output, String format, String... more) throws IOException {
        var command = new ArrayList<>(List.of("wl-paste", "--no-newline", "--type", format));
        command.addAll(List.of(more));
        return start(Path.of("/dev/null"), output, command.toArray(String[]::new));
    }

    /** Waits for a program's end; its exit status. */
    static int exit(Process program) throws InterruptedException {
        if (!program.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the program does not end: " + program.info());
        }
        return program.exitValue();
    }

    @Override
    public void close() throws Exception {
        programs.forEach(Process::destroy);
        desks.forEach(Desk::close);
        loop.execute(() -> {
            compositor.close();
            loop.stop();
        });
        ended.get(20, TimeUnit.SECONDS);
        long failures = loop.failures();
        loop.close();
        encoders.close();
        if (failures > 0) {
            throw new AssertionError(failures + " failures on the session's loop; the log has them");
        }
    }
}
