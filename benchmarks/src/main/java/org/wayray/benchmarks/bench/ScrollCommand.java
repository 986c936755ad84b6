package org.wayray.benchmarks.bench;

import org.wayray.benchmarks.film.Film;
import org.wayray.cli.Version;
import picocli.CommandLine.Command;

/** The workload {@code scroll}: a screen of dense coloured text scrolls by a line, 60 times a second. */
@Command(
        name = "scroll",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%n",
        description = "A screen of dense coloured text scrolls by a line, 60 times a second.")
final class ScrollCommand extends WorkloadCommand {
    @Override
    Json measure() throws Exception {
        return new FilmRun("scroll", Film.Content.SCROLL, false, options).run();
    }
}
