package org.wayray.conformance.wlcs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What one server process took after each of the instances that it served. Immutable.
 *
 * @param samples in order
 */
record ServerFootprint(List<Sample> samples) {
    /** Instances after which a server has loaded all that it ever needs. */
    private static final int WARM = 20;

    /** Threads that the JVM may start late by itself, such as a compiler's. */
    private static final int JVM_THREADS = 3;

    private static final int KIB_PER_MIB = 1024;

    record Sample(int descriptors, int threads, long residentKib) {}

    /** As the module wrote it; nothing if no instance was served. */
    static ServerFootprint read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new ServerFootprint(List.of());
        }
        return new ServerFootprint(Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .map(fields ->
                        new Sample(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), Long.parseLong(fields[4])))
                .filter(sample -> sample.descriptors() > 0) // none of a server that has just died
                .toList());
    }

    private Sample warm() {
        return samples.get(Math.min(WARM, samples.size() - 1));
    }

    /** Whether there is more at the end than when it had warmed up. */
    boolean grew() {
        return !samples.isEmpty()
                && (samples.getLast().descriptors() > warm().descriptors()
                        || samples.getLast().threads() > warm().threads() + JVM_THREADS);
    }

    /** One line for a person. */
    String describe() {
        if (samples.isEmpty()) {
            return "no instance";
        }
        return String.format(
                Locale.ROOT,
                "%d instances, descriptors %d to %d, threads %d to %d, resident %d to %d MiB",
                samples.size(),
                warm().descriptors(),
                samples.getLast().descriptors(),
                warm().threads(),
                samples.getLast().threads(),
                warm().residentKib() / KIB_PER_MIB,
                samples.getLast().residentKib() / KIB_PER_MIB);
    }
}
