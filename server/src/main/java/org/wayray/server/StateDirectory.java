package org.wayray.server;

import java.nio.file.Path;
import java.util.Map;

/** Where a server keeps what must outlive it, such as its certificate. */
public final class StateDirectory {
    private static final String SYSTEM = "/var/lib/wayray";

    private StateDirectory() {}

    /**
     * The usual place: {@code STATE_DIRECTORY} as systemd gives it, else {@code XDG_STATE_HOME/wayray} or
     * {@code ~/.local/state/wayray}, else the system's folder for users without a home.
     */
    public static Path of(Map<String, String> environment) {
        var given = environment.getOrDefault("STATE_DIRECTORY", "");
        if (!given.isEmpty()) {
            return Path.of(given.split(":", 2)[0]);
        }
        var state = environment.getOrDefault("XDG_STATE_HOME", "");
        if (!state.isEmpty()) {
            return Path.of(state, "wayray");
        }
        var home = environment.getOrDefault("HOME", "");
        return home.isEmpty() ? Path.of(SYSTEM) : Path.of(home, ".local", "state", "wayray");
    }
}
