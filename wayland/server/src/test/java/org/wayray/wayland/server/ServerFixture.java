package org.wayray.wayland.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.EventLoop;
import org.wayray.wayland.client.Connection;
import org.wayray.wayland.client.ConnectionException;

/**
 * A display and its clients on one loop, which the test drives. Closing it checks that no descriptor, client or listener
 * failure is left.
 */
final class ServerFixture implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final long fdsBefore = Fd.open();
    private final EventLoop loop;
    private final Display display;
    private final List<Connection> connections = new ArrayList<>();
    private final List<RawClient> rawClients = new ArrayList<>();

    ServerFixture() throws PosixException {
        loop = EventLoop.create("test");
        display = new Display(loop);
    }

    EventLoop loop() {
        return loop;
    }

    Display display() {
        return display;
    }

    /** A client of our own library. */
    Connection connect() throws PosixException {
        var pair = UnixSocket.pair();
        display.adopt(pair.left());
        var connection = Connection.over(loop, pair.right());
        connections.add(connection);
        return connection;
    }

    /** A client that can send anything. */
    RawClient connectRaw() throws PosixException {
        var pair = UnixSocket.pair();
        var raw = new RawClient(loop, display.adopt(pair.left()), pair.right());
        rawClients.add(raw);
        return raw;
    }

    /** Does not keep a client that the test has closed. */
    void forget(RawClient raw) {
        rawClients.remove(raw);
    }

    /** Lets both sides handle all that is on its way. */
    void roundtrip(Connection connection) throws ConnectionException {
        connection.roundtrip(TIMEOUT);
    }

    @Override
    public void close() throws PosixException {
        connections.forEach(Connection::close);
        rawClients.forEach(RawClient::close);
        loop.dispatchPending();
        assertThat(display.clients()).as("clients that are left").isEmpty();
        display.close();
        loop.dispatchPending();
        assertThat(loop.failures()).as("failures of listeners").isZero();
        assertThat(loop.watchCount()).as("watches that are left").isZero();
        loop.close();
        assertThat(Fd.open()).as("open descriptors").isEqualTo(fdsBefore);
    }
}
