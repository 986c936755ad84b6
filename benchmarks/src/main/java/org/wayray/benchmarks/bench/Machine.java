package org.wayray.benchmarks.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the machine and its processes have used so far. */
final class Machine {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** What /proc/stat counts in, on every Linux that Java runs on. */
    private static final double TICK_SECONDS = 0.01;

    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int GUEST = 9;

    private Machine() {}

    static int processors() {
        return SYSTEM.getAvailableProcessors();
    }

    /** Waiting and running threads in the last minute; negative where that is not known. */
    static double load() {
        return SYSTEM.getSystemLoadAverage();
    }

    /** Processor time of this process. */
    static double ownSeconds() {
        return SYSTEM.getProcessCpuTime() / 1e9;
    }

    /** Processor time of the calling thread. */
    static double threadSeconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    /** Processor time of another process. */
    static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L) / 1e9;
    }

    /** Processor time of everything on this machine; {@code NaN} where that is not known. */
    static double busySeconds() {
        try {
            var fields = Files.readAllLines(Path.of("/proc/stat"), StandardCharsets.US_ASCII)
                    .getFirst()
                    .split(" +", -1);
            double ticks = 0;
            for (int i = 1; i < Math.min(fields.length, GUEST); i++) {
                ticks += i == IDLE || i == IO_WAIT ? 0 : Double.parseDouble(fields[i]);
            }
            return ticks * TICK_SECONDS;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** The memory of a process, with its share of what it shares, in megabytes (2^20); {@code NaN} where that is not known. */
    static double pssMegabytes(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/smaps_rollup"), StandardCharsets.US_ASCII)
                            .stream()
                            .filter(line -> line.startsWith("Pss:"))
                            .mapToDouble(line -> Double.parseDouble(line.split(" +", -1)[1]))
                            .findFirst()
                            .orElse(Double.NaN)
                    / 1024;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
