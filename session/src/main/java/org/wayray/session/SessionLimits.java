package org.wayray.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long sessions may last. Immutable. {@link #NONE} as a duration is no limit.
 *
 * @param suspended without a viewer
 * @param idleGreeter a greeter that nobody touches
 * @param age from the beginning, whatever happens
 * @param warning how long before its end a session is told of it
 */
public record SessionLimits(Duration suspended, Duration idleGreeter, Duration age, Duration warning) {
    /** No limit. */
    public static final Duration NONE = Duration.ZERO;

    /** What holds unless the configuration says otherwise. */
    public static final SessionLimits DEFAULT =
            new SessionLimits(Duration.ofHours(24), Duration.ofMinutes(10), NONE, Duration.ofMinutes(5));

    /** @throws IllegalArgumentException a duration is negative */
    public SessionLimits {
        if (Stream.of(suspended, idleGreeter, age, warning).anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("a limit of sessions is negative");
        }
    }

    /** Why a session ends by a limit. */
    public enum Limit {
        /** Too long without a viewer. */
        SUSPENDED,
        /** A greeter that nobody used. */
        IDLE_GREETER,
        /** Too old. */
        AGE
    }

    /** When a session will end, and by which limit. */
    public record Expiry(Instant at, Limit limit) {}

    /**
     * When a session that nothing happens to will end; nothing if no limit applies.
     *
     * @param lastInput when somebody last touched a key or the pointer in it
     */
    public Optional<Expiry> expiry(Session session, Instant lastInput) {
        return Stream.of(
                        session.state() == SessionState.SUSPENDED
                                ? end(session.stateSince(), suspended, Limit.SUSPENDED)
                                : Optional.<Expiry>empty(),
                        session.kind() == SessionKind.GREETER && session.state().isLive()
                                ? end(lastInput, idleGreeter, Limit.IDLE_GREETER)
                                : Optional.<Expiry>empty(),
                        session.state().isLive() ? end(session.createdAt(), age, Limit.AGE) : Optional.<Expiry>empty())
                .flatMap(Optional::stream)
                .min((a, b) -> a.at().compareTo(b.at()));
    }

    private static Optional<Expiry> end(Instant from, Duration limit, Limit reason) {
        return limit.equals(NONE) ? Optional.empty() : Optional.of(new Expiry(from.plus(limit), reason));
    }
}
