package org.wayray.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Runs a picocli command as a program: the same {@code --help}, errors and exit statuses everywhere. A command is a
 * {@link Callable} of {@link ExitStatus} annotated with {@code @Command(mixinStandardHelpOptions = true,
 * versionProvider = Version.class)}.
 */
public final class Program {
    private Program() {}

    /** Runs the command and ends the JVM with its status. */
    public static void main(Callable<ExitStatus> command, String[] arguments) {
        System.exit(run(command, arguments));
    }

    /** Runs the command and returns the exit status; what {@link #main} does short of ending the JVM. */
    public static int run(Callable<ExitStatus> command, String... arguments) {
        // before there are threads: several that begin to log at once make SLF4J complain on the user's terminal
        LoggerFactory.getILoggerFactory();
        var line = new CommandLine(command);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Program::usageError);
        line.setExecutionExceptionHandler(Program::failure);
        line.setExitCodeExceptionMapper(e -> ExitStatus.BUG.number());
        line.setExecutionStrategy(Program::execute);
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit status:%n")
                .exitCodeList(Stream.of(ExitStatus.values())
                        .collect(Collectors.toMap(
                                status -> String.valueOf(status.number()),
                                ExitStatus::meaning,
                                (a, b) -> a,
                                LinkedHashMap::new)));
        return line.execute(arguments);
    }

    private static int execute(ParseResult parsed) {
        int status = new CommandLine.RunLast().execute(parsed);
        var last = parsed.asCommandLineList().getLast();
        return last.getExecutionResult() instanceof ExitStatus result ? result.number() : status;
    }

    private static int usageError(ParameterException e, String[] arguments) {
        var line = e.getCommandLine();
        var program = line.getCommandSpec().qualifiedName();
        report(
                line.getErr(),
                new Diagnostic(String.valueOf(e.getMessage()), "", program + " --help lists the options"));
        return ExitStatus.USAGE.number();
    }

    private static int failure(Exception e, CommandLine line, ParseResult parsed) {
        var log = LoggerFactory.getLogger(line.getCommandName());
        if (e instanceof ProgramException failure) {
            log.debug("{} ends", line.getCommandName(), failure);
            report(line.getErr(), failure.diagnostic());
            return failure.status().number();
        }
        log.error("an error of {} itself", line.getCommandName(), e);
        report(
                line.getErr(),
                new Diagnostic(
                        line.getCommandName() + " failed",
                        e.toString(),
                        "please report this with the lines above: it is an error of the program"));
        return ExitStatus.BUG.number();
    }

    private static void report(PrintWriter err, Diagnostic diagnostic) {
        err.println(diagnostic.render());
        err.flush();
    }
}
