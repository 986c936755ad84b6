package org.wayray.session;

import java.time.Instant;

/**
 * What is known of one session at one time. Immutable.
 *
 * @param user the system's user whose processes these are
 * @param createdAt when it was asked for
 * @param stateSince when it came into this state
 */
public record Session(
        SessionId id, SessionKind kind, String user, SessionState state, Instant createdAt, Instant stateSince) {
    /** The same session in another state. */
    Session in(SessionState next, Instant since) {
        return new Session(id, kind, user, next, createdAt, since);
    }
}
