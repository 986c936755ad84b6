package org.wayray.benchmarks.bench;

import org.wayray.benchmarks.film.Film;
import org.wayray.cli.Version;
import picocli.CommandLine.Command;

/** The workload {@code drag}: a window of 600x400 is dragged over a photograph, 60 times a second. */
@Command(
        name = "drag",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%n",
        description = "A window of 600x400 is dragged over a photograph, 60 times a second.")
final class DragCommand extends WorkloadCommand {
    @Override
    Json measure() throws Exception {
        return new FilmRun("drag", Film.Content.DRAG, false, options).run();
    }
}
