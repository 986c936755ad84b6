package org.wayray.benchmarks.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.cli.Version;
import org.wayray.server.OutputSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs all workloads on all lines, each in a fresh process, and makes the table of docs/performance.md of them. */
@Command(
        name = "all",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%n",
        description = "All workloads on all lines, each in a fresh process. Prints a table in Markdown.")
final class AllCommand implements Callable<ExitStatus> {
    private static final Pattern LINE = Pattern.compile("loopback|[0-9.]+/[0-9.]+/[0-9.]+");

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "Run each so often, and take medians (default: ${DEFAULT-VALUE}).")
    int repeat;

    @Option(
            names = "--workloads",
            paramLabel = "NAME,...",
            split = ",",
            defaultValue = "latency,latency+video,latency+pan,scroll,video,drag,pan,reconnect",
            description = "Which ones (default: ${DEFAULT-VALUE}).")
    List<String> workloads;

    @Option(
            names = "--lines",
            paramLabel = "LINE,...",
            split = ",",
            defaultValue = "loopback,20/1/20,50/1/20,100/1/20,20/1/5,50/1/5,100/1/5",
            description = {
                "The lines: loopback, or round-trip time in ms, loss in percent and rate in Mbit/s with slashes between",
                "(default: ${DEFAULT-VALUE})."
            })
    List<String> lines;

    @Option(
            names = "--size",
            paramLabel = "WIDTHxHEIGHT",
            converter = OutputSize.Converter.class,
            defaultValue = "1280x800",
            description = "Size of the screen in pixels (default: ${DEFAULT-VALUE}).")
    OutputSize size;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long each is measured (default: ${DEFAULT-VALUE}).")
    int seconds;

    @Option(
            names = "--warm",
            paramLabel = "N",
            defaultValue = "3",
            description = "Seconds of the same work before that (default: ${DEFAULT-VALUE}).")
    int warmSeconds;

    @Option(names = "--server", paramLabel = "PROGRAM", description = "The wrsrvd to measure.")
    @Nullable
    String server;

    @Option(names = "--results", paramLabel = "FILE", description = "Append each result to this file, a line of JSON.")
    @Nullable
    Path results;

    @Override
    public ExitStatus call() throws Exception {
        for (var line : lines) {
            if (!LINE.matcher(line).matches()) {
                throw new ProgramException(
                        ExitStatus.USAGE,
                        new Diagnostic("'" + line + "' is not a line", "", "loopback, or for example 50/1/5"));
            }
        }
        var table = new ResultTable();
        boolean complete = true;
        for (var line : lines) {
            for (var workload : workloads) {
                List<String> outcomes = new ArrayList<>();
                for (int i = 0; i < repeat; i++) {
                    System.err.printf("%s, %s (%d of %d)%n", workload, line, i + 1, repeat);
                    var outcome = run(workload, line);
                    if (outcome == null) {
                        complete = false;
                    } else {
                        outcomes.add(outcome);
                        keep(outcome);
                    }
                }
                table.add(workload.replace("+", " while "), line, outcomes);
            }
        }
        System.out.print(table);
        return complete ? ExitStatus.OK : ExitStatus.NO_PICTURE;
    }

    private void keep(String outcome) throws IOException {
        if (results != null) {
            Files.writeString(results, outcome + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** One workload on one line; its JSON, or null if it failed and has said why. */
    private @Nullable String run(String workload, String line) throws Exception {
        var command = Jvm.command(
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(argument -> !argument.startsWith("-agentlib") && !argument.startsWith("-javaagent"))
                        .toList(),
                Bench.class.getName());
        command.addAll(arguments(workload, line));
        var owned = Cleanup.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
        var process = owned.process();
        String last = null;
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var text = out.readLine(); text != null; text = out.readLine()) {
                last = text;
            }
        }
        int status = process.waitFor();
        owned.end().close();
        return status == 0 ? last : null;
    }

    private List<String> arguments(String workload, String line) {
        var arguments = new ArrayList<String>();
        var words = workload.split("\\+", 2);
        arguments.add(words[0]);
        if (words.length > 1) {
            arguments.addAll(List.of("--while", words[1]));
        }
        if (!line.equals("loopback")) {
            var figures = line.split("/", -1);
            arguments.addAll(List.of("--rtt", figures[0], "--loss", figures[1], "--rate", figures[2]));
        }
        arguments.addAll(List.of("--size", size.toString()));
        arguments.addAll(List.of("--seconds", "" + seconds, "--warm", "" + warmSeconds));
        Stream.ofNullable(server).forEach(program -> arguments.addAll(Arrays.asList("--server", program)));
        return arguments;
    }
}
