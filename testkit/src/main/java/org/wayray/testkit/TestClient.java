package org.wayray.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.wayray.posix.event.EventLoop;
import org.wayray.wayland.client.Connection;
import org.wayray.wayland.client.ConnectionException;
import org.wayray.wayland.client.Registry;

/**
 * A client made with our own library, as a test drives it: its events are handled while the test waits for something. Belongs
 * to the thread of the test.
 */
public final class TestClient implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(100);

    private final EventLoop loop;
    private final Connection connection;

    private TestClient(EventLoop loop, Connection connection) {
        this.loop = loop;
        this.connection = connection;
    }

    /** Connects to the server at that socket and learns its globals. */
    public static TestClient connect(Path socket) throws IOException {
        var loop = EventLoop.create("test-client");
        try {
            var client = new TestClient(loop, Connection.connect(loop, socket));
            client.registry();
            client.roundTrip();
            return client;
        } catch (IOException | RuntimeException | AssertionError e) {
            loop.close();
            throw e;
        }
    }

    public Connection connection() {
        return connection;
    }

    public Registry registry() {
        return connection.registry();
    }

    /** Waits until the server has handled all requests so far. */
    public void roundTrip() {
        try {
            connection.roundtrip(Await.PATIENCE);
        } catch (ConnectionException e) {
            throw new AssertionError("the server does not answer: " + e.getMessage(), e);
        }
    }

    /**
     * Handles events until the condition holds.
     *
     * @param what completes the sentence "waited in vain until"
     */
    public void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Await.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            connection.end().ifPresent(cause -> {
                throw new AssertionError("the connection ended before " + what, cause);
            });
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited in vain until " + what);
            }
            runOnce(STEP);
        }
    }

    /** Handles events until the server ends the connection; why it did. */
    public ConnectionException awaitEnd() {
        long end = System.nanoTime() + Await.PATIENCE.toNanos();
        while (connection.end().isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("the server does not end the connection");
            }
            runOnce(STEP);
        }
        return connection.end().orElseThrow();
    }

    /** Sends requests and handles events that are there; does not wait for more. */
    public void dispatch() {
        runOnce(Duration.ZERO);
    }

    private void runOnce(Duration patience) {
        try {
            loop.runOnce(patience);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        connection.close();
        loop.close();
    }
}
