package org.wayray.benchmarks.application;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.wayray.benchmarks.film.Film;
import org.wayray.posix.event.EventLoop;
import org.wayray.wayland.client.Connection;

/**
 * The program that shows a film: {@code FilmPlayer SOCKET CONTENT BLOCK WIDTH HEIGHT SECONDS}. It writes {@code showing} when its
 * first picture is committed. When it reads a line it lets the film rest and writes the time of each commit ({@code commit TICK
 * NANOS}, on the machine's monotonic clock) and what stays on the screen: {@code resting TICK KEYS NANOS}. It ends when its input
 * ends, so that it never outlives the one who started it.
 */
public final class FilmPlayer {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private FilmPlayer() {}

    /** The program. */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("java.awt.headless", "true");
        var socket = Path.of(arguments[0]);
        var content = Film.Content.valueOf(arguments[1]);
        boolean withBlock = Boolean.parseBoolean(arguments[2]);
        int width = Integer.parseInt(arguments[3]);
        int height = Integer.parseInt(arguments[4]);
        int seconds = Integer.parseInt(arguments[5]);
        var film = Film.of(content, withBlock, width, height);
        film.prepare(seconds * film.ticksPerSecond());
        var loop = EventLoop.create("film");
        try (loop;
                var connection = Connection.connect(loop, socket)) {
            connection.registry();
            connection.roundtrip(PATIENCE);
            connection.onEnd(cause -> {
                System.err.println("the film cannot go on: " + cause.getMessage());
                loop.stop();
            });
            try (var window = new FilmWindow(connection, loop, film, () -> System.out.println("showing"))) {
                Thread.ofPlatform().daemon().name("orders").start(() -> takeOrders(loop, window));
                loop.run();
            }
        }
        System.exit(0); // whoever reads the orders may be in the middle of it
    }

    private static void takeOrders(EventLoop loop, FilmWindow window) {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            while (orders.readLine() != null) {
                loop.execute(() -> System.out.print(window.rest()));
            }
        } catch (IOException e) {
            // as if the input had ended
        }
        loop.stop();
    }
}
