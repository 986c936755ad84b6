package org.wayray.viewer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.wayray.testkit.Await;
import org.wayray.testkit.Picture;
import org.wayray.testkit.Program;
import org.wayray.testkit.RunningProgram;

/** An X server without hardware, of a test's own, with hands for its keyboard and eyes for its picture. */
public final class XDisplay implements AutoCloseable {
    private static final Program XVFB = Program.of("Xvfb", "xvfb");
    private static final Program XORG = Program.of("Xorg", "xserver-xorg-core");
    private static final Program XRANDR = Program.of("xrandr", "x11-xserver-utils");
    private static final Path DUMMY_DRIVER = Path.of("/usr/lib/xorg/modules/drivers/dummy_drv.so");
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
        return start(
                folder,
                XVFB.with(
                        "-displayfd",
                        "1",
                        "-noreset",
                        "-nolisten",
                        "tcp",
                        "-screen",
                        "0",
                        width + "x" + height + "x" + depth));
    }

    /**
     * Starts one with a monitor of 800x600 pixels beside which another can be {@link #plugIn plugged in}. It takes root and a driver; skips
     * the test where something is missing.
     */
    public static XDisplay startWithMonitors(Path folder) throws IOException {
        for (var needed : new Program[] {XORG, XRANDR, XDOTOOL, IMPORT, XWININFO}) {
            needed.orSkip();
        }
        Assumptions.assumeTrue(
                Files.exists(DUMMY_DRIVER),
                "Xorg's dummy driver is not installed; Debian has it in the package xserver-xorg-video-dummy");
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "Xorg lets only root give its options");
        var configuration = folder.resolve("xorg.conf");
        Files.writeString(configuration, """
                Section "Device"
                  Identifier "device"
                  Driver "dummy"
                  VideoRam 65536
                EndSection
                Section "Monitor"
                  Identifier "monitor"
                  HorizSync 5-1000
                  VertRefresh 5-200
                EndSection
                Section "Screen"
                  Identifier "screen"
                  Device "device"
                  Monitor "monitor"
                  DefaultDepth 24
                  SubSection "Display"
                    Depth 24
                    Modes "800x600"
                    Virtual 2400 1200
                  EndSubSection
                EndSection
                Section "ServerFlags"
                  Option "AutoAddDevices" "false"
                  Option "AllowMouseOpenFail" "true"
                EndSection
                """);
        return start(
                folder,
                XORG.with(
                        "-displayfd",
                        "1",
                        "-nolisten",
                        "tcp",
                        "-noreset",
                        "-config",
                        configuration.toString(),
                        "-logfile",
                        folder.resolve("xorg.log").toString()));
    }

    private static XDisplay start(Path folder, Program program) throws IOException {
        var server = program.startIn(folder);
        Await.until(program.name() + " tells its number", () -> server.output().endsWith("\n") || !server.isAlive());
        if (!server.isAlive()) {
            throw new IOException(program.name() + " ended: " + server.tail());
        }
        return new XDisplay(folder, server, ":" + server.output().strip());
    }

    /** Plugs in a second monitor of 640x480 pixels, to the right of the first. The driver has no way to unplug one. */
    public void plugIn() throws IOException, InterruptedException {
        run(XRANDR.with("--addmode", "DUMMY1", "640x480"));
        run(XRANDR.with("--output", "DUMMY1", "--mode", "640x480", "--right-of", "DUMMY0"));
        run(XRANDR); // has the driver look, as real ones do by themselves
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
