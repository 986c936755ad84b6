package org.wayray.demo;

import java.util.concurrent.Callable;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.Program;
import org.wayray.cli.ProgramException;
import org.wayray.cli.Version;
import picocli.CommandLine.Command;

/** The one command for people who try WayRay. */
@Command(
        name = "wayray",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = Demo.class,
        description = "A multi-user Wayland terminal server.%n")
public final class Wayray implements Callable<ExitStatus> {
    /** The program. */
    public static void main(String[] arguments) {
        // text is drawn into memory; the window is SDL's
        System.setProperty("java.awt.headless", "true");
        Program.main(new Wayray(), arguments);
    }

    @Override
    public ExitStatus call() {
        throw new ProgramException(
                ExitStatus.USAGE,
                new Diagnostic("wayray needs a command", "", "wayray demo starts a server, a session and a viewer"));
    }
}
