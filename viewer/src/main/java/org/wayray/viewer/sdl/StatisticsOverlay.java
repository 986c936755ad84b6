package org.wayray.viewer.sdl;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.codec.Framebuffer;
import org.wayray.viewer.session.LinkReport;
import org.wayray.viewer.session.ViewerLoop;
import org.wayray.viewer.session.ViewerSession;
import org.wayray.viewer.statistics.RecentFigures;
import org.wayray.viewer.status.StatisticsPainter;

/**
 * The panel with figures that lies over the picture while somebody wants to see it. It looks at its figures twice a second and is
 * drawn anew if they changed, on a thread of its own: the fonts take their time when they are first used. Confined to the SDL
 * thread, but for that drawing.
 */
final class StatisticsOverlay implements AutoCloseable {
    private static final long REFRESH_NANOS = 500_000_000L;
    private static final long LINK_NANOS = 1_000_000_000L;

    private static final Logger log = LoggerFactory.getLogger(StatisticsOverlay.class);

    private final ViewerSession session;
    private final ViewerLoop loop;
    private final Runnable onChange;
    private final RecentFigures figures;
    private final ExecutorService painter = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("statistics").factory());

    private ViewerLoop.@Nullable Timer timer;
    private List<String> drawn = List.of();
    private long linkAskedNanos;
    private boolean drawing;
    private boolean closed;

    /** What is shown. */
    private @Nullable Framebuffer panel;

    /** What was shown before, to be drawn to next. */
    private @Nullable Framebuffer spare;

    /**
     * Begins to look.
     *
     * @param server as the user named it
     * @param onChange called on the loop when there is another panel to show
     */
    StatisticsOverlay(ViewerSession session, ViewerLoop loop, String server, Runnable onChange) {
        this.session = session;
        this.loop = loop;
        this.onChange = onChange;
        figures = new RecentFigures(server, loop.nanoTime());
        session.observe(figures);
        askLink(loop.nanoTime());
        refresh();
    }

    /** What is to be shown; null as long as there is nothing. Not written to until it was replaced twice. */
    @Nullable
    Framebuffer panel() {
        return panel;
    }

    private void refresh() {
        long now = loop.nanoTime();
        timer = loop.schedule(REFRESH_NANOS, this::refresh);
        if (now - linkAskedNanos >= LINK_NANOS) {
            askLink(now);
        }
        var lines = figures.lines(session.picture(), now);
        if (!drawing && !lines.equals(drawn)) {
            drawn = lines;
            draw(lines);
        }
    }

    private void askLink(long nowNanos) {
        linkAskedNanos = nowNanos;
        session.measureLink(this::measured);
    }

    private void measured(Optional<LinkReport> report) {
        report.ifPresent(link -> figures.measured(link, loop.nanoTime()));
    }

    private void draw(List<String> lines) {
        drawing = true;
        var reuse = spare;
        painter.execute(() -> {
            try {
                var made = StatisticsPainter.paint(lines, reuse);
                loop.execute(() -> show(made));
            } catch (RuntimeException | LinkageError | InternalError e) {
                // a Java without fonts throws any of these; nothing is tried again
                log.warn("The statistics cannot be drawn: {}", e.toString());
            }
        });
    }

    private void show(Framebuffer made) {
        drawing = false;
        spare = panel;
        panel = made;
        if (!closed) {
            onChange.run();
        }
    }

    /** Looks no longer. */
    @Override
    public void close() {
        closed = true;
        session.unobserve(figures);
        if (timer != null) {
            timer.cancel();
        }
        painter.shutdown();
    }
}
