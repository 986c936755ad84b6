package org.wayray.conformance.applications;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that are run, the files they find in their home folder, and what is known to fail. Immutable. */
public final class Zoo {
    private static final List<String> HOME_FILES = List.of("entries", "kanshi.conf", "qt6-editor.py", "yambar.yml");

    /** Packages that no single program needs, but without which some show little or nothing. */
    private static final List<String> COMMON_PACKAGES = List.of(
            "adwaita-icon-theme",
            "dbus-daemon",
            "fonts-dejavu-core",
            "libgl1-mesa-dri",
            "ncurses-term",
            "wayland-utils",
            "xkb-data");

    private final List<Application> applications;
    private final Map<String, String> expectedFailures;

    private Zoo(List<Application> applications, Map<String, String> expectedFailures) {
        this.applications = List.copyOf(applications);
        this.expectedFailures = Map.copyOf(expectedFailures);
    }

    /** The whole zoo. */
    public static Zoo load() {
        var failures = new LinkedHashMap<String, String>();
        lines("expected-failures.txt")
                .map(line -> line.split(" {2,}", 2))
                .forEach(line -> failures.put(line[0], line[1]));
        return new Zoo(lines("zoo.txt").map(Application::parse).toList(), failures);
    }

    public List<Application> applications() {
        return applications;
    }

    /** The run of that name. */
    public Application application(String name) {
        return applications.stream()
                .filter(application -> application.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the zoo has no " + name));
    }

    /**
     * Those of a tier up to that one whose name fits a pattern.
     *
     * @param patterns globs, separated by spaces or commas
     */
    public List<Application> select(String patterns, int tier) {
        var matchers = Arrays.stream(patterns.strip().split("[\\s,]+", -1))
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
                .toList();
        return applications.stream()
                .filter(application -> application.tier() <= tier)
                .filter(application ->
                        matchers.stream().anyMatch(matcher -> matcher.matches(Path.of(application.name()))))
                .toList();
    }

    /** Why a run is known to fail; empty if it has to pass. */
    public Optional<String> expectedFailure(Application application) {
        return Optional.ofNullable(expectedFailures.get(application.name()));
    }

    /** All Debian packages that the runs need. */
    public static List<String> packages(List<Application> applications) {
        return Stream.concat(
                        COMMON_PACKAGES.stream(),
                        applications.stream().flatMap(application -> application.packages().stream()))
                .distinct()
                .sorted()
                .toList();
    }

    /** Puts the files into a home folder that the commands refer to. */
    static void furnish(Path home) throws IOException {
        for (var file : HOME_FILES) {
            copy(file, home.resolve(file));
        }
    }

    /** Copies a file beside this class to another place. */
    static void copy(String resource, Path target) throws IOException {
        try (var source = Zoo.class.getResourceAsStream(resource)) {
            if (source == null) {
                throw new IllegalStateException("there is no resource " + resource);
            }
            Files.copy(source, target);
        }
    }

    private static Stream<String> lines(String resource) {
        try (var source = Zoo.class.getResourceAsStream(resource)) {
            if (source == null) {
                throw new IllegalStateException("there is no resource " + resource);
            }
            return new String(source.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
