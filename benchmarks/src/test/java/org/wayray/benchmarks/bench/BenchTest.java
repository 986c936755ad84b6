package org.wayray.benchmarks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wayray.benchmarks.film.Film;
import org.wayray.server.OutputSize;

/**
 * The workloads with everything real but short and small: frames come, the picture becomes exact, the result has the names that
 * others script against. How fast it is, is not looked at.
 */
@Timeout(120)
class BenchTest {
    private static final List<String> ALWAYS = List.of(
            "workload", "p50_ms", "p95_ms", "p99_ms", "psnr_db", "exact_after_ms", "server_pss_mb", "conditions");
    private static final List<String> FILMS = List.of(
            "bytes_per_s",
            "up_bytes_per_s",
            "server_cpu_percent",
            "viewer_cpu_percent",
            "application_cpu_percent",
            "others_cpu_percent",
            "codecs");

    private final RunOptions options = new RunOptions();

    BenchTest() {
        options.size = new OutputSize(Film.LEAST_WIDTH, Film.LEAST_HEIGHT);
        options.seconds = 2;
        options.warmSeconds = 0;
        options.queueMillis = 100;
        options.seed = 1;
    }

    @ParameterizedTest
    @EnumSource(names = {"SCROLL", "VIDEO", "DRAG", "PAN"})
    void aFilmIsSeenAndComesToRestExact(Film.Content content) throws Exception {
        var report = new FilmRun("film", content, false, options).run();
        assertThat(ALWAYS)
                .allSatisfy(name -> assertThat(report.member(name)).as(name).isPresent());
        assertThat(FILMS)
                .allSatisfy(name -> assertThat(report.member(name)).as(name).isPresent());
        assertThat(report.member("fps"))
                .hasValueSatisfying(fps -> assertThat(Double.parseDouble(fps)).isPositive());
    }

    @Test
    void keyPressesAreAnsweredOverABadLine() throws Exception {
        options.rttMillis = 20.0;
        options.lossPercent = 1.0;
        options.rateMbit = 20.0;
        var report = new FilmRun("latency", Film.Content.FLAT, true, options).run();
        assertThat(ALWAYS)
                .allSatisfy(name -> assertThat(report.member(name)).as(name).isPresent());
        assertThat(List.of("bytes_per_event", "added_delay_ms", "line"))
                .allSatisfy(name -> assertThat(report.member(name)).as(name).isPresent());
        assertThat(report.member("lost")).contains("0");
        assertThat(report.member("p50_ms"))
                .hasValueSatisfying(
                        millis -> assertThat(Double.parseDouble(millis)).isGreaterThan(20));
    }

    @Test
    void aViewerThatComesBackSeesThePicture() throws Exception {
        var report = new ReconnectRun(2, options).run();
        assertThat(ALWAYS)
                .allSatisfy(name -> assertThat(report.member(name)).as(name).isPresent());
        assertThat(report.member("bytes_per_event")).isPresent();
    }
}
