package org.wayray.conformance.applications;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wayray.testkit.Await;
import org.wayray.testkit.Picture;
import org.wayray.testkit.Program;

/**
 * Runs one program in a compositor, with a home folder and a session bus of its own, no GPU, and nothing of a desktop around
 * it; then ends all that it started.
 */
public final class ApplicationRun {
    static final String SEARCH_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/games:/usr/local/sbin:/usr/sbin:/sbin";

    /** What a shell says when it finds no such program. */
    private static final int NOT_FOUND = 127;

    /** Commits that show that the frame callbacks flow. */
    private static final int ANIMATED = 30;

    private static final Duration STEP = Duration.ofMillis(50);
    private static final long MICROS_IN_TRACE = 0xFFFF_FFFFL;

    /** How long a run takes, and where its output goes. */
    public static final class Options {
        private final boolean brief;
        private final double patience;
        private final Path logs;

        /**
         * @param brief whether a program that has shown what is wanted of it is ended a moment later, not after its time
         * @param patience multiplies the time of each run
         * @param logs the folder for what programs write
         */
        public Options(boolean brief, double patience, Path logs) {
            this.brief = brief;
            this.patience = patience;
            this.logs = logs;
        }

        Options briefly() {
            return new Options(true, patience, logs);
        }
    }

    private final Application application;
    private final Venue venue;
    private final Account account;
    private final Options options;
    private final Path log;

    private ApplicationRun(Application application, Venue venue, Account account, Options options) {
        this.application = application;
        this.venue = venue;
        this.account = account;
        this.options = options;
        log = options.logs.resolve(application.name() + "." + venue.name() + ".log");
    }

    /** Runs it in a session of ours, made for it alone. */
    public static Outcome inOwnSession(Application application, Options options) throws Exception {
        var account = Account.ordinary();
        @Nullable Outcome outcome = null;
        try (var session = OwnSession.start(account)) {
            outcome = in(session, application, account, options);
            return outcome;
        } catch (AssertionError e) {
            if (outcome == null) {
                throw e;
            }
            return outcome.with("the session: " + e.getMessage());
        }
    }

    /** Runs it in that compositor. */
    static Outcome in(Venue venue, Application application, Account account, Options options)
            throws IOException, InterruptedException {
        return new ApplicationRun(application, venue, account, options).run();
    }

    private Outcome run() throws IOException, InterruptedException {
        Files.createDirectories(options.logs);
        try (var home = new Folder(account.newFolder("wayray-zoo-" + application.name() + "-"))) {
            Zoo.furnish(home.path());
            account.own(home.path());
            var variables = environment(home.path());
            var bus = startBus(home.path(), variables);
            try {
                return run(home.path(), variables);
            } finally {
                bus.ifPresent(process -> new Processes(process.pid(), home.path()).end());
            }
        }
    }

    private Outcome run(Path home, Map<String, String> variables) throws IOException, InterruptedException {
        var began = Instant.now();
        var process = start(home, variables, List.of("sh", "-c", application.command()), log);
        boolean alive;
        Optional<Picture> picture;
        try {
            alive = watch(process);
            picture = venue.picture();
        } finally {
            new Processes(process.pid(), home).end();
        }
        var trace = ClientTrace.parse(read());
        boolean absent = !alive && process.exitValue() == NOT_FOUND;
        return new Outcome(
                application,
                absent,
                absent ? List.of() : problems(alive, process, trace, picture),
                Duration.between(began, Instant.now()),
                trace,
                firstFrameMillis(began, trace),
                picture);
    }

