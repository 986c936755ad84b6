package org.wayray.benchmarks.bench;

import java.util.ArrayList;
import java.util.List;

/** The most of a result in one line, for people. */
final class Summary {
    private record Part(String name, String format) {}

    private static final List<Part> PARTS = List.of(
            new Part("p50_ms", "p50 %s ms"),
            new Part("p95_ms", "p95 %s ms"),
            new Part("p99_ms", "p99 %s ms"),
            new Part("added_delay_ms", "%s ms added to the line's"),
            new Part("fps", "%s frames/s"),
            new Part("bytes_per_s", "%s bytes/s"),
            new Part("bytes_per_event", "%s bytes each"),
            new Part("psnr_db", "%s dB"),
            new Part("exact_after_ms", "exact after %s ms"),
            new Part("server_cpu_percent", "server %s %%"),
            new Part("viewer_cpu_percent", "viewer %s %%"),
            new Part("others_cpu_percent", "others %s %%"));

    private Summary() {}

    static String of(Json report) {
        var words = new ArrayList<String>();
        for (var part : PARTS) {
            report.member(part.name).ifPresent(value -> words.add(String.format(part.format, value)));
        }
        return report.member("workload").orElse("").replace("\"", "") + ": " + String.join(", ", words);
    }
}
