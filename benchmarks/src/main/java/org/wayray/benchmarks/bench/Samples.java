package org.wayray.benchmarks.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Durations, and what one wants to know of many of them. Not thread-safe. */
final class Samples {
    private static final double NANOS_PER_MILLI = 1e6;

    private final List<Long> nanos = new ArrayList<>();

    void add(long value) {
        nanos.add(value);
    }

    int size() {
        return nanos.size();
    }

    /** The least of them that is no smaller than that share of all, in milliseconds; {@code NaN} if there are none. */
    double millis(double share) {
        if (nanos.isEmpty()) {
            return Double.NaN;
        }
        var sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(0, rank - 1)) / NANOS_PER_MILLI;
    }
}