    /** Lets it run for its time; whether it was still alive then. */
    private boolean watch(Process process) throws InterruptedException {
        long time = (long) (application.time().toMillis() * options.patience);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(time);
        boolean content = !options.brief;
        while (System.nanoTime() - end < 0) {
            if (process.waitFor(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (!content && isContent()) {
                content = true;
                end = Math.min(end, System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
            }
        }
        return true;
    }

    /** Whether it has drawn what is wanted of it. */
    private boolean isContent() {
        return switch (application.kind()) {
            case WINDOW -> ClientTrace.parse(read()).frames() > 0;
            case ANIM -> ClientTrace.parse(read()).frames() >= ANIMATED;
            case DAEMON -> true;
            case ONESHOT, X11 -> false;
        };
    }

    private List<String> problems(boolean alive, Process process, ClientTrace trace, Optional<Picture> picture) {
        var problems = new ArrayList<String>();
        trace.errors().stream().findFirst().ifPresent(error -> problems.add("protocol error " + error));
        if (application.kind() == Application.Kind.ONESHOT) {
            if (alive) {
                problems.add("it did not finish");
            } else if (process.exitValue() != 0) {
                problems.add("it ended with status " + process.exitValue());
            }
            return problems;
        }
        if (!alive) {
            problems.add("it ended early with status " + process.exitValue());
        }
        if (application.draws() && trace.frames() == 0) {
            problems.add("it never drew");
        } else if (application.draws() && alive && picture.isPresent() && picture.equals(venue.background())) {
            problems.add("nothing of it is to be seen");
        } else if (application.kind() == Application.Kind.ANIM && alive && trace.frames() < ANIMATED) {
            problems.add("it drew only " + trace.frames() + " times");
        }
        return problems;
    }

    /** The traffic has the wall clock's microseconds, but only 32 bits of them. */
    private static OptionalLong firstFrameMillis(Instant began, ClientTrace trace) {
        if (trace.firstFrameMicros().isEmpty()) {
            return OptionalLong.empty();
        }
        long micros = trace.firstFrameMicros().getAsLong() - ChronoUnit.MICROS.between(Instant.EPOCH, began);
        return OptionalLong.of((micros & MICROS_IN_TRACE) / 1000);
    }

    private Map<String, String> environment(Path home) {
        var variables = new LinkedHashMap<String, String>();
        variables.put("PATH", SEARCH_PATH);
        variables.put("HOME", home.toString());
        variables.put("USER", "zoo");
        variables.put("LOGNAME", "zoo");
        variables.put("LANG", "C.UTF-8");
        variables.put("SHELL", "/bin/sh");
        variables.put("XDG_CONFIG_HOME", home + "/config");
        variables.put("XDG_CACHE_HOME", home + "/cache");
        variables.put("XDG_RUNTIME_DIR", venue.runtimeDirectory().toString());
        variables.put("XDG_SESSION_TYPE", "wayland");
        variables.put("WAYLAND_DISPLAY", venue.display());
        variables.putAll(Program.PLAIN_TOOLKITS);
        variables.put("QT_QPA_PLATFORM", "wayland");
        variables.put("SDL_VIDEODRIVER", "wayland");
        variables.put("MOZ_ENABLE_WAYLAND", "1");
        variables.put("XKB_DEFAULT_LAYOUT", "us");
        if (application.kind() == Application.Kind.X11) {
            venue.xDisplay().ifPresent(display -> variables.put("DISPLAY", display));
        } else {
            // not in a server's own part, where programs are one
            variables.put("WAYLAND_DEBUG", "client");
        }
        return variables;
    }

    /** A session bus for the program alone, if the bus is installed. */
    private Optional<Process> startBus(Path home, Map<String, String> variables) throws IOException {
        var socket = home.resolve("bus");
        variables.put("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + socket);
        if (!Files.isExecutable(Path.of("/usr/bin/dbus-daemon"))) {
            return Optional.empty();
        }
        var config = home.resolve("session-bus.conf");
        Zoo.copy("session-bus.conf", config);
        var bus = start(
                home,
                variables,
                List.of("dbus-daemon", "--nofork", "--config-file=" + config, "--address=unix:path=" + socket),
                options.logs.resolve("session-bus.log"));
        Await.until("the session bus is there", () -> Files.exists(socket));
        return Optional.of(bus);
    }

    private Process start(Path home, Map<String, String> variables, List<String> command, Path output)
            throws IOException {
        var builder = new ProcessBuilder(account.command(command))
                .directory(home.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder.start();
    }

    private String read() {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
