package org.wayray.benchmarks.bench;

import java.util.concurrent.Callable;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.Program;
import org.wayray.cli.ProgramException;
import org.wayray.cli.Version;
import picocli.CommandLine.Command;

/** The program behind {@code ./wayray bench}: one command for each workload, one for all of them, one for the kernels. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        subcommands = {
            LatencyCommand.class,
            ScrollCommand.class,
            VideoCommand.class,
            DragCommand.class,
            PanCommand.class,
            ReconnectCommand.class,
            AllCommand.class,
            KernelsCommand.class
        },
        description = {
            "Measures WayRay from end to end, or its parts. The last line of standard output is one JSON object;",
            "docs/performance.md says what is in it.%n"
        })
public final class Bench implements Callable<ExitStatus> {
    /** The program. */
    public static void main(String[] arguments) {
        // pictures are drawn into memory
        System.setProperty("java.awt.headless", "true");
        Program.main(new Bench(), arguments);
    }

    @Override
    public ExitStatus call() {
        throw new ProgramException(
                ExitStatus.USAGE, new Diagnostic("bench needs a workload", "", "bench --help lists them"));
    }
}
