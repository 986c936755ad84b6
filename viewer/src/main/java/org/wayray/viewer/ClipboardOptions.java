package org.wayray.viewer;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.PosixException;
import org.wayray.viewer.clipboard.ClipboardDirection;
import org.wayray.viewer.clipboard.ClipboardObserver;
import org.wayray.viewer.clipboard.ClipboardThread;
import org.wayray.viewer.clipboard.EnvironmentDesk;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the person says about the clipboard on the command line. */
final class ClipboardOptions {
    private static final Logger log = LoggerFactory.getLogger(ClipboardOptions.class);

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--clipboard",
            paramLabel = "both|to-viewer|to-session|off",
            defaultValue = "both",
            description = "Where copied data may go, as far as the session allows it. Default: ${DEFAULT-VALUE}.")
    private String word = "both";

    @Option(names = "--no-clipboard", description = "The same as --clipboard off.")
    private boolean none;

    /**
     * What the person wants.
     *
     * @throws ParameterException if that is no direction
     */
    ClipboardDirection direction() {
        var named = ClipboardDirection.ofWord(word)
                .orElseThrow(() -> new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "--clipboard takes both, to-viewer, to-session or off, and not '" + word + "'"));
        return none ? ClipboardDirection.OFF : named;
    }

    /**
     * Begins to reach the desk's clipboard.
     *
     * @param environment of the process
     * @return nothing if the person wants none, or this machine has no means for it
     */
    Optional<ClipboardThread> open(Map<String, String> environment, ClipboardObserver observer) {
        var wanted = direction();
        if (wanted == ClipboardDirection.OFF) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ClipboardThread(
                    loop -> new EnvironmentDesk(loop, environment), files(environment), wanted, observer));
        } catch (PosixException e) {
            log.warn("No clipboard: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static Path files(Map<String, String> environment) {
        var cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        var home = environment.getOrDefault("HOME", "");
        // the XDG base directory specification has relative paths ignored
        var base = cache.startsWith("/")
                ? Path.of(cache)
                : Path.of(home.isEmpty() ? System.getProperty("user.home") : home, ".cache");
        return base.resolve("wayray").resolve("clipboard");
    }
}
