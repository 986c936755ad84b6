package org.wayray.server.door;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.session.Session;
import org.wayray.session.SessionId;
import org.wayray.session.SessionKind;
import org.wayray.session.SessionRegistry;
import org.wayray.session.SessionState;
import org.wayray.session.token.TokenHash;

/**
 * The sessions of a front door with their processes: finds or starts the one that a token leads to, and keeps the registry true.
 * Confined to the front door's loop.
 */
final class Sessions implements AutoCloseable {
    /** How long a session has from its start until it takes viewers. */
    private static final Duration START = Duration.ofSeconds(20);

    /** A start takes a second; to learn of its end sooner than this would gain nobody anything. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final EventLoop loop;
    private final SessionRegistry registry;
    private final SessionsOptions options;

    private final Map<SessionId, CompletableFuture<SessionProcess>> processes = new HashMap<>();
    private final Map<SessionId, Integer> viewers = new HashMap<>();

    /** @param registry belongs to this from then on */
    Sessions(EventLoop loop, SessionRegistry registry, SessionsOptions options) {
        this.loop = loop;
        this.registry = registry;
        this.options = options;
    }

    /** Finds the sessions that went on while there was no front door; notes the others as over. */
    void recover() {
        var running = new HashSet<SessionId>();
        for (var session : registry.sessions()) {
            try {
                var process = find(session.id());
                processes.put(session.id(), CompletableFuture.completedFuture(process));
                running.add(session.id());
            } catch (PosixException e) {
                log.debug("session {} is gone: {}", session.id(), e.getMessage());
            }
        }
        registry.recover(running).forEach(lost -> discard(lost.id()));
    }

    /** The session that a token leads to, started if there is none yet and room for one. Completes on the loop. */
    CompletableFuture<SessionProcess> of(TokenHash token) {
        var known = registry.sessionOf(token);
        if (known.isPresent()) {
            return process(known.get().id());
        }
        if (registry.sessions().size() >= options.mostSessions()) {
            return CompletableFuture.failedFuture(new IOException("there are " + options.mostSessions() + " already"));
        }
        var session = registry.create(SessionKind.USER, options.user());
        registry.bind(token, session.id());
        return start(session);
    }

    /** Which session a token leads to now. */
    Session session(TokenHash token) {
        return registry.sessionOf(token).orElseThrow();
    }

    /** A viewer is about to see the session. */
    void attached(SessionId id) {
        if (viewers.merge(id, 1, Integer::sum) == 1) {
            registry.attached(id);
        }
    }

    /** A viewer sees it no longer. */
    void detached(SessionId id) {
        var left = viewers.computeIfPresent(id, (_, count) -> count == 1 ? null : count - 1);
        if (left == null && registry.find(id).map(Session::state).equals(Optional.of(SessionState.ACTIVE))) {
            registry.detached(id);
        }
    }

    /** Looks away; the sessions go on. */
    @Override
    public void close() {
        new ArrayList<>(processes.values()).forEach(process -> process.thenAccept(SessionProcess::close));
        processes.clear();
        registry.close();
    }

    private CompletableFuture<SessionProcess> process(SessionId id) {
        var process = processes.get(id);
        return process != null
                ? process
                : CompletableFuture.failedFuture(new IOException("the session has no process"));
    }

    private CompletableFuture<SessionProcess> start(Session session) {
        var started = new CompletableFuture<SessionProcess>();
        processes.put(session.id(), started);
        try {
            Files.createDirectories(
                    viewersOf(session.id()).getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var handle = options.launcher().launch(session, viewersOf(session.id()));
            await(session.id(), handle, loop.nowNanos() + START.toNanos(), started);
        } catch (IOException e) {
            failed(session.id(), started, e);
        }
        return started;
    }

    private void await(SessionId id, ProcessHandle handle, long deadline, CompletableFuture<SessionProcess> started) {
        try {
            started.complete(find(id));
        } catch (PosixException e) {
            if (!handle.isAlive()) {
                failed(id, started, new IOException("its process ended at once; its log says why"));
            } else if (loop.nowNanos() > deadline) {
                handle.destroyForcibly();
                failed(id, started, new IOException("it was not ready within " + START.toSeconds() + " s"));
            } else {
                loop.schedule(LOOK_AGAIN, () -> await(id, handle, deadline, started));
            }
        }
    }

    private SessionProcess find(SessionId id) throws PosixException {
        return SessionProcess.find(viewersOf(id), loop, () -> ended(id));
    }

    private void failed(SessionId id, CompletableFuture<SessionProcess> started, IOException why) {
        log.error(
                "session {} could not be started: {} ({})",
                id,
                why.getMessage(),
                options.folder().resolve(id.text()));
        processes.remove(id);
        registry.end(id, "could not be started: " + why.getMessage());
        started.completeExceptionally(why);
    }

    private void ended(SessionId id) {
        processes.remove(id);
        registry.end(id, "its process ended");
        discard(id);
    }

    /** Removes what a session leaves behind: its folder, with its log. */
    private void discard(SessionId id) {
        var own = options.folder().resolve(id.text());
        for (var file : new String[] {"viewers", "log", ""}) {
            try {
                Files.deleteIfExists(own.resolve(file));
            } catch (IOException e) {
                log.warn("{} could not be removed: {}", own.resolve(file), e.toString());
            }
        }
    }

    private Path viewersOf(SessionId id) {
        return options.folder().resolve(id.text()).resolve("viewers");
    }
}
