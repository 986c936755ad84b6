package org.wayray.benchmarks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void anObjectIsOneLineOfJson() {
        var json = new Json()
                .put("text", "a \"b\" \\ \n")
                .put("number", 1234567.89)
                .put("small", 0.00012345678)
                .put("whole", 60.0)
                .put("count", 1234567L)
                .put("unknown", Double.NaN)
                .put("inner", new Json().put("x", 1L));
        assertThat(json)
                .hasToString("{\"text\": \"a \\\"b\\\" \\\\ \\u000a\", \"number\": 1234600, \"small\": 0.00012346,"
                        + " \"whole\": 60, \"count\": 1234567, \"unknown\": null, \"inner\": {\"x\": 1}}");
    }

    @Test
    void percentilesAreOfWhatWasMeasured() {
        var samples = new Samples();
        assertThat(samples.millis(0.5)).isNaN();
        for (int i = 100; i >= 1; i--) {
            samples.add(i * 1_000_000L);
        }
        assertThat(samples.millis(0.5)).isEqualTo(50);
        assertThat(samples.millis(0.95)).isEqualTo(95);
        assertThat(samples.millis(0.99)).isEqualTo(99);
        assertThat(samples.millis(1)).isEqualTo(100);
    }

    @Test
    void theTableHasMedians() {
        var table = new ResultTable();
        table.add(
                "scroll",
                "50/1/5",
                List.of(
                        "{\"p50_ms\": 5, \"bytes_per_s\": 1200, \"others_cpu_percent\": 1, \"conditions\": {\"size\": \"400x300\"}}",
                        "{\"p50_ms\": 3.21, \"bytes_per_s\": 4000}",
                        "{\"p50_ms\": 4, \"bytes_per_s\": 50000}"));
        table.add("pan", "loopback", List.of("{\"p50_ms\": 1, \"others_cpu_percent\": 80}"));
        table.add("drag", "loopback", List.of());
        assertThat(table.toString())
                .startsWith("Conditions: 400x300,")
                .contains("\n| scroll | 50 ms, 1 %, 5 Mbit/s | 4.0 |  |  |  |  | 4.00 |  |  |  |  |  |\n")
                .contains("\n| ~ pan | loopback | 1.0 |")
                .contains("Rows with ~ had other work beside them")
                .contains("\n| drag | loopback | failed |\n");
    }
}
