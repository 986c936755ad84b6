package org.wayray.viewer.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.protocol.v1.Frame;
import org.wayray.viewer.session.FrameObserver;
import org.wayray.viewer.session.LinkReport;

/** What frames cost in the last few seconds, as lines of text for the screen. Confined to the viewer's loop. */
public final class RecentFigures implements FrameObserver {
    private static final int SECONDS = 5;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MOST_CODINGS = 4;

    private final String server;
    private final long startNanos;

    /** Of the seconds past and the one that runs, by their number modulo the length. */
    private final Period[] seconds = new Period[SECONDS + 1];

    private long second;
    private final Period sum = new Period();
    private final FrameRecorder recorder;

    private @Nullable LinkReport link;
    private long linkNanos;
    private double receivedPerSecond;
    private double sentPerSecond;

    /**
     * @param server as the user named it
     * @param nowNanos on the loop's clock
     */
    public RecentFigures(String server, long nowNanos) {
        this.server = server;
        startNanos = nowNanos;
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = new Period();
        }
        recorder = new FrameRecorder(seconds[0]);
    }

    @Override
    public void decoded(Frame frame, int payloadBytes, long arrivedNanos, long decodedNanos) {
        advance(decodedNanos);
        recorder.decoded(frame, payloadBytes, arrivedNanos, decodedNanos);
    }

    @Override
    public void presented(long nowNanos) {
        advance(nowNanos);
        recorder.presented(nowNanos);
    }

    @Override
    public void keyPressed(int code, long nowNanos) {
        recorder.keyPressed(code, nowNanos);
    }

    /** What the connection says of itself; to be told about once a second. */
    public void measured(LinkReport report, long nowNanos) {
        recorder.measured(report);
        var before = link;
        if (before != null && before.connection() == report.connection() && nowNanos > linkNanos) {
            double elapsed = (nowNanos - linkNanos) / NANOS_PER_SECOND;
            receivedPerSecond = (report.stats().receivedBytes() - before.stats().receivedBytes()) / elapsed;
            sentPerSecond = (report.stats().sentBytes() - before.stats().sentBytes()) / elapsed;
        }
        link = report;
        linkNanos = nowNanos;
    }

    private void advance(long nowNanos) {
        long now = (nowNanos - startNanos) / SECOND_NANOS;
        if (now <= second) {
            return;
        }
        for (long each = Math.max(second + 1, now - SECONDS); each <= now; each++) {
            seconds[(int) (each % seconds.length)].clear();
        }
        second = now;
        recorder.into(seconds[(int) (now % seconds.length)]);
    }

    /** Everything that is known, always the same number of lines. */
    public List<String> lines(@Nullable Framebuffer picture, long nowNanos) {
        advance(nowNanos);
        sum.clear();
        for (Period each : seconds) {
            sum.addAll(each);
        }
        double elapsed = Math.min(
                SECONDS + (nowNanos - startNanos) % SECOND_NANOS / NANOS_PER_SECOND,
                Math.max(1, (nowNanos - startNanos) / NANOS_PER_SECOND));
        var lines = new ArrayList<String>();
        lines.add(server + ", QUIC" + (picture == null ? "" : ", " + picture.width() + "x" + picture.height()));
        lines.add(line("%.1f frames/s", sum.frames() / elapsed));
        lines.add(line("in %s/s, out %s/s", amount(receivedPerSecond), amount(sentPerSecond)));
        var known = link;
        lines.add(
                known == null
                        ? ""
                        : line(
                                "round trip %.1f ms, lost %d of %d sent",
                                known.stats().roundTripNanos() / 1e6,
                                known.stats().lostPackets(),
                                known.stats().sentPackets()));
        lines.add("");
        lines.add(line("%-14s %8s %8s %8s", "milliseconds", "p50", "p95", "p99"));
        for (Stage stage : Stage.values()) {
            lines.add(times(stage));
        }
        lines.add("");
        lines.add(line("%-14s %8s %8s", "coding", "bytes", "pixels"));
        addCodings(lines);
        return lines;
    }

    private String times(Stage stage) {
        var times = sum.stage(stage);
        return times.getTotalCount() == 0
                ? line("%-14s %8s %8s %8s", stage.label(), "-", "-", "-")
                : line(
                        "%-14s %8.2f %8.2f %8.2f",
                        stage.label(),
                        times.getValueAtPercentile(50) / 1e3,
                        times.getValueAtPercentile(95) / 1e3,
                        times.getValueAtPercentile(99) / 1e3);
    }

    /** The codings with the most bytes. */
    private void addCodings(List<String> lines) {
        long bytes = 0;
        long pixels = 0;
        for (int coding = 0; coding < sum.codings(); coding++) {
            bytes += sum.bytes(coding);
            pixels += sum.pixels(coding);
        }
        var shown = new boolean[sum.codings()];
        for (int row = 0; row < MOST_CODINGS; row++) {
            int best = -1;
            for (int coding = 0; coding < sum.codings(); coding++) {
                boolean candidate = !shown[coding] && sum.regions(coding) > 0;
                if (candidate && (best < 0 || sum.bytes(coding) > sum.bytes(best))) {
                    best = coding;
                }
            }
            if (best < 0) {
                lines.add("");
            } else {
                shown[best] = true;
                lines.add(line(
                        "%-14s %6.1f %% %6.1f %%",
                        Period.codingName(best),
                        100.0 * sum.bytes(best) / Math.max(1, bytes),
                        100.0 * sum.pixels(best) / Math.max(1, pixels)));
            }
        }
    }

    private static String amount(double bytes) {
        if (bytes < 1e3) {
            return line("%.0f B", bytes);
        }
        return bytes < 1e6 ? line("%.1f kB", bytes / 1e3) : line("%.2f MB", bytes / 1e6);
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
