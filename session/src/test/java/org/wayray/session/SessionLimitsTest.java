package org.wayray.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wayray.session.SessionLimits.Expiry;
import org.wayray.session.SessionLimits.Limit;

class SessionLimitsTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant LATER = START.plus(Duration.ofHours(3));

    @Test
    void onlyASuspendedSessionEndsForBeingSuspended() {
        assertThat(expiry(SessionKind.USER, SessionState.SUSPENDED, SessionLimits.DEFAULT))
                .contains(new Expiry(LATER.plus(Duration.ofHours(24)), Limit.SUSPENDED));
        assertThat(expiry(SessionKind.USER, SessionState.ACTIVE, SessionLimits.DEFAULT))
                .isEmpty();
    }

    @Test
    void aGreeterEndsWhenNobodyTouchesIt() {
        assertThat(expiry(SessionKind.GREETER, SessionState.ACTIVE, SessionLimits.DEFAULT))
                .contains(new Expiry(LATER.plus(Duration.ofMinutes(10)), Limit.IDLE_GREETER));
    }

    @Test
    void theLimitThatComesFirstCounts() {
        var limits = new SessionLimits(
                Duration.ofHours(24), SessionLimits.NONE, Duration.ofHours(12), Duration.ofMinutes(5));
        assertThat(expiry(SessionKind.USER, SessionState.SUSPENDED, limits))
                .contains(new Expiry(START.plus(Duration.ofHours(12)), Limit.AGE));
    }

    @Test
    void nothingEndsTwice() {
        var limits =
                new SessionLimits(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ofMinutes(5));
        assertThat(expiry(SessionKind.GREETER, SessionState.DESTROYED, limits)).isEmpty();
    }

    private static Optional<Expiry> expiry(SessionKind kind, SessionState state, SessionLimits limits) {
        var session = new Session(new SessionId("2345678923"), kind, "anna", state, START, LATER);
        return limits.expiry(session, LATER);
    }
}
