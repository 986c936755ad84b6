package org.wayray.server.door;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.session.SessionRegistry;
import org.wayray.session.token.TokenHasher;
import org.wayray.transport.FrontDoorOptions;
import org.wayray.transport.QuicFrontDoor;

/**
 * A server's front door: owns the port and the registry, and leads each viewer to the session that its token names. Sessions are
 * processes of their own and go on when it ends; the next one finds them again. Thread-safe.
 */
public final class FrontDoor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FrontDoor.class);

    private final EventLoop loop;
    private final Sessions sessions;
    private final QuicFrontDoor port;
    private final Thread thread;
    private final CompletableFuture<Void> lost;

    private FrontDoor(
            EventLoop loop, Sessions sessions, QuicFrontDoor port, Thread thread, CompletableFuture<Void> lost) {
        this.loop = loop;
        this.sessions = sessions;
        this.port = port;
        this.thread = thread;
        this.lost = lost;
    }

    /**
     * Opens the door; when this returns, viewers can come, and the sessions that went on are found.
     *
     * @param registry belongs to the door from then on, also if this fails
     * @throws IOException the port cannot be had
     */
    public static FrontDoor open(
            FrontDoorOptions options, SessionRegistry registry, TokenHasher hasher, SessionsOptions sessionsOptions)
            throws IOException {
        EventLoop loop;
        try {
            loop = EventLoop.create("door");
        } catch (PosixException | RuntimeException e) {
            registry.close();
            throw e;
        }
        var sessions = new Sessions(loop, registry, sessionsOptions);
        try {
            sessions.recover();
            var port = QuicFrontDoor.open(options, link -> Arrival.receive(link, loop, sessions, hasher));
            var lost = new CompletableFuture<Void>();
            var thread = Thread.ofPlatform().name("door").start(() -> run(loop, lost));
            return new FrontDoor(loop, sessions, port, thread, lost);
        } catch (IOException | RuntimeException e) {
            sessions.close();
            loop.close();
            throw e;
        }
    }

    /** Where viewers connect, with the real port. */
    public InetSocketAddress address() {
        return port.address();
    }

    /** Completes if the door fails and cannot go on: a bug of ours. */
    public CompletableFuture<Void> lost() {
        return lost;
    }

    /** Sends the viewers away and gives all back; the sessions go on. */
    @Override
    public void close() {
        port.close();
        loop.execute(() -> {
            sessions.close();
            loop.stop();
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        loop.close();
    }

    private static void run(EventLoop loop, CompletableFuture<Void> lost) {
        try {
            loop.run();
        } catch (PosixException | RuntimeException | Error e) {
            log.error("the front door's loop failed", e);
            lost.complete(null);
        }
    }
}
