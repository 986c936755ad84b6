package org.wayray.wayland.server;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.event.Interest;
import org.wayray.posix.event.Watch;
import org.wayray.wayland.wire.Limits;
import org.wayray.wayland.wire.MessageReader;
import org.wayray.wayland.wire.MessageType;
import org.wayray.wayland.wire.MessageWriter;
import org.wayray.wayland.wire.WireException;
import org.wayray.wayland.wire.WireFd;

/**
 * A client's socket with what is on its way in and out, all of it bounded. An idle one holds no buffer for input: the
 * display has one for all, and only the start of a split message is kept here.
 */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** Unread output with which a client is disconnected. */
    static final int MAX_PENDING_BYTES = 4 << 20;

    /** Unread output with which no more requests are read, so that a client cannot make us answer without listening. */
    static final int READ_PAUSE_BYTES = 1 << 20;

    /** Unread descriptors with which a client is disconnected. */
    static final int MAX_PENDING_FDS = 256;

    /** Unread descriptors with which a client is said to be {@linkplain #isBehind behind}. */
    private static final int BEHIND_FDS = MAX_PENDING_FDS / 2;

    private static final byte[] NOTHING = {};

    private final Display display;
    private final Client client;
    private final UnixSocket socket;
    private final Watch watch;
    private final Deque<Fd> received = new ArrayDeque<>();
    private final MessageReader reader = new MessageReader(received);
    private final MessageWriter writer = new MessageWriter();
    private final Deque<Fd> sending = new ArrayDeque<>();
    private byte[] splitMessage = NOTHING;

    /** Owns {@code socket} if it returns. */
    Connection(Display display, Client client, UnixSocket socket) throws PosixException {
        this.display = display;
        this.client = client;
        this.socket = socket;
        this.watch = display.loop().watch(socket.fd(), Interest.READ, this::ready);
    }

    private void ready(boolean readable, boolean writable) {
        if (writable) {
            display.needsFlush(client);
        }
        if (readable && client.isAlive()) {
            read();
        }
    }

    private void read() {
        ByteBuffer in = display.input().clear().put(splitMessage);
        splitMessage = NOTHING;
        try {
            int count = socket.receive(in, received);
            if (count == UnixSocket.END) {
                client.end();
                return;
            }
            handle(in.flip());
        } catch (PosixException e) {
            LOG.warn("{}: receiving failed: {}", client, e.getMessage());
            client.end();
        }
    }

    private void handle(ByteBuffer in) {
        reader.reset(in);
        try {
            while (client.isAlive() && reader.next()) {
                client.dispatch(reader);
            }
        } catch (WireException e) {
            client.invalidMethod(e.getMessage());
        }
        if (!client.isAlive()) {
            return;
        }
        if (in.hasRemaining()) {
            splitMessage = new byte[in.remaining()];
            in.get(splitMessage);
        }
        if (received.size() > Limits.MAX_UNCLAIMED_FDS) {
            client.invalidMethod(received.size() + " file descriptors that belong to no message");
        }
    }

    /** Queues an event of {@code source}, unless it is newer than {@code version}; then its descriptors are closed. */
    <EV> void send(Resource<?, EV> source, int version, EV event) {
        MessageType sent =
                writer.write(source.id(), version, source.wireInterface().events(), event);
        if (sent == null) {
            return;
        }
        display.traceEvent(client, source, sent, writer);
        if (writer.pendingBytes() > MAX_PENDING_BYTES || pendingFds() > MAX_PENDING_FDS) {
            LOG.info(
                    "{} does not read its events: {} bytes and {} descriptors are waiting",
                    client,
                    writer.pendingBytes(),
                    pendingFds());
            client.disconnect();
        } else {
            display.needsFlush(client);
        }
        if (sent.destructor()) {
            source.destroy();
        }
    }

    /** Whether so much waits that the bound is not far. */
    boolean isBehind() {
        return writer.pendingBytes() > READ_PAUSE_BYTES || pendingFds() > BEHIND_FDS;
    }

    /** Descriptors that the socket has not taken, also of those that a flush has tried to send. */
    private int pendingFds() {
        return writer.pendingFds() + sending.size();
    }

    /** Sends what the socket takes. Ends the client when it is gone. */
    void flush() {
        try {
            while (writer.pendingBytes() > 0) {
                for (WireFd fd = writer.pollFd(); fd != null; fd = writer.pollFd()) {
                    sending.add(fd.take(Fd.class));
                }
                int count = socket.send(writer.pending(), sending);
                if (count == UnixSocket.END) {
                    client.end();
                    return;
                }
                if (count == UnixSocket.WOULD_BLOCK) {
                    break;
                }
                writer.sent(count);
            }
            watch.interest(Interest.of(writer.pendingBytes() < READ_PAUSE_BYTES, writer.pendingBytes() > 0));
        } catch (PosixException e) {
            LOG.warn("{}: sending failed: {}", client, e.getMessage());
            client.end();
        }
    }

    /** Closes the socket and every descriptor that is on its way. */
    void close() {
        watch.close();
        writer.clear();
        sending.forEach(Fd::close);
        sending.clear();
        received.forEach(Fd::close);
        received.clear();
        socket.close();
    }
}
