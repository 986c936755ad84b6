package org.wayray.benchmarks.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.wayray.benchmarks.film.Fidelity;
import org.wayray.benchmarks.film.Film;
import org.wayray.benchmarks.film.Moment;
import org.wayray.codec.Framebuffer;

/**
 * A viewer comes, sees the whole picture, leaves, and comes back. The first time, when everything is new for both sides, is kept
 * apart. Belongs to the thread that calls {@link #run}.
 */
final class ReconnectRun {
    static final int TIMES = 10;

    private static final int PATIENCE_SECONDS = 60;
    private static final int PAUSE_MILLIS = 300;
    private static final int TOLERANCE = 48;
    private static final double NANOS_PER_MILLI = 1e6;

    private final int times;
    private final RunOptions options;

    /** @param times how often the viewer comes back */
    ReconnectRun(int times, RunOptions options) {
        this.times = times;
        this.options = options;
    }

    /** What was measured. */
    Json run() throws Exception {
        try (var stage = new Stage(Film.Content.STILL, false, options)) {
            var expected = stage.film().picture(new Moment(0, 0));
            var first = visit(stage, expected);
            var full = new Samples();
            var exact = new Samples();
            long down = 0;
            long up = 0;
            double psnr = Fidelity.EXACT_DB;
            Progress.say("coming back " + times + " times");
            for (int i = 0; i < times; i++) {
                var visit = visit(stage, expected);
                full.add(visit.fullNanos);
                exact.add(visit.exactNanos);
                down += visit.downBytes;
                up += visit.upBytes;
                psnr = Math.min(psnr, visit.psnr);
            }
            var report = new Json()
                    .put("workload", "reconnect")
                    .put("p50_ms", full.millis(0.5))
                    .put("p95_ms", full.millis(0.95))
                    .put("p99_ms", full.millis(0.99))
                    .put("psnr_db", psnr)
                    .put("exact_after_ms", exact.millis(0.5))
                    .put("first_ms", first.fullNanos / NANOS_PER_MILLI)
                    .put("events", times)
                    .put("bytes_per_event", (double) down / times)
                    .put("up_bytes_per_event", (double) up / times)
                    .put("server_pss_mb", Machine.pssMegabytes(stage.server().handle()));
            options.line()
                    .ifPresent(model ->
                            report.put("added_delay_ms", full.millis(0.5) - model.roundTripNanos() / NANOS_PER_MILLI));
            return report.put("conditions", Conditions.of(options));
        }
    }

    /**
     * One coming and going.
     *
     * @param fullNanos from the first packet until one would say that the picture is there
     * @param exactNanos the same until it was exact
     * @param psnr of the picture that was said to be there
     */
    private record Visit(long fullNanos, long exactNanos, double psnr, long downBytes, long upBytes) {}

    private Visit visit(Stage stage, Framebuffer expected) throws Exception {
        var eye = new Eye(expected);
        long start = System.nanoTime();
        try (var desk = stage.desk(eye)) {
            long exactNanos = desk.await(eye.exact, PATIENCE_SECONDS, "the picture did not become exact");
            var stats = desk.stats();
            var full = eye.full.join();
            return new Visit(
                    full.nanos - start,
                    exactNanos - start,
                    Fidelity.psnr(full.picture, expected, expected.bounds()),
                    stats.receivedBytes(),
                    stats.sentBytes());
        } finally {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** Sees when the picture is there, and when it is exact. Confined to the viewer's loop. */
    private static final class Eye implements Onlooker {
        private final Framebuffer expected;
        private final CompletableFuture<Full> full = new CompletableFuture<>();
        private final CompletableFuture<Long> exact = new CompletableFuture<>();

        /** A picture that is there. */
        private record Full(long nanos, Framebuffer picture) {}

        Eye(Framebuffer expected) {
            this.expected = expected;
        }

        @Override
        public void pictureShown(Framebuffer picture, long nanos) {
            if (!full.isDone() && Fidelity.isThere(picture, expected, TOLERANCE)) {
                var copy = new Framebuffer(picture.width(), picture.height());
                copy.copyFrom(picture, 0, 0, picture.width(), picture.height());
                full.complete(new Full(nanos, copy));
            }
            if (full.isDone() && !exact.isDone() && Fidelity.isExact(picture, expected)) {
                exact.complete(nanos);
            }
        }
    }
}
