package org.wayray.benchmarks.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.wayray.benchmarks.film.Film;
import org.wayray.benchmarks.line.Line;
import org.wayray.link.LinkStats;
import org.wayray.transport.QuicViewerConnector;
import org.wayray.transport.TrustPolicy;

/**
 * What a workload runs on: a folder, a server, an application in it, perhaps a line, and the viewer's network. All of it is gone
 * after {@link #close}. Belongs to the thread of the run.
 */
final class Stage implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final RunOptions options;
    private final Film film;
    private final ServerProcess server;
    private final FilmProcess application;
    private final Optional<Line> line;
    private final QuicViewerConnector connector;

    /** Starts everything but a viewer; returns when the application's first picture is there. */
    Stage(Film.Content content, boolean withBlock, RunOptions options) throws Exception {
        this.options = options;
        try {
            Progress.say("starting the server");
            var folder = own(Cleanup.folder());
            server = own(ServerProcess.start(options.server, options.size, folder.path()));
            Progress.say("painting");
            application = own(FilmProcess.start(server.waylandSocket(), content, withBlock, options));
            film = Film.of(content, withBlock, options.size.width(), options.size.height());
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

    FilmProcess application() {
        return application;
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
        LinkStats stats = desk.stats();
        double lineSeconds = line.isEmpty() ? 0 : line.get().processorNanos() / 1e9;
        return new Usage(
                System.nanoTime(),
                line.isEmpty() ? stats.receivedBytes() : line.get().down().bytes(),
                line.isEmpty() ? stats.sentBytes() : line.get().up().bytes(),
                Machine.seconds(server.handle()),
                Machine.seconds(application.handle()),
                Machine.ownSeconds() - Machine.threadSeconds() - lineSeconds,
                lineSeconds,
                Machine.busySeconds());
    }

    RunOptions options() {
        return options;
    }

    @Override
    public void close() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }
}
