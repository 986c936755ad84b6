package org.wayray.session.token;

import java.time.Instant;

/**
 * A token that an administrator has given to somebody. Immutable.
 *
 * @param provider what it is read from, see {@link Token#provider}
 * @param user the system's user whose it is
 * @param label what people call it, such as {@code blue badge}
 */
public record RegisteredToken(TokenHash hash, String provider, String user, String label, Instant addedAt) {}
