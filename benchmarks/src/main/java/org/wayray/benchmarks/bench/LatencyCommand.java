package org.wayray.benchmarks.bench;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.benchmarks.film.Film;
import org.wayray.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The workload {@code latency}. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%n",
        description = "Keys are pressed, one after the other: from each until the viewer's picture has its answer.")
final class LatencyCommand extends WorkloadCommand {
    /** What else there may be on the screen. */
    enum Beside {
        SCROLL(Film.Content.SCROLL),
        VIDEO(Film.Content.VIDEO),
        DRAG(Film.Content.DRAG),
        PAN(Film.Content.PAN);

        private final Film.Content content;

        Beside(Film.Content content) {
            this.content = content;
        }
    }

    @Option(
            names = "--while",
            paramLabel = "WORKLOAD",
            description = "What goes on meanwhile: scroll, video, drag or pan (default: nothing).")
    @Nullable
    Beside beside;

    @Override
    Json measure() throws Exception {
        var content = Optional.ofNullable(beside).map(chosen -> chosen.content).orElse(Film.Content.FLAT);
        return new FilmRun("latency", content, true, options).run();
    }
}
