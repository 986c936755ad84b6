package org.wayray.viewer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.wayray.testkit.Await;
import org.wayray.testkit.Picture;
import org.wayray.testkit.Program;
import org.wayray.testkit.RunningProgram;

/** An X server without a screen, of a test's own, with hands for its keyboard and eyes for its picture. */
public final class XDisplay implements AutoCloseable {
    private static final Program XVFB = Program.of("Xvfb", "xvfb");
    private static final Program XDOTOOL = Program.of("xdotool", "xdotool");
    private static final Program IMPORT = Program.of("import", "imagemagick");
    private static final Program XWININFO = Program.of("xwininfo", "x11-utils");
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Path folder;
    private final RunningProgram server;
    private final String name;

    private XDisplay(Path folder, RunningProgram server, String name) {
        this.folder = folder;
        this.server = server;
        this.name = name;
    }

    /** Starts one on a number that is free; skips the test where a program is missing. */
    public static XDisplay start(Path folder, int width, int height, int depth) throws IOException {
        for (var needed : new Program[] {XVFB, XDOTOOL, IMPORT, XWININFO}) {
            needed.orSkip();
        }
        var server = XVFB.with(
                        "-displayfd",
                        "1",
                        "-noreset",
                        "-nolisten",
                        "tcp",
                        "-screen",
                        "0",
                        width + "x" + height + "x" + depth)
                .startIn(folder);
        Await.until("Xvfb tells its number", () -> server.output().endsWith("\n") || !server.isAlive());
        if (!server.isAlive()) {
            throw new IOException("Xvfb ended: " + server.tail());
        }
        return new XDisplay(folder, server, ":" + server.output().strip());
    }

    /** What goes into DISPLAY. */
    public String name() {
        return name;
    }

    /** Runs xdotool and returns what it wrote. */
    public String xdotool(String... arguments) throws IOException, InterruptedException {
        return run(XDOTOOL.with(arguments));
    }

    /** What the whole screen shows. */
    public Picture screen() throws IOException, InterruptedException {
        var file = Files.createTempFile(folder, "screen", ".png");
        run(IMPORT.with("-silent", "-window", "root", "png:" + file));
        return Picture.read(file);
    }

    /** What xwininfo tells about all windows. */
    public String windows() throws IOException, InterruptedException {
        return run(XWININFO.with("-root", "-tree"));
    }

    /** What xwininfo tells about the window of that title; fails if there is none. */
    public String window(String title) throws IOException, InterruptedException {
        return run(XWININFO.with("-name", title));
    }

    private String run(Program program) throws IOException, InterruptedException {
        try (var running = program.withEnvironment("DISPLAY", name).startIn(folder)) {
            int status = running.awaitExit(SOON);
            if (status != 0) {
                throw new IOException(program + " ended with " + status + ": " + running.tail());
            }
            return running.output();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
