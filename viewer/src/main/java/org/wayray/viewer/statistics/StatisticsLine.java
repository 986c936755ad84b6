package org.wayray.viewer.statistics;

import java.time.Instant;
import java.util.Locale;

/** One line of a {@link StatisticsFile}: a JSON object, built field by field. Confined to one thread. */
final class StatisticsLine {
    private final StringBuilder text = new StringBuilder("{");

    StatisticsLine field(String name, String value) {
        name(name).append('"');
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            if (each == '"' || each == '\\') {
                text.append('\\').append(each);
            } else if (each < ' ') {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) each));
            } else {
                text.append(each);
            }
        }
        text.append('"');
        return this;
    }

    StatisticsLine field(String name, Instant value) {
        return field(name, value.toString());
    }

    StatisticsLine field(String name, long value) {
        name(name).append(value);
        return this;
    }

    /** With three digits after the point. */
    StatisticsLine field(String name, double value) {
        name(name).append(String.format(Locale.ROOT, "%.3f", value));
        return this;
    }

    /** The stages that were seen, each with count and percentiles in microseconds. */
    StatisticsLine stages(Period period) {
        name("stages_us").append('{');
        for (Stage stage : Stage.values()) {
            var times = period.stage(stage);
            if (times.getTotalCount() > 0) {
                name(stage.label()).append('{');
                field("count", times.getTotalCount());
                field("p50", times.getValueAtPercentile(50));
                field("p95", times.getValueAtPercentile(95));
                field("p99", times.getValueAtPercentile(99));
                field("max", times.getMaxValue());
                text.append('}');
            }
        }
        text.append('}');
        return this;
    }

    /** The codings that were seen. */
    StatisticsLine codings(Period period) {
        name("codings").append('{');
        for (int coding = 0; coding < period.codings(); coding++) {
            if (period.regions(coding) > 0) {
                name(Period.codingName(coding)).append('{');
                field("regions", period.regions(coding));
                field("pixels", period.pixels(coding));
                field("bytes", period.bytes(coding));
                text.append('}');
            }
        }
        text.append('}');
        return this;
    }

    private StringBuilder name(String name) {
        if (text.charAt(text.length() - 1) != '{') {
            text.append(',');
        }
        return text.append('"').append(name).append("\":");
    }

    /** The object, without the end of the line. */
    @Override
    public String toString() {
        return text + "}";
    }
}
