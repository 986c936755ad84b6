package org.wayray.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wayray.session.token.TokenHash;

/** What a registry says is what a simple model says, after any operations, refused ones and starts in between. */
class SessionRegistryRandomTest {
    private static final int OPERATIONS = 1_000;

    private static final List<TokenHash> TOKENS = IntStream.range(0, 8)
            .mapToObj(i -> {
                var bytes = new byte[TokenHash.LENGTH];
                bytes[0] = (byte) i;
                return new TokenHash(bytes);
            })
            .toList();

    @TempDir
    private Path folder;

    private final Map<SessionId, SessionState> states = new HashMap<>();
    private final Map<TokenHash, SessionId> bindings = new HashMap<>();
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void operationsAndStarts(long seed) {
        var random = new Random(seed);
        var registry = open(random);
        try {
            for (int i = 0; i < OPERATIONS; i++) {
                now = now.plusMillis(random.nextInt(10_000));
                if (random.nextInt(50) == 0) {
                    registry.close();
                    registry = open(random);
                }
                if (random.nextInt(100) == 0) {
                    recover(registry, random);
                }
                operate(registry, random);
                compare(registry);
            }
        } finally {
            registry.close();
        }
    }

    private void operate(SessionRegistry registry, Random random) {
        var ids = new ArrayList<>(states.keySet());
        if (ids.isEmpty() || random.nextInt(8) == 0) {
            states.put(registry.create(SessionKind.USER, "user").id(), SessionState.CREATED);
            return;
        }
        var id = ids.get(random.nextInt(ids.size()));
        var token = TOKENS.get(random.nextInt(TOKENS.size()));
        switch (random.nextInt(5)) {
            case 0 -> change(id, SessionState.ACTIVE, () -> registry.attached(id));
            case 1 -> change(id, SessionState.SUSPENDED, () -> registry.detached(id));
            case 2 -> {
                if (random.nextInt(3) == 0) {
                    change(id, SessionState.DESTROYED, () -> registry.end(id, "test"));
                }
            }
            case 3 -> {
                if (isLive(id)) {
                    registry.bind(token, id);
                    bindings.put(token, id);
                } else {
                    assertThat(catchThrowable(() -> registry.bind(token, id)))
                            .isInstanceOf(IllegalArgumentException.class);
                }
            }
            default -> {
                registry.unbind(token);
                bindings.remove(token);
            }
        }
    }

    private void change(SessionId id, SessionState next, Runnable operation) {
        var refusal = catchThrowable(operation::run);
        if (states.getOrDefault(id, SessionState.DESTROYED).mayBecome(next)) {
            assertThat(refusal).isNull();
            states.put(id, next);
        } else {
            assertThat(refusal).isInstanceOfAny(IllegalStateException.class, IllegalArgumentException.class);
        }
        forgetEnded();
    }

    private void recover(SessionRegistry registry, Random random) {
        Set<SessionId> running = states.keySet().stream()
                .filter(_ -> random.nextInt(4) > 0)
                .collect(Collectors.toCollection(HashSet::new));
        registry.recover(running);
        states.replaceAll((id, state) ->
                !state.isLive() || !running.contains(id) ? SessionState.DESTROYED : SessionState.SUSPENDED);
        forgetEnded();
    }

    private void forgetEnded() {
        bindings.values().removeIf(id -> !isLive(id));
    }

    private boolean isLive(SessionId id) {
        return states.getOrDefault(id, SessionState.DESTROYED).isLive();
    }

    private void compare(SessionRegistry registry) {
        assertThat(registry.sessions().stream().collect(Collectors.toMap(Session::id, Session::state)))
                .isEqualTo(states.entrySet().stream()
                        .filter(entry -> entry.getValue().isLive())
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        for (var token : TOKENS) {
            assertThat(registry.sessionOf(token).map(Session::id).orElse(null)).isEqualTo(bindings.get(token));
        }
    }

    private SessionRegistry open(Random random) {
        return SessionRegistry.open(folder.resolve("registry.db"), () -> now, random);
    }
}
