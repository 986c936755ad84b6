package org.wayray.benchmarks.bench;

import org.wayray.cli.Version;
import picocli.CommandLine.Command;

/** The workload {@code reconnect}. */
@Command(
        name = "reconnect",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%n",
        description = "A viewer leaves and comes back ten times: from its first packet to the whole picture.")
final class ReconnectCommand extends WorkloadCommand {
    @Override
    Json measure() throws Exception {
        return new ReconnectRun(ReconnectRun.TIMES, options).run();
    }
}
