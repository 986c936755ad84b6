package org.wayray.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class RunningProgramTest {
    private static final Program SHELL = Program.of("sh", "dash");

    @TempDir
    Path folder;

    @Test
    void keepsBothOutputsAndTheStatus() throws Exception {
        try (var program = SHELL.with("-c", "echo one; echo two >&2; exit 3").startIn(folder)) {
            assertThat(program.awaitExit(Duration.ofSeconds(10))).isEqualTo(3);
            assertThat(program.output()).isEqualTo("one\n");
            assertThat(program.errors()).isEqualTo("two\n");
            assertThat(program.tail()).isEqualTo("one\ntwo");
        }
    }

    @Test
    void endsWhatTheProgramStartedAndWhatIgnoresTheRequest() throws Exception {
        var stubborn = "trap '' TERM; sleep 1000 & echo $! > child; echo ready; wait; sleep 1000";
        var program = SHELL.with("-c", stubborn).startIn(folder);
        Await.until("the child runs", () -> program.output().contains("ready"));
        var child = ProcessHandle.of(
                        Long.parseLong(Files.readString(folder.resolve("child")).strip()))
                .orElseThrow();
        program.close();
        assertThat(program.isAlive()).isFalse();
        Await.until("the child is reaped", () -> !child.isAlive());
    }

    @Test
    void startsWithASmallEnvironment() throws Exception {
        try (var program = SHELL.with("-c", "env").withEnvironment("EXTRA", "1").start(folder, "wayland-test")) {
            program.awaitExit(Duration.ofSeconds(10));
            assertThat(program.output().lines())
                    .contains("WAYLAND_DISPLAY=wayland-test", "XDG_RUNTIME_DIR=" + folder, "EXTRA=1")
                    .noneMatch(line -> line.startsWith("DISPLAY="));
        }
    }

    @Test
    void findsProtocolErrorsInTheTraffic() throws Exception {
        var traffic = "echo '[ 1.000] wl_display@1.error(wl_surface@3, 2, \"size\")' >&2; echo harmless error >&2";
        try (var program = SHELL.with("-c", traffic).startIn(folder)) {
            program.awaitExit(Duration.ofSeconds(10));
            assertThat(program.protocolErrors()).singleElement().asString().contains("size");
        }
    }

    @Test
    void aMissingProgramSkipsTheTestWithTheNameOfItsPackage() {
        var missing = Program.of("no-such-program", "no-such-package");
        var kind = "1".equals(System.getenv("WAYRAY_REQUIRE_PROGRAMS"))
                ? AssertionError.class
                : TestAbortedException.class;
        assertThatThrownBy(missing::orSkip).isInstanceOf(kind).hasMessageContaining("no-such-package");
    }
}
