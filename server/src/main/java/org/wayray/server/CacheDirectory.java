package org.wayray.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a session puts what it can do without: files that were pasted. */
final class CacheDirectory {
    private CacheDirectory() {}

    /**
     * The usual place: {@code CACHE_DIRECTORY} as systemd gives it, else {@code XDG_CACHE_HOME/wayray} or {@code ~/.cache/wayray}; none
     * for users without a home.
     */
    static Optional<Path> of(Map<String, String> environment) {
        var given = environment.getOrDefault("CACHE_DIRECTORY", "");
        if (!given.isEmpty()) {
            return Optional.of(Path.of(given.split(":", 2)[0]));
        }
        var cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (!cache.isEmpty()) {
            return Optional.of(Path.of(cache, "wayray"));
        }
        var home = environment.getOrDefault("HOME", "");
        return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, ".cache", "wayray"));
    }
}
