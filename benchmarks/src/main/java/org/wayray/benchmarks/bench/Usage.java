package org.wayray.benchmarks.bench;

/**
 * What a run has used up to some moment. Immutable.
 *
 * @param nanos the moment
 * @param downBytes payload of datagrams from the server: those that a line was given, or without one those that arrived
 * @param upBytes the same from the viewer
 * @param serverSeconds processor time; likewise the others
 * @param viewerSeconds of this process without the threads of the bench: its compiler and collector work for the viewer
 * @param allSeconds of the machine; {@code NaN} where that is not known
 */
record Usage(
        long nanos,
        long downBytes,
        long upBytes,
        double serverSeconds,
        double applicationSeconds,
        double viewerSeconds,
        double lineSeconds,
        double allSeconds) {
    /** Writes what was used since an earlier moment, by the second. */
    void putSince(Usage start, Json report) {
        double seconds = (nanos - start.nanos) / 1e9;
        report.put("bytes_per_s", (downBytes - start.downBytes) / seconds);
        report.put("up_bytes_per_s", (upBytes - start.upBytes) / seconds);
        double server = serverSeconds - start.serverSeconds;
        double viewer = viewerSeconds - start.viewerSeconds;
        double application = applicationSeconds - start.applicationSeconds;
        double line = lineSeconds - start.lineSeconds;
        report.put("server_cpu_percent", 100 * server / seconds);
        report.put("viewer_cpu_percent", 100 * viewer / seconds);
        report.put("application_cpu_percent", 100 * application / seconds);
        report.put("line_cpu_percent", 100 * line / seconds);
        double others = allSeconds - start.allSeconds - server - viewer - application - line;
        report.put("others_cpu_percent", Math.max(0, 100 * others / seconds));
    }
}
