package org.wayray.benchmarks.bench;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.benchmarks.film.Film;
import org.wayray.benchmarks.line.LineModel;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.server.OutputSize;
import picocli.CommandLine.Option;

/** The conditions of a run, as options of a command. */
final class RunOptions {
    private static final int MAX_SECONDS = 600;
    private static final int MAX_RTT_MILLIS = 10_000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    @Option(
            names = "--rtt",
            paramLabel = "MS",
            description = "Put a line with this round-trip time between viewer and server.")
    @Nullable
    Double rttMillis;

    @Option(
            names = "--loss",
            paramLabel = "PERCENT",
            description = "The line loses so many of the datagrams of each direction, at random.")
    @Nullable
    Double lossPercent;

    @Option(names = "--rate", paramLabel = "MBIT", description = "What the line carries a second in each direction.")
    @Nullable
    Double rateMbit;

    @Option(
            names = "--queue",
            paramLabel = "MS",
            defaultValue = "100",
            description =
                    "The longest wait in front of a full line (default: ${DEFAULT-VALUE}); who comes then is dropped.")
    double queueMillis;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of what happens at random (default: ${DEFAULT-VALUE}).")
    long seed;

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
            description = "How long is measured (default: ${DEFAULT-VALUE}).")
    int seconds;

    @Option(
            names = "--warm",
            paramLabel = "N",
            defaultValue = "3",
            description = "Seconds of the same work before that (default: ${DEFAULT-VALUE}).")
    int warmSeconds;

    @Option(
            names = "--server",
            paramLabel = "PROGRAM",
            description = "The wrsrvd to measure, for example of another build (default: this one's).")
    String server = System.getProperty("wayray.bench.server", "");

    /** The line between viewer and server; empty when they are to talk directly. */
    Optional<LineModel> line() {
        if (rttMillis == null && lossPercent == null && rateMbit == null) {
            return Optional.empty();
        }
        double rtt = rttMillis == null ? 0 : rttMillis;
        double loss = lossPercent == null ? 0 : lossPercent;
        double rate = rateMbit == null ? 0 : rateMbit;
        if (!(rtt >= 0 && rtt <= MAX_RTT_MILLIS)) {
            throw usage("--rtt takes milliseconds, from 0 to " + MAX_RTT_MILLIS);
        }
        if (!(loss >= 0 && loss < 100)) {
            throw usage("--loss takes a percentage below 100");
        }
        if (!(rate > 0) && rateMbit != null) {
            throw usage("--rate takes Mbit/s, more than 0");
        }
        if (!(queueMillis >= 0)) {
            throw usage("--queue takes milliseconds");
        }
        return Optional.of(new LineModel(
                Math.round(rtt * NANOS_PER_MILLI), loss, rate * 1e6, Math.round(queueMillis * NANOS_PER_MILLI), seed));
    }

    /** Refuses what cannot be measured. */
    void check() {
        if (seconds < 1 || warmSeconds < 0 || seconds + warmSeconds > MAX_SECONDS) {
            throw usage("--seconds and --warm are at most " + MAX_SECONDS + " together, and --seconds at least 1");
        }
        if (size.width() < Film.LEAST_WIDTH || size.height() < Film.LEAST_HEIGHT) {
            throw usage(
                    "the pictures of the bench need --size " + Film.LEAST_WIDTH + "x" + Film.LEAST_HEIGHT + " or more");
        }
    }

    private static ProgramException usage(String what) {
        return new ProgramException(ExitStatus.USAGE, new Diagnostic(what, "", "bench --help lists the options"));
    }
}
