package org.wayray.benchmarks.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Results as a table in Markdown, with the conditions that all of them had. Not thread-safe. */
final class ResultTable {
    /** With more than this for others, a result says little about us. */
    private static final double MOST_FOR_OTHERS_PERCENT = 15;

    private static final String HEAD = """
            | workload | line | p50 ms | p95 ms | p99 ms | added ms | frames/s | kB/s down | kB/s up | bytes an event | dB | exact after ms | CPU server, viewer % |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    private final StringBuilder rows = new StringBuilder();
    private String conditions = "";
    private boolean disturbed;

    /**
     * Adds a row of medians.
     *
     * @param results JSON of the same workload on the same line; none if all failed
     */
    void add(String workload, String line, List<String> results) {
        boolean loaded = median(results, "others_cpu_percent").orElse(0) > MOST_FOR_OTHERS_PERCENT;
        disturbed |= loaded;
        List<String> cells = new ArrayList<>();
        cells.add((loaded ? "~ " : "") + workload);
        cells.add(line.replaceFirst("(.*)/(.*)/(.*)", "$1 ms, $2 %, $3 Mbit/s"));
        if (results.isEmpty()) {
            cells.add("failed");
        } else {
            cells.add(cell(median(results, "p50_ms"), 1));
            cells.add(cell(median(results, "p95_ms"), 1));
            cells.add(cell(median(results, "p99_ms"), 1));
            cells.add(cell(median(results, "added_delay_ms"), 1));
            cells.add(cell(median(results, "fps"), 0));
            cells.add(cell(median(results, "bytes_per_s"), 1e-3));
            cells.add(cell(median(results, "up_bytes_per_s"), 1e-3));
            cells.add(cell(median(results, "bytes_per_event"), 0));
            cells.add(cell(median(results, "psnr_db"), 1));
            cells.add(cell(median(results, "exact_after_ms"), 0));
            var server = median(results, "server_cpu_percent");
            cells.add(server.isEmpty() ? "" : cell(server, 0) + ", " + cell(median(results, "viewer_cpu_percent"), 0));
            if (conditions.isEmpty()) {
                conditions = conditions(results.getFirst());
            }
        }
        rows.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** @param form 0 or 1 for so many decimals, or a factor for a figure whose size says how many it needs */
    private static String cell(OptionalDouble value, double form) {
        if (value.isEmpty()) {
            return "";
        }
        double number = value.getAsDouble();
        if (form == 0) {
            return String.format("%.0f", number);
        }
        if (form == 1) {
            return String.format("%.1f", number);
        }
        double scaled = number * form;
        return String.format(scaled < 10 ? "%.2f" : "%.0f", scaled);
    }

    private static OptionalDouble median(List<String> results, String name) {
        var sorted = results.stream()
                .flatMapToDouble(result -> number(result, name).stream())
                .sorted()
                .toArray();
        return sorted.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sorted[sorted.length / 2]);
    }

    private static OptionalDouble number(String json, String name) {
        var matcher = Pattern.compile("\"" + name + "\": (-?[0-9.]+)").matcher(json);
        return matcher.find() ? OptionalDouble.of(Double.parseDouble(matcher.group(1))) : OptionalDouble.empty();
    }

    private static String text(String json, String name) {
        var matcher = Pattern.compile("\"" + name + "\": \"?([^\",}]*)").matcher(json);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String conditions(String json) {
        return "Conditions: " + text(json, "size") + ", " + text(json, "seconds") + " s each after "
                + text(json, "warm_seconds") + " s, " + text(json, "cpus") + " processors (" + text(json, "os")
                + ") shared by server, application, viewer and line, " + text(json, "jdk") + ", WayRay "
                + text(json, "version") + " " + text(json, "revision") + ".\n";
    }

    @Override
    public String toString() {
        return conditions
                + (disturbed
                        ? "Rows with ~ had other work beside them: only their bytes and decibels say something.\n"
                        : "")
                + "\n"
                + HEAD
                + rows;
    }
}
