package org.wayray.benchmarks.bench;

import org.wayray.cli.Version;

/** What a result depends on, to be kept with it. */
final class Conditions {
    private static final double NANOS_PER_MILLI = 1e6;

    private Conditions() {}

    static Json of(RunOptions options) {
        var json = new Json().put("size", options.size.toString());
        var line = options.line();
        if (line.isPresent()) {
            var model = line.get();
            json.put("rtt_ms", model.roundTripNanos() / NANOS_PER_MILLI)
                    .put("loss_percent", model.lossPercent())
                    .put("rate_mbit", model.bitsPerSecond() == 0 ? Double.NaN : model.bitsPerSecond() / 1e6)
                    .put("queue_ms", model.queueNanos() / NANOS_PER_MILLI);
        }
        return json.put("seed", options.seed)
                .put("seconds", options.seconds)
                .put("warm_seconds", options.warmSeconds)
                .put("jdk", System.getProperty("java.vendor.version", System.getProperty("java.version", "")))
                .put("os", System.getProperty("os.name", "") + " " + System.getProperty("os.arch", ""))
                .put("cpus", Machine.processors())
                .put("load", Machine.load())
                .put("version", Version.number())
                .put("revision", System.getProperty("wayray.bench.revision", ""));
    }
}
