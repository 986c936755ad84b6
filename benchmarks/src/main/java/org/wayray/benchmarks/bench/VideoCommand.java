package org.wayray.benchmarks.bench;

import org.wayray.benchmarks.film.Film;
import org.wayray.cli.Version;
import picocli.CommandLine.Command;

/** The workload {@code video}: a video of 640x360 plays in a photograph, 30 pictures a second. */
@Command(
        name = "video",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%n",
        description = "A video of 640x360 plays in a photograph, 30 pictures a second.")
final class VideoCommand extends WorkloadCommand {
    @Override
    Json measure() throws Exception {
        return new FilmRun("video", Film.Content.VIDEO, false, options).run();
    }
}
