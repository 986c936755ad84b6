package org.wayray.server;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.compositor.Compositor;
import org.wayray.compositor.CompositorOptions;
import org.wayray.compositor.frames.EncoderThreads;
import org.wayray.link.Link;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.xkb.XkbException;
import org.wayray.protocol.ProtocolViolation;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.OutputConfig;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.wayland.wire.WireTrace;

/**
 * A session in this process: a compositor on a loop and a thread of its own, which it owns. Thread-safe, apart from what it
 * has as a {@link Session}.
 */
final class StandaloneSession implements Session, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StandaloneSession.class);

    private final EventLoop loop;
    private final EncoderThreads encoders;
    private final Compositor compositor;
    private final Path waylandSocket;
    private final Thread thread;

    /** Where another process brings viewers; null if only this one does. Confined to the loop. */
    private @Nullable ViewerPort viewerPort;

    private final CompletableFuture<Void> lost = new CompletableFuture<>();

    /** Confined to the loop. */
    private boolean ended;

    private StandaloneSession(EventLoop loop, EncoderThreads encoders, Compositor compositor, Path waylandSocket) {
        this.loop = loop;
        this.encoders = encoders;
        this.compositor = compositor;
        this.waylandSocket = waylandSocket;
        this.thread = Thread.ofPlatform().name("session").unstarted(this::run);
    }

    /**
     * Starts a session that listens for Wayland clients.
     *
     * @throws PosixException the socket cannot be used, or the system lacks what a session needs
     * @throws XkbException the default keyboard layout is not installed
     */
    static StandaloneSession start(SessionOptions options) throws PosixException, XkbException {
        var socket = options.runtimeDirectory().resolve(options.socketName());
        var loop = EventLoop.create("session");
        var encoders = EncoderThreads.forThisMachine();
        try {
            var start = CompositorOptions.ofSize(
                            options.size().width(), options.size().height())
                    .withPolicy(options.policy())
                    .withClipboard(options.clipboard());
            var compositor = new Compositor(loop, start, encoders);
            try {
                if (options.traceWayland()) {
                    compositor.display().setTrace(new WireTrace(System.err::println));
                }
                compositor.listen(socket);
                var session = new StandaloneSession(loop, encoders, compositor, socket);
                if (options.viewerPort().isPresent()) {
                    session.viewerPort = ViewerPort.open(options.viewerPort().get(), loop, session::receive);
                }
                session.thread.start();
                return session;
            } catch (PosixException | RuntimeException e) {
                compositor.close();
                throw e;
            }
        } catch (PosixException | XkbException | RuntimeException e) {
            encoders.close();
            loop.close();
            throw e;
        }
    }

    Path waylandSocket() {
        return waylandSocket;
    }

    /** Takes in a viewer that has just connected. */
    void receive(Link<ToSession, ToViewer> link) {
        Reception.receive(link, this, loop);
    }

    @Override
    public String name() {
        return System.getProperty("user.name");
    }

    @Override
    public List<OutputConfig> prepare(Hello hello) throws ProtocolViolation {
        return compositor.prepare(hello);
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public void attach(Link<ToSession, ToViewer> link, Hello hello) {
        compositor.attach(link, hello);
    }

    /** Completes if the session fails and cannot go on. */
    CompletableFuture<Void> lost() {
        return lost;
    }

    /** Ends the session: its viewer is told, its clients are disconnected. */
    void end() {
        loop.execute(() -> {
            ended = true;
            compositor.close();
            if (viewerPort != null) {
                viewerPort.close();
                viewerPort = null;
            }
        });
    }

    /** Ends the session and waits until all is given back. */
    @Override
    public void close() {
        end();
        loop.execute(loop::stop);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        loop.close();
        encoders.close();
    }

    private void run() {
        try {
            loop.run();
        } catch (PosixException | RuntimeException | Error e) {
            log.error("the session's loop failed; the session is lost", e);
            lost.complete(null);
        }
    }
}
