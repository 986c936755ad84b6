package org.wayray.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.session.token.TokenHash;

class SessionRegistryTest {
    private static final TokenHash BADGE = new TokenHash(new byte[TokenHash.LENGTH]);

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-03-01T08:00:00.123Z");
    private SessionRegistry registry;

    @BeforeEach
    void openAgain() {
        registry = SessionRegistry.open(folder.resolve("registry.db"), () -> now, new Random(1));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void aSessionGoesThroughItsLife() {
        var session = registry.create(SessionKind.USER, "anna");
        assertThat(session.state()).isEqualTo(SessionState.CREATED);
        assertThat(registry.attached(session.id()).state()).isEqualTo(SessionState.ACTIVE);
        now = now.plusSeconds(60);
        var suspended = registry.detached(session.id());
        assertThat(suspended.stateSince()).isEqualTo(now);
        assertThat(suspended.createdAt()).isEqualTo(now.minusSeconds(60));
        registry.attached(session.id());
        registry.end(session.id(), "logged out");
        assertThat(registry.sessions()).isEmpty();
        assertThat(registry.find(session.id())).isEmpty();
    }

    @Test
    void aTransitionThatIsNotOneIsRefusedAndLeavesEverythingAsItWas() {
        var session = registry.create(SessionKind.USER, "anna");
        registry.attached(session.id());
        assertThatIllegalStateException()
                .isThrownBy(() -> registry.attached(session.id()))
                .withMessageContaining("is ACTIVE and cannot become ACTIVE");
        restart();
        assertThat(registry.find(session.id()).orElseThrow().state()).isEqualTo(SessionState.ACTIVE);
    }

    @Test
    void noSessionComesBackFromItsEnd() {
        var session = registry.create(SessionKind.USER, "anna");
        registry.end(session.id(), "could not start");
        assertThatIllegalArgumentException().isThrownBy(() -> registry.attached(session.id()));
        assertThatIllegalArgumentException().isThrownBy(() -> registry.bind(BADGE, session.id()));
        restart();
        assertThat(registry.sessions()).isEmpty();
    }

    @Test
    void aTokenLeadsToOneSessionOnly() {
        var greeter = registry.create(SessionKind.GREETER, "wayray-greeter");
        var desktop = registry.create(SessionKind.USER, "anna");
        registry.bind(BADGE, greeter.id());
        registry.bind(BADGE, desktop.id());
        assertThat(registry.sessionOf(BADGE)).contains(desktop);
        assertThat(registry.tokensOf(greeter.id())).isEmpty();
        assertThat(registry.tokensOf(desktop.id())).containsExactly(BADGE);
    }

    @Test
    void noTokenLeadsToASessionThatIsOver() {
        var session = registry.create(SessionKind.USER, "anna");
        registry.bind(BADGE, session.id());
        registry.end(session.id(), "logged out");
        assertThat(registry.sessionOf(BADGE)).isEmpty();
        restart();
        assertThat(registry.sessionOf(BADGE)).isEmpty();
    }

    @Test
    void aRevokedTokenLeadsNowhereAndItsSessionGoesOn() {
        var session = registry.create(SessionKind.USER, "anna");
        registry.register(BADGE, "card", "anna", "blue badge");
        registry.bind(BADGE, session.id());
        registry.revoke(BADGE);
        restart();
        assertThat(registry.registered(BADGE)).isEmpty();
        assertThat(registry.sessionOf(BADGE)).isEmpty();
        assertThat(registry.find(session.id())).isPresent();
    }

    @Test
    void aTokenThatGetsAnotherOwnerKeepsTheTimeItWasAdded() {
        registry.register(BADGE, "card", "anna", "blue badge");
        var before = registry.registered(BADGE).orElseThrow();
        now = now.plusSeconds(5);
        registry.register(BADGE, "card", "ben", "");
        var after = registry.registered(BADGE).orElseThrow();
        assertThat(after.user()).isEqualTo("ben");
        assertThat(after.addedAt()).isEqualTo(before.addedAt());
        restart();
        assertThat(registry.registeredTokens()).containsExactly(after);
    }

    @Test
    void afterAStartSessionsWithoutProcessesAreOverAndTheOthersWaitForAViewer() {
        var running = registry.create(SessionKind.USER, "anna");
        var lost = registry.create(SessionKind.USER, "ben");
        registry.attached(running.id());
        registry.attached(lost.id());
        restart();
        assertThat(registry.recover(Set.of(running.id())))
                .extracting(Session::id)
                .containsExactly(lost.id());
        assertThat(registry.sessions())
                .singleElement()
                .extracting(Session::id, Session::state)
                .containsExactly(running.id(), SessionState.SUSPENDED);
    }

    @Test
    void whatWasOverForAMonthIsForgotten() throws IOException {
        var session = registry.create(SessionKind.USER, "anna");
        registry.end(session.id(), "logged out");
        now = now.plus(Duration.ofDays(31));
        restart();
        // a name is unique as long as its row is there
        registry.close();
        registry = SessionRegistry.open(folder.resolve("registry.db"), () -> now, new Random(1));
        assertThat(registry.create(SessionKind.USER, "ben").id()).isEqualTo(session.id());
    }

    @Test
    void aFileThatIsNoRegistryIsRefused() throws IOException {
        var file = Files.writeString(
                folder.resolve("other.db"), "this is not a database, but long enough for one".repeat(50));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> SessionRegistry.open(file, () -> now, new Random(1)))
                .withMessageContaining("other.db");
    }

    private void restart() {
        registry.close();
        openAgain();
    }
}
