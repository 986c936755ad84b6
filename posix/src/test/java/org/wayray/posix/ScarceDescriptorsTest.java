package org.wayray.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own, because this one would break when it runs out of descriptors. */
class ScarceDescriptorsTest {
    private static final int MOST_DESCRIPTORS = 64;

    @Test
    @Timeout(30)
    void running_out_of_descriptors_leaks_none_and_turns_connections_away(@TempDir Path folder) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + MOST_DESCRIPTORS + " && exec \"$@\"",
                        "sh",
                        java.toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ScarceDescriptors.class.getName(),
                        folder.resolve("socket").toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.lines().filter(line -> !line.startsWith("SLF4J")))
                    .containsExactly(
                            "receive: EMFILE, left open 0, handed over 0",
                            "accept: EMFILE, again null, client sees -1, next true");
        } finally {
            process.destroyForcibly();
        }
    }
}
