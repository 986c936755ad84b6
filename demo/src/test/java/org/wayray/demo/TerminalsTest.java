package org.wayray.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalsTest {
    @TempDir
    Path folder;

    @Test
    void footComesBeforeWestonTerminalWhereverTheyLie() throws IOException {
        var first = Files.createDirectory(folder.resolve("first"));
        var second = Files.createDirectory(folder.resolve("second"));
        program(first.resolve("weston-terminal"));
        program(second.resolve("foot"));
        assertThat(Terminals.find(first + ":" + second)).contains("foot");
        assertThat(Terminals.find(first.toString())).contains("weston-terminal");
    }

    @Test
    void aFileThatCannotBeRunIsNoTerminal() throws IOException {
        Files.createFile(folder.resolve("foot"));
        Files.createDirectory(folder.resolve("kitty"));
        assertThat(Terminals.find(folder + "::/nonexistent")).isEmpty();
    }

    @Test
    void aPathNamesAProgramByItself() throws IOException {
        var own = folder.resolve("my-terminal");
        program(own);
        assertThat(Terminals.onPath("").test(own.toString())).isTrue();
        assertThat(Terminals.onPath("").test(own + "-not")).isFalse();
    }

    private static void program(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
}
