package org.wayray.benchmarks.bench;

import org.wayray.benchmarks.film.Film;
import org.wayray.cli.Version;
import picocli.CommandLine.Command;

/** The workload {@code pan}: a photograph moves across the whole screen, 60 times a second. */
@Command(
        name = "pan",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%n",
        description = "A photograph moves across the whole screen, 60 times a second.")
final class PanCommand extends WorkloadCommand {
    @Override
    Json measure() throws Exception {
        return new FilmRun("pan", Film.Content.PAN, false, options).run();
    }
}
