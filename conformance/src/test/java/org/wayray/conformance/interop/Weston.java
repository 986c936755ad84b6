package org.wayray.conformance.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wayray.testkit.Await;
import org.wayray.testkit.Program;
import org.wayray.testkit.RunningProgram;

/** Weston without a screen, drawing in software: the server that stands for libwayland. */
final class Weston implements WaylandServer {
    private static final String DISPLAY = "weston-0";

    private final Path folder;
    private final RunningProgram program;

    private Weston(Path folder, RunningProgram program) {
        this.folder = folder;
        this.program = program;
    }

    /** Starts it and waits for its socket; skips the test where it is not installed. */
    static Weston start(Path folder) throws IOException {
        var program = Program.of("weston", "weston")
                .with(
                        "--backend=headless-backend.so",
                        "--use-pixman",
                        // the other shells give no frame callbacks without a screen
                        "--shell=desktop-shell.so",
                        "--socket=" + DISPLAY,
                        "--no-config",
                        "--idle-time=0",
                        "--width=640",
                        "--height=480")
                .orSkip()
                .startIn(folder);
        var weston = new Weston(folder, program);
        try {
            Await.until(
                    "weston has made its socket", () -> Files.exists(folder.resolve(DISPLAY)) || !program.isAlive());
            if (!program.isAlive()) {
                throw new IOException("weston did not start:\n" + program.tail());
            }
            return weston;
        } catch (IOException | AssertionError e) {
            weston.close();
            throw e;
        }
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public String display() {
        return DISPLAY;
    }

    @Override
    public void close() {
        program.close();
    }
}
