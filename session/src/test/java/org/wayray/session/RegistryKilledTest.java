package org.wayray.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with a registry is killed at a random point: what it had told of is there afterwards, and nothing is in between. */
class RegistryKilledTest {
    private static final int KILLS = 5;
    private static final int MOST_LINES = 400;

    @TempDir
    private Path folder;

    @Test
    void whatWasDoneBeforeAKillIsThereAfterwards() throws Exception {
        var random = new Random(7);
        var file = folder.resolve("registry.db");
        for (int i = 0; i < KILLS; i++) {
            var told = runAndKill(file, 1 + random.nextInt(MOST_LINES));
            try (var registry = SessionRegistry.open(file, InstantSource.system(), random)) {
                told.forEach((id, state) -> assertThat(
                                registry.find(id).map(Session::state).orElse(SessionState.DESTROYED))
                        .satisfiesAnyOf(
                                found -> assertThat(found).isEqualTo(state),
                                // the next change may have been written and not told
                                found -> assertThat(state.mayBecome(found)).isTrue()));
                registry.recover(Set.of());
                assertThat(registry.sessions()).isEmpty();
            }
        }
    }

    private static Map<SessionId, SessionState> runAndKill(Path file, int lines)
            throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(List.of(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RegistryKilledTest.class.getName(),
                        file.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var told = new HashMap<SessionId, SessionState>();
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < lines; i++) {
                var words = reader.readLine().split(" ");
                told.put(new SessionId(words[0]), SessionState.valueOf(words[1]));
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return told;
    }

    /** The process that is killed: lives of sessions without end. */
    public static void main(String[] arguments) {
        var random = new Random();
        var registry = SessionRegistry.open(Path.of(arguments[0]), InstantSource.system(), random);
        while (true) {
            var id = tell(registry.create(SessionKind.USER, "anna"));
            for (int i = random.nextInt(3); i >= 0; i--) {
                tell(registry.attached(id));
                tell(registry.detached(id));
            }
            tell(registry.end(id, "test"));
        }
    }

    private static SessionId tell(Session session) {
        System.out.println(session.id() + " " + session.state());
        System.out.flush();
        return session.id();
    }
}
