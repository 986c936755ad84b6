package org.wayray.viewer.statistics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process takes. Any thread; looks once for each call. */
final class Memory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long KILO = 1024;

    private Memory() {}

    /** Of the Java heap, in use, garbage included. */
    static long heapBytes() {
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Resident, all in all; 0 where the system does not tell. */
    static long residentBytes() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KILO)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
