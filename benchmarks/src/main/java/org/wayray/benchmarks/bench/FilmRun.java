package org.wayray.benchmarks.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.wayray.benchmarks.film.Fidelity;
import org.wayray.benchmarks.film.Film;
import org.wayray.benchmarks.line.LineCount;

/** A film is shown for a while, keys may be pressed meanwhile, then it rests. Belongs to the thread that calls {@link #run}. */
final class FilmRun {
    private static final int PATIENCE_SECONDS = 60;

    /** A picture that is not exact by then does not become so. */
    private static final int EXACT_SECONDS = 15;

    private static final double NANOS_PER_MILLI = 1e6;

    private final String workload;
    private final Film.Content content;
    private final boolean pressing;
    private final RunOptions options;

    /**
     * @param workload its name in the result
     * @param pressing whether the times are those of key presses; otherwise those of the pictures
     */
    FilmRun(String workload, Film.Content content, boolean pressing, RunOptions options) {
        this.workload = workload;
        this.content = content;
        this.pressing = pressing;
        this.options = options;
    }

    /** What was measured. */
    Json run() throws Exception {
        try (var stage = new Stage(content, pressing, options)) {
            var eye = new FilmEye(stage.film());
            var presses = new Presses(stage.film(), options.seed);
            try (var desk = stage.desk((picture, nanos) -> {
                presses.pictureShown(picture, nanos);
                eye.pictureShown(picture, nanos);
            })) {
                return measure(stage, desk, eye, presses);
            }
        }
    }

    private Json measure(Stage stage, Desk desk, FilmEye eye, Presses presses) throws Exception {
        desk.await(eye.first(), PATIENCE_SECONDS, "no picture arrived");
        if (pressing) {
            desk.loop().execute(() -> presses.start(desk));
        }
        Progress.say("warming up for " + options.warmSeconds + " s");
        TimeUnit.SECONDS.sleep(options.warmSeconds);
        Progress.say("measuring for " + options.seconds + " s");
        desk.ask(() -> {
            eye.record(TimeUnit.SECONDS.toNanos(options.seconds));
            presses.record();
            desk.mix().clear();
            return true;
        });
        var lineStart = lineCounts(stage);
        var start = stage.usage(desk);
        TimeUnit.SECONDS.sleep(options.seconds);
        if (pressing) {
            desk.await(desk.ask(presses::finish), PATIENCE_SECONDS, "a key press was not answered");
        }
        var end = stage.usage(desk);
        var lineEnd = lineCounts(stage);
        double memory = Machine.pssMegabytes(stage.server().handle());
        double roundTripMillis = desk.stats().roundTripNanos() / NANOS_PER_MILLI;
        var seen = desk.ask(eye::seen);
        var mix = desk.ask(() -> mix(desk.mix()));

        Progress.say("waiting until the picture is exact");
        var rest = stage.rest();
        var last = stage.film().picture(rest.moment());
        var exact = exactNanos(desk.ask(() -> eye.expect(last, desk.picture())));

        var report = new Json().put("workload", workload);
        if (pressing && content != Film.Content.FLAT) {
            report.put("while", content.name().toLowerCase(Locale.ROOT));
        }
        var times = pressing ? presses.answers() : ages(seen, rest);
        report.put("p50_ms", times.millis(0.5))
                .put("p95_ms", times.millis(0.95))
                .put("p99_ms", times.millis(0.99));
        double seconds = (end.nanos() - start.nanos()) / 1e9;
        if (stage.film().ticksPerSecond() > 0) {
            report.put("fps", seen.whole().size() / seconds)
                    .put("shown_fps", seen.shown() / seconds)
                    .put("offered_fps", offered(rest, start, end) / seconds)
                    .put("gap_p99_ms", gaps(seen).millis(0.99));
        }
        end.putSince(start, report);
        if (pressing) {
            report.put("events", presses.recorded())
                    .put("lost", presses.lost())
                    .put("bytes_per_event", (double) (end.downBytes() - start.downBytes()) / presses.recorded())
                    .put("up_bytes_per_event", (double) (end.upBytes() - start.upBytes()) / presses.recorded());
        }
        putFidelity(report, seen, stage.film());
        report.put("exact_after_ms", exact == null ? Double.NaN : (exact - rest.nanos()) / NANOS_PER_MILLI);
        options.line().ifPresent(model -> {
            double bare = model.roundTripNanos() / NANOS_PER_MILLI / (pressing ? 1 : 2);
            report.put("added_delay_ms", times.millis(0.5) - bare);
        });
        report.put("round_trip_ms", roundTripMillis)
                .put("server_pss_mb", memory)
                .put("codecs", mix);
        lineEnd.ifPresent(counts -> report.put("line", counts.since(lineStart.orElse(counts))));
        return report.put("conditions", Conditions.of(options));
    }

    private static @Nullable Long exactNanos(CompletableFuture<Long> exact) throws InterruptedException {
        try {
            return exact.get(EXACT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            Progress.say("the picture has not become exact in " + EXACT_SECONDS + " s");
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** From a tick's commit until it was seen whole. */
    private static Samples ages(FilmEye.Seen seen, FilmProcess.Rest rest) {
        var ages = new Samples();
        seen.whole().forEach((tick, nanos) -> {
            var committed = rest.commits().get(tick);
            if (committed != null) {
                ages.add(nanos - committed);
            }
        });
        return ages;
    }

    private static Samples gaps(FilmEye.Seen seen) {
        var gaps = new Samples();
        long last = 0;
        for (long nanos : seen.whole().values()) {
            if (last != 0) {
                gaps.add(nanos - last);
            }
            last = nanos;
        }
        return gaps;
    }

    private static long offered(FilmProcess.Rest rest, Usage start, Usage end) {
        return rest.commits().values().stream()
                .filter(nanos -> nanos - start.nanos() >= 0 && nanos - end.nanos() < 0)
                .count();
    }

    private static void putFidelity(Json report, FilmEye.Seen seen, Film film) {
        var decibels = new ArrayList<Double>();
        for (var snapshot : seen.snapshots()) {
            decibels.add(Fidelity.psnr(snapshot.picture(), film.picture(snapshot.moment()), film.stage()));
        }
        Collections.sort(decibels);
        report.put("psnr_db", decibels.isEmpty() ? Double.NaN : decibels.get(decibels.size() / 2));
        report.put("psnr_least_db", decibels.isEmpty() ? Double.NaN : decibels.getFirst());
    }

    private static Json mix(CodecMix mix) {
        var json = new Json().put("frames", mix.frames());
        mix.shares()
                .forEach((name, share) -> json.put(
                        name, new Json().put("regions", share.regions()).put("bytes", share.bytes())));
        return json;
    }

    /** What a line did in both directions. */
    private record LineCounts(LineCount down, LineCount up) {
        Json since(LineCounts earlier) {
            return new Json().put("down", json(down.since(earlier.down))).put("up", json(up.since(earlier.up)));
        }

        private static Json json(LineCount count) {
            return new Json()
                    .put("datagrams", count.datagrams())
                    .put("bytes", count.bytes())
                    .put("lost", count.lost())
                    .put("dropped", count.dropped());
        }
    }

    private static Optional<LineCounts> lineCounts(Stage stage) {
        return stage.line().map(line -> new LineCounts(line.down(), line.up()));
    }
}
