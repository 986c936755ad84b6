package org.wayray.demo.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the launch script uses the start cache. */
final class StartCacheTest {
    private static final Path OPTIONS =
            Path.of("..", "dist", "src", "main", "libexec", "jvm-options").toAbsolutePath();
    private static final FileTime EARLIER = FileTime.fromMillis(1_000_000_000_000L);
    private static final FileTime LATER = FileTime.fromMillis(1_100_000_000_000L);

    @TempDir
    Path folder;

    private Path jar;
    private Path cache;
    private Path java;

    @BeforeEach
    void makeTree() throws IOException {
        java = Files.createDirectories(folder.resolve("java"));
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
        var lib = Files.createDirectories(folder.resolve("a tree").resolve("lib"));
        jar = Files.writeString(lib.resolve("a.jar"), "a");
        cache = Files.writeString(lib.resolve("wayray.aot"), "cache");
        Files.copy(java.resolve("release"), lib.resolve("wayray.aot.java"));
        Files.setLastModifiedTime(jar, EARLIER);
        Files.setLastModifiedTime(cache, LATER);
    }

    @Test
    void fitsTheJavaAndTheJarsItWasMadeWith() throws Exception {
        assertThat(fits()).isTrue();
    }

    @Test
    void isLeftOutWithAnotherJava() throws Exception {
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25.0.4\"\n");

        assertThat(fits()).isFalse();
    }

    @Test
    void isLeftOutWhenAJarIsNewer() throws Exception {
        Files.setLastModifiedTime(cache, EARLIER);
        Files.setLastModifiedTime(jar, LATER);

        assertThat(fits()).isFalse();
    }

    @Test
    void isLeftOutWhenThereIsNone() throws Exception {
        Files.delete(cache);

        assertThat(fits()).isFalse();
    }

    private boolean fits() throws IOException, InterruptedException {
        var builder = new ProcessBuilder("sh", "-euc", ". \"$1\"; wayray_start_cache_fits", "sh", OPTIONS.toString());
        builder.environment().put("home", folder.resolve("a tree").toString());
        builder.environment().put("JAVA_HOME", java.toString());
        var shell = builder.inheritIO().start();
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return shell.exitValue() == 0;
    }
}
