package org.wayray.benchmarks.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.wayray.benchmarks.ProcessorTime;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the JMH benchmarks, and says how many times the same pixels could have been copied meanwhile. */
@Command(
        name = "kernels",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        optionListHeading = "%n",
        description = "The parts of the picture's way, each beside copying the same pixels.")
final class KernelsCommand implements Callable<ExitStatus> {
    /** The benchmark of a class that the others are compared with. */
    private static final String REFERENCE = "copy";

    @Parameters(
            arity = "0..1",
            paramLabel = "FILTER",
            defaultValue = ".*",
            description = "A regular expression that the names of the benchmarks must contain (default: all).")
    String filter;

    @Option(names = "--quick", description = "One fork of few short iterations: for the order of magnitude.")
    boolean quick;

    @Override
    public ExitStatus call() {
        var options = new OptionsBuilder()
                .include(filter)
                .addProfiler(GCProfiler.class)
                .addProfiler(ProcessorTime.class);
        if (quick) {
            options.forks(1)
                    .warmupIterations(3)
                    .warmupTime(TimeValue.milliseconds(300))
                    .measurementIterations(3)
                    .measurementTime(TimeValue.milliseconds(300));
        }
        try {
            var results = new Runner(
                            options.build(), OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL))
                    .run();
            if (results.isEmpty()) {
                throw new ProgramException(
                        ExitStatus.USAGE,
                        new Diagnostic("no benchmark is like '" + filter + "'", "", "without a filter, all are run"));
            }
            System.out.println(report(results));
            return ExitStatus.OK;
        } catch (RunnerException e) {
            throw new ProgramException(
                    ExitStatus.CANNOT_START,
                    new Diagnostic("the benchmarks did not run", String.valueOf(e.getMessage()), "see what is above"),
                    e);
        }
    }

    private static Json report(Collection<RunResult> results) {
        var references = new TreeMap<String, Double>();
        results.forEach(result -> {
            if (method(result).equals(REFERENCE)) {
                references.put(group(result), processorTime(result));
            }
        });
        var kernels = new Json();
        for (var result : results) {
            var name = group(result).replaceFirst("\\{", "." + method(result) + "{");
            double time = processorTime(result);
            var figures = new Json()
                    .put("us", result.getPrimaryResult().getScore())
                    .put("processor_us", time)
                    .put(
                            "allocated_bytes",
                            secondary(result, "gc.alloc.rate.norm").orElse(Double.NaN));
            Optional.ofNullable(references.get(group(result))).ifPresent(copy -> figures.put("copies", time / copy));
            kernels.put(name, figures);
            System.err.printf(
                    Locale.ROOT,
                    "%-70s %12.2f us  %s%n",
                    name,
                    time,
                    figures.member("copies").map(copies -> copies + " copies").orElse(""));
        }
        return new Json().put("kernels", kernels);
    }

    private static String method(RunResult result) {
        var name = result.getParams().getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The class and the parameters: what a benchmark shares with its reference. */
    private static String group(RunResult result) {
        var params = result.getParams();
        var parts = params.getBenchmark().split("\\.", -1);
        var values = new TreeMap<String, String>();
        params.getParamsKeys().forEach(key -> values.put(key, params.getParam(key)));
        return parts[parts.length - 2] + values;
    }

    /** Of one operation, which is what remains comparable on a busy machine. */
    private static double processorTime(RunResult result) {
        return secondary(result, "cpu").orElse(result.getPrimaryResult().getScore());
    }

    private static Optional<Double> secondary(RunResult result, String label) {
        @SuppressWarnings("rawtypes")
        Map<String, Result> all = result.getSecondaryResults();
        return all.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(label))
                .map(entry -> entry.getValue().getScore())
                .findFirst();
    }
}
