package org.wayray.session;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.session.store.SessionStore;
import org.wayray.session.token.RegisteredToken;
import org.wayray.session.token.TokenHash;

/**
 * The sessions of one server, and which token leads to which. Everything is on the disk before the method that does it returns, so
 * that whoever acts afterwards can be ended at any point: {@link #recover} makes the next start's truth of what it finds.
 *
 * <p>A token leads to at most one session, and only to one that is not over. Confined to one thread.
 */
public final class SessionRegistry implements AutoCloseable {
    /** How long sessions that are over are remembered. */
    private static final Duration MEMORY = Duration.ofDays(30);

    private static final Logger log = LoggerFactory.getLogger(SessionRegistry.class);

    private final SessionStore store;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** Those that are not over, the oldest first. */
    private final Map<SessionId, Session> live = new LinkedHashMap<>();

    private final Map<TokenHash, SessionId> bindings = new HashMap<>();
    private final Map<TokenHash, RegisteredToken> tokens = new LinkedHashMap<>();

    private SessionRegistry(SessionStore store, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        store.forgetEndedBefore(now().minus(MEMORY));
        store.liveSessions().forEach(session -> live.put(session.id(), session));
        bindings.putAll(store.bindings());
        store.registeredTokens().forEach(token -> tokens.put(token.hash(), token));
    }

    /**
     * Opens the registry that is kept in a file, made if it is not there.
     *
     * @param random for names
     * @throws StoreException the file cannot be used
     */
    public static SessionRegistry open(Path file, InstantSource clock, RandomGenerator random) {
        var store = SessionStore.open(file);
        try {
            return new SessionRegistry(store, clock, random);
        } catch (StoreException e) {
            store.close();
            throw e;
        }
    }

    /**
     * Tells the registry, at its start, which sessions have processes. Those without are over; those with have no viewer yet.
     *
     * @return the sessions that turned out to be over
     */
    public List<Session> recover(Set<SessionId> running) {
        var lost = new ArrayList<Session>();
        for (var session : List.copyOf(live.values())) {
            if (!running.contains(session.id())) {
                lost.add(end(session.id(), "its processes were gone when the server started"));
            } else if (session.state() != SessionState.SUSPENDED) {
                change(session, SessionState.SUSPENDED, "");
            }
        }
        return lost;
    }

    /** Notes a new session that is about to be started. */
    public Session create(SessionKind kind, String user) {
        var now = now();
        var session = new Session(newId(), kind, user, SessionState.CREATED, now, now);
        store.insert(session);
        live.put(session.id(), session);
        log.info("Session {} of {} ({}) is created", session.id(), user, kind);
        return session;
    }

    /** A viewer shows the session, for the first time or again. */
    public Session attached(SessionId id) {
        return change(session(id), SessionState.ACTIVE, "");
    }

    /** The last viewer of the session is gone, or it came up without one. */
    public Session detached(SessionId id) {
        return change(session(id), SessionState.SUSPENDED, "");
    }

    /**
     * The session is over, and no token leads to it any more.
     *
     * @param reason for administrators
     */
    public Session end(SessionId id, String reason) {
        var ended = change(session(id), SessionState.DESTROYED, reason);
        live.remove(id);
        bindings.values().removeIf(id::equals);
        return ended;
    }

    /** Has a token lead to a session, and no longer to another one. */
    public void bind(TokenHash token, SessionId id) {
        session(id);
        store.bind(token, id);
        bindings.put(token, id);
    }

    /** Has a token lead nowhere. */
    public void unbind(TokenHash token) {
        store.unbind(token);
        bindings.remove(token);
    }

    /** The session that a token leads to. */
    public Optional<Session> sessionOf(TokenHash token) {
        return Optional.ofNullable(bindings.get(token)).map(this::session);
    }

    /** A session that is not over. */
    public Optional<Session> find(SessionId id) {
        return Optional.ofNullable(live.get(id));
    }

    /** All that are not over, the oldest first, as they are now. */
    public List<Session> sessions() {
        return List.copyOf(live.values());
    }

    /** The tokens that lead to a session. */
    public List<TokenHash> tokensOf(SessionId id) {
        return bindings.entrySet().stream()
                .filter(entry -> entry.getValue().equals(id))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Gives a token to a user, or another label or owner to one that is known. */
    public void register(TokenHash hash, String provider, String user, String label) {
        var addedAt = registered(hash).map(RegisteredToken::addedAt).orElseGet(this::now);
        var token = new RegisteredToken(hash, provider, user, label, addedAt);
        store.register(token);
        tokens.put(hash, token);
    }

    /** Forgets a token; it leads nowhere any more. The session that it led to goes on. */
    public void revoke(TokenHash hash) {
        store.revoke(hash);
        tokens.remove(hash);
        bindings.remove(hash);
    }

    /** Whose token that is, if an administrator gave it to somebody. */
    public Optional<RegisteredToken> registered(TokenHash hash) {
        return Optional.ofNullable(tokens.get(hash));
    }

    /** All tokens that an administrator gave to somebody. */
    public List<RegisteredToken> registeredTokens() {
        return List.copyOf(tokens.values());
    }

    @Override
    public void close() {
        store.close();
    }

    private Session session(SessionId id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("there is no session " + id));
    }

    private Session change(Session before, SessionState next, String reason) {
        if (!before.state().mayBecome(next)) {
            throw new IllegalStateException(
                    "session " + before.id() + " is " + before.state() + " and cannot become " + next);
        }
        var after = before.in(next, now());
        store.change(after, before.state(), reason);
        live.replace(after.id(), after);
        log.info("Session {} is {}{}", after.id(), next, reason.isEmpty() ? "" : ": " + reason);
        return after;
    }

    private SessionId newId() {
        SessionId id;
        do {
            id = SessionId.random(random);
        } while (live.containsKey(id));
        return id;
    }

    /** As precise as the store, so that what is read back is what was written. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
