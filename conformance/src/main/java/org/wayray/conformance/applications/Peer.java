package org.wayray.conformance.applications;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.wayray.testkit.Await;
import org.wayray.testkit.CompositorFixture;
import org.wayray.testkit.Picture;

/** Another compositor to compare with, without a screen, drawing with the processor as ours does. */
final class Peer implements Venue {
    /** Which one. */
    enum Kind {
        SWAY("sway"),
        WESTON("weston");

        private final String program;

        Kind(String program) {
            this.program = program;
        }

        String program() {
            return program;
        }
    }

    private static final Pattern X_DISPLAY =
            Pattern.compile("(?:^X display|listening on display) (:\\d+)$", Pattern.MULTILINE);

    private final Kind kind;
    private final Folder folder;
    private final Path log;
    private final List<Processes> started = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private String display = "";

    private Peer(Kind kind, Folder folder) {
        this.kind = kind;
        this.folder = folder;
        log = folder.path().resolve("log");
    }

    static Peer start(Kind kind, Account account) throws IOException {
        var peer = new Peer(kind, new Folder(account.newFolder("wayray-zoo-" + kind.program() + "-")));
        try {
            peer.startCompositor(account);
            if (kind == Kind.SWAY) {
                peer.lendInputDevices(account);
            }
            return peer;
        } catch (IOException | AssertionError e) {
            peer.close();
            throw e;
        }
    }

    private void startCompositor(Account account) throws IOException {
        var config = folder.path().resolve("config");
        var size = CompositorFixture.WIDTH + "x" + CompositorFixture.HEIGHT;
        Files.writeString(config, "output * mode %s\nxwayland enable\nexec echo X display $DISPLAY\n".formatted(size));
        account.own(config);
        var command = switch (kind) {
            case SWAY -> List.of("sway", "-c", config.toString());
            case WESTON ->
                List.of(
                        "weston",
                        "--backend=headless-backend.so",
                        "--use-pixman",
                        "--socket=wayland-weston",
                        "--width=" + CompositorFixture.WIDTH,
                        "--height=" + CompositorFixture.HEIGHT,
                        "--idle-time=0",
                        "--no-config",
                        "--xwayland");
        };
        start(
                account,
                command,
                Map.of(
                        "WLR_BACKENDS", "headless",
                        "WLR_RENDERER", "pixman",
                        "WLR_LIBINPUT_NO_DEVICES", "1",
                        "WLR_HEADLESS_OUTPUTS", "1"));
        Await.until(kind.program() + " has a socket", () -> !isAlive() || socket().isPresent());
        display = socket().orElseThrow(() -> new IOException(kind.program() + " did not start:\n" + read(log)));
        // the X display is announced a little later, and only by those that have Xwayland
        if (Files.isExecutable(Path.of("/usr/bin/Xwayland"))) {
            Await.until("there is an X display", () -> !isAlive() || xDisplay().isPresent());
        }
    }

    /** Without a screen sway has no devices either, and many a program is not itself without: wayvnc brings both kinds. */
    private void lendInputDevices(Account account) throws IOException {
        var socket = folder.path().resolve("vnc");
        start(account, List.of("wayvnc", "-u", socket.toString()), Map.of("WAYLAND_DISPLAY", display));
        Await.until("wayvnc has lent its devices", () -> Files.exists(socket));
    }

    private void start(Account account, List<String> command, Map<String, String> variables) throws IOException {
        var environment = new LinkedHashMap<>(variables);
        environment.put("PATH", ApplicationRun.SEARCH_PATH);
        environment.put("HOME", folder.path().toString());
        environment.put("XDG_RUNTIME_DIR", folder.path().toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("XKB_DEFAULT_LAYOUT", "us");
        var builder = new ProcessBuilder(account.command(command))
                .directory(folder.path().toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        processes.add(process);
        started.add(new Processes(process.pid(), folder.path()));
    }

    private Optional<String> socket() {
        try (var files = Files.list(folder.path())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("wayland-") && !name.endsWith(".lock"))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    boolean isAlive() {
        return processes.getFirst().isAlive();
    }

    @Override
    public String name() {
        return kind.program();
    }

    @Override
    public Path runtimeDirectory() {
        return folder.path();
    }

    @Override
    public String display() {
        return display;
    }

    @Override
    public Optional<String> xDisplay() {
        var matcher = X_DISPLAY.matcher(read(log));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public Optional<Picture> picture() {
        return Optional.empty();
    }

    @Override
    public Optional<Picture> background() {
        return Optional.empty();
    }

    @Override
    public void close() {
        started.reversed().forEach(Processes::end);
        folder.close();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
