package org.wayray.viewer.statistics;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.codec.Framebuffer;
import org.wayray.protocol.v1.Frame;
import org.wayray.viewer.session.FrameObserver;
import org.wayray.viewer.session.LinkReport;
import org.wayray.viewer.session.ViewerLoop;
import org.wayray.viewer.session.ViewerSession;

/**
 * Writes what frames cost, as JSON lines: one for each second in which there were frames, one about all of them in the end. While
 * nothing happens no timer runs. Confined to the viewer's loop.
 */
public final class StatisticsFile implements FrameObserver, AutoCloseable {
    private static final long INTERVAL_NANOS = 1_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;

    private static final Logger log = LoggerFactory.getLogger(StatisticsFile.class);

    private final ViewerSession session;
    private final ViewerLoop loop;
    private final InstantSource clock;
    private final PrintStream out;
    private final String server;
    private final Period interval = new Period();
    private final Period whole = new Period();
    private final FrameRecorder recorder = new FrameRecorder(interval);
    private final LinkTotals totals = new LinkTotals();

    private boolean ticking;
    private long startNanos;
    private long activeNanos;
    private boolean failed;

    /**
     * @param out where lines go; flushed after each, and closed in the end unless it is the standard output
     * @param server as the user named it
     */
    public StatisticsFile(ViewerSession session, ViewerLoop loop, InstantSource clock, PrintStream out, String server) {
        this.session = session;
        this.loop = loop;
        this.clock = clock;
        this.out = out;
        this.server = server;
    }

    /** Begins. */
    public void start() {
        session.observe(this);
    }

    @Override
    public void decoded(Frame frame, int payloadBytes, long arrivedNanos, long decodedNanos) {
        tick(arrivedNanos);
        recorder.decoded(frame, payloadBytes, arrivedNanos, decodedNanos);
    }

    @Override
    public void presented(long nowNanos) {
        recorder.presented(nowNanos);
    }

    @Override
    public void keyPressed(int code, long nowNanos) {
        recorder.keyPressed(code, nowNanos);
    }

    private void tick(long nowNanos) {
        if (!ticking) {
            if (totals.isEmpty()) {
                session.measureLink(this::measured);
            }
            ticking = true;
            startNanos = nowNanos;
            loop.schedule(INTERVAL_NANOS, () -> session.measureLink(this::intervalEnds));
        }
    }

    private void measured(Optional<LinkReport> report) {
        report.ifPresent(link -> {
            totals.add(link);
            recorder.measured(link);
        });
    }

    private void intervalEnds(Optional<LinkReport> report) {
        if (ticking) {
            measured(report);
            endInterval(report.isPresent());
        }
    }

    /** @param linkKnown whether the link has just said what went over the wire */
    private void endInterval(boolean linkKnown) {
        ticking = false;
        long nanos = loop.nanoTime() - startNanos;
        activeNanos += nanos;
        whole.addAll(interval);
        write(line("interval", interval, nanos, linkKnown ? totals.interval() : null));
        interval.clear();
        totals.endInterval();
    }

    /** Writes what is left and the summary. */
    @Override
    public void close() {
        session.unobserve(this);
        if (ticking) {
            endInterval(false);
        }
        write(line("summary", whole, activeNanos, totals.whole()));
        if (out != System.out) {
            out.close();
        }
    }

    private StatisticsLine line(String kind, Period period, long nanos, LinkTotals.@Nullable Sums link) {
        var line = new StatisticsLine()
                .field("kind", kind)
                .field("time", clock.instant())
                .field("server", server)
                .field("seconds", nanos / NANOS_PER_SECOND)
                .field("frames", period.frames())
                .field("payload_bytes", period.payloadBytes());
        if (link != null) {
            line.field("received_bytes", link.receivedBytes())
                    .field("sent_bytes", link.sentBytes())
                    .field("sent_packets", link.sentPackets())
                    .field("lost_packets", link.lostPackets());
        }
        line.field("round_trip_us", totals.roundTripNanos() / 1000)
                .field("queued_bytes", totals.queuedBytes())
                .stages(period)
                .codings(period);
        @Nullable Framebuffer picture = session.picture();
        if (picture != null) {
            line.field("width", picture.width()).field("height", picture.height());
        }
        return line.field("heap_bytes", Memory.heapBytes()).field("resident_bytes", Memory.residentBytes());
    }

    private void write(StatisticsLine line) {
        out.println(line);
        if (out.checkError() && !failed) {
            failed = true;
            log.warn("The statistics cannot be written any more");
        }
    }
}
