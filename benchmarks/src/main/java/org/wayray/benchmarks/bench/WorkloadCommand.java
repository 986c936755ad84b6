package org.wayray.benchmarks.bench;

import java.util.concurrent.Callable;
import org.wayray.cli.ExitStatus;
import picocli.CommandLine.Mixin;

/** What the commands of all workloads have in common. */
abstract class WorkloadCommand implements Callable<ExitStatus> {
    @Mixin
    final RunOptions options = new RunOptions();

    @Override
    public final ExitStatus call() throws Exception {
        options.check();
        options.line(); // says what is wrong with it before anything is started
        var report = measure();
        System.err.println(Summary.of(report));
        System.out.println(report);
        return ExitStatus.OK;
    }

    /** Runs the workload. */
    abstract Json measure() throws Exception;
}
