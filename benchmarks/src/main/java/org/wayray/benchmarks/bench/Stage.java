package org.wayray.benchmarks.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.wayray.benchmarks.film.Film;
import org.wayray.benchmarks.line.Line;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.transport.QuicViewerConnector;
import org.wayray.transport.TrustPolicy;

/**
 * What a workload runs on: a folder, a server, an application in it, perhaps a line, and the viewer's network. All of it is gone
 * after {@link #close}. Belongs to the thread of the run.
 */
final class Stage implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Film film;
    private final ServerProcess server;
    private final FilmProcess application;
    private final Optional<Line> line;
    private final QuicViewerConnector connector;

    /** Starts everything but a viewer; returns when the application's first picture is there. */
    Stage(Film.Content content, boolean withBlock, RunOptions options) throws Exception {
        try {
            Progress.say("starting the server");
            var folder = own(Cleanup.folder());
            server = own(ServerProcess.start(options.server, options.size, folder.path()));
            Progress.say("painting");
            application = own(FilmProcess.start(server.waylandSocket(), content, withBlock, options));
            film = Film.of(content, withBlock, options.size.width(), options.size.height());
            film.prepare((options.warmSeconds + options.seconds) * film.ticksPerSecond());
            var model = options.line();
            line = model.isEmpty() ? Optional.empty() : Optional.of(own(Line.open(model.get(), server.address())));
            connector = own(new QuicViewerConnector(TrustPolicy.only(server.certificate())));
            application.awaitShowing();
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }

    Film film() {
        return film;
    }

    /** Lets the film rest. */
    FilmProcess.Rest rest() throws InterruptedException {
        try {
            return application.rest();
        } catch (ProgramException e) {
            if (server.handle().isAlive()) {
                throw e;
            }
            throw new ProgramException(
                    ExitStatus.APPLICATION_FAILED,
                    new Diagnostic(
                            "the server has ended",
                            server.lastLines(),
                            "please report this: it is an error of the server"),
                    e);
        }
    }

    ServerProcess server() {
        return server;
    }

    Optional<Line> line() {
        return line;
    }

    /** Sets a viewer in front; the caller closes it before this. */
    Desk desk(Onlooker onlooker) throws IOException {
        InetSocketAddress address =
                line.isEmpty() ? server.address() : line.get().address();
        return new Desk(connector, address, onlooker);
    }

    /** What was used until now. */
    Usage usage(Desk desk) throws InterruptedException {
        double lineSeconds = line.isEmpty() ? 0 : line.get().processorNanos() / 1e9;
        long downBytes;
        long upBytes;
        if (line.isPresent()) {
            downBytes = line.get().down().bytes();
            upBytes = line.get().up().bytes();
        } else {
            var stats = desk.stats();
            downBytes = stats.receivedBytes();
            upBytes = stats.sentBytes();
        }
        return new Usage(
                System.nanoTime(),
                downBytes,
                upBytes,
                Machine.seconds(server.handle()),
                Machine.seconds(application.handle()),
                Machine.ownSeconds() - Machine.threadSeconds() - lineSeconds,
                lineSeconds,
                Machine.busySeconds());
    }

    @Override
    public void close() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }
}
