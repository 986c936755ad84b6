package org.wayray.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.wayray.compositor.Compositor;
import org.wayray.compositor.CompositorOptions;
import org.wayray.compositor.frames.EncoderThreads;
import org.wayray.link.InProcessLink;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.protocol.v1.Hello;

/**
 * A session in this process: a real compositor on a loop and a thread of its own, listening on a socket, with a {@link
 * FakeViewer} in front of it. {@link #close} insists that the compositor's loop met no failure.
 */
public final class CompositorFixture implements AutoCloseable {
    public static final int WIDTH = 1280;
    public static final int HEIGHT = 800;

    private static final String DISPLAY = "wayland-wayray";
    private static final Duration END = Duration.ofSeconds(20);

    private final Path folder;
    private final EventLoop loop;
    private final EncoderThreads encoders;
    private final Compositor compositor;
    private final Thread thread;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<FakeViewer> viewers = new ArrayList<>();

    private CompositorFixture(Path folder) throws Exception {
        this.folder = folder;
        loop = EventLoop.create("test-session");
        encoders = new EncoderThreads(1);
        compositor = new Compositor(loop, CompositorOptions.ofSize(WIDTH, HEIGHT), encoders);
        compositor.listen(socket());
        thread = Thread.ofPlatform().name("test-session").start(this::run);
    }

    /** A session of 1280 x 800 pixels with its socket in that folder, and a viewer attached. */
    public static CompositorFixture start(Path folder) throws Exception {
        var fixture = new CompositorFixture(folder);
        fixture.attachViewer();
        return fixture;
    }

    private void run() {
        try {
            loop.run();
            ended.complete(null);
        } catch (PosixException | RuntimeException | Error e) {
            ended.completeExceptionally(e);
        }
    }

    /** The runtime directory with the socket. */
    public Path folder() {
        return folder;
    }

    /** The file name of the socket, as in {@code WAYLAND_DISPLAY}. */
    public String display() {
        return DISPLAY;
    }

    /** The socket. */
    public Path socket() {
        return folder.resolve(DISPLAY);
    }

    /** The newest viewer. */
    public FakeViewer viewer() {
        return viewers.getLast();
    }

    /** Puts another viewer in front of the session; the one before is replaced. */
    public FakeViewer attachViewer() {
        var link = InProcessLink.pair();
        var viewer = FakeViewer.start(link.viewer());
        viewers.add(viewer);
        loop.execute(() -> compositor.attach(link.session(), Hello.getDefaultInstance()));
        return viewer;
    }

    /** Asks the compositor something, on its loop. */
    public <T> T ask(Function<Compositor, T> question) {
        var answer = new CompletableFuture<T>();
        loop.execute(() -> {
            try {
                answer.complete(question.apply(compositor));
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        return await(answer);
    }

    /** Waits until every client is gone, with all that belonged to it. */
    public void awaitNoClients() {
        Await.until(
                "the last client is gone",
                () -> ask(session -> session.display().clients().isEmpty()));
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(END.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the session's loop failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the session's loop does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the session's loop was at work", e);
        }
    }

    @Override
    public void close() {
        viewers.forEach(FakeViewer::close);
        loop.execute(() -> {
            compositor.close();
            loop.stop();
        });
        await(ended);
        long failures = loop.failures();
        loop.close();
        encoders.close();
        if (failures > 0) {
            throw new AssertionError(failures + " failures on the session's loop; the log has them");
        }
    }
}
