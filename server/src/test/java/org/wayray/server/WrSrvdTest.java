package org.wayray.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.Program;
import org.wayray.cli.ProgramException;
import org.wayray.compositor.clipboard.ClipboardOptions;
import org.wayray.compositor.policy.ClientPolicy;
import org.wayray.compositor.policy.Privilege;

class WrSrvdTest {
    @Test
    void wrongCommandLinesAreUsageErrors() {
        assertThat(run()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("--standalone", "--size", "big")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("--standalone", "--size", "10x10")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("--standalone", "--listen", "127.0.0.1:99999")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("--standalone", "--cert", "c.pem")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("--standalone", "--grant", "*=everything")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("--standalone", "--grant", "no-such-program")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("--standalone", "--clipboard", "sideways")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("--standalone", "--clipboard-limit", "much")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("--colour")).isEqualTo(ExitStatus.USAGE);
    }

    @Test
    void grantsNameProgramsByPathOrNameOrAll() throws Exception {
        var converter = new GrantConverter();
        var shell = Path.of("/bin/sh").toRealPath();
        assertThat(converter.convert("sh=capture,virtual-input"))
                .contains(
                        new ClientPolicy.Grant(Optional.of(shell), Set.of(Privilege.CAPTURE, Privilege.VIRTUAL_INPUT)));
        assertThat(converter.convert("/bin/sh").orElseThrow().privileges())
                .containsExactlyInAnyOrder(Privilege.values());
        assertThat(converter.convert("*=lock"))
                .contains(new ClientPolicy.Grant(Optional.empty(), Set.of(Privilege.LOCK)));
        assertThat(converter.convert("none")).isEmpty();
        assertThat(GrantConverter.PRIVILEGES.split(", "))
                .containsExactly(
                        Stream.of(Privilege.values()).map(Privilege::toString).toArray(String[]::new));
    }

    @Test
    void theClipboardHasADirectionAndALimit() {
        var direction = new ClipboardDirectionConverter();
        assertThat(direction.convert("to-viewer")).isEqualTo(ClipboardOptions.Direction.TO_VIEWER);
        assertThat(direction.convert("off")).isEqualTo(ClipboardOptions.Direction.OFF);
        var size = new ByteSizeConverter();
        assertThat(size.convert("1000")).isEqualTo(1000);
        assertThat(size.convert("512M")).isEqualTo(512L * 1024 * 1024);
        assertThat(size.convert("999999999G")).isPositive();
        assertThat(CacheDirectory.of(Map.of("HOME", "/home/a"))).contains(Path.of("/home/a/.cache/wayray"));
        assertThat(CacheDirectory.of(Map.of("XDG_CACHE_HOME", "/c", "HOME", "/h")))
                .contains(Path.of("/c/wayray"));
        assertThat(CacheDirectory.of(Map.of())).isEmpty();
    }

    @Test
    void helpAndVersionSucceed() {
        assertThat(run("--help")).isEqualTo(ExitStatus.OK);
        assertThat(run("--version")).isEqualTo(ExitStatus.OK);
    }

    @Test
    void aMissingRuntimeDirectoryIsExplained(@TempDir Path folder) {
        assertThatThrownBy(() -> RuntimeDirectory.require(Optional.empty()))
                .isInstanceOfSatisfying(
                        ProgramException.class,
                        failure -> assertThat(failure.diagnostic().why()).contains("XDG_RUNTIME_DIR is not set"));
        assertThatThrownBy(() -> RuntimeDirectory.require(Optional.of("/nonexistent")))
                .isInstanceOf(ProgramException.class);
        assertThat(RuntimeDirectory.require(Optional.of(folder.toString()))).isEqualTo(folder);
    }

    @Test
    void stateIsKeptWhereTheEnvironmentSays() {
        assertThat(StateDirectory.of(Map.of("STATE_DIRECTORY", "/var/lib/a:/var/lib/b")))
                .hasToString("/var/lib/a");
        assertThat(StateDirectory.of(Map.of("XDG_STATE_HOME", "/s", "HOME", "/h")))
                .hasToString("/s/wayray");
        assertThat(StateDirectory.of(Map.of("HOME", "/h"))).hasToString("/h/.local/state/wayray");
        assertThat(StateDirectory.of(Map.of())).hasToString("/var/lib/wayray");
    }

    private static ExitStatus run(String... arguments) {
        int number = Program.run(new WrSrvd(), arguments);
        for (var status : ExitStatus.values()) {
            if (status.number() == number) {
                return status;
            }
        }
        throw new AssertionError("exit status " + number);
    }
}
