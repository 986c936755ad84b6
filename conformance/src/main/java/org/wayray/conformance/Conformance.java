package org.wayray.conformance;

import java.util.concurrent.Callable;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.Program;
import org.wayray.cli.ProgramException;
import org.wayray.cli.Version;
import org.wayray.conformance.applications.ApplicationsCommand;
import org.wayray.conformance.wlcs.WlcsCommand;
import picocli.CommandLine.Command;

/** The program behind {@code ./wayray conformance}: one command for each suite. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {ApplicationsCommand.class, WlcsCommand.class},
        description = "Runs conformance suites that others wrote.%n")
public final class Conformance implements Callable<ExitStatus> {
    /** The program. */
    public static void main(String[] arguments) {
        // pictures are drawn into memory
        System.setProperty("java.awt.headless", "true");
        Program.main(new Conformance(), arguments);
    }

    @Override
    public ExitStatus call() {
        throw new ProgramException(
                ExitStatus.USAGE, new Diagnostic("conformance needs a suite", "", "conformance --help lists them"));
    }
}
