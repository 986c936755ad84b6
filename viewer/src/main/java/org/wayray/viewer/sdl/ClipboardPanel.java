package org.wayray.viewer.sdl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.codec.Framebuffer;
import org.wayray.viewer.clipboard.ClipboardObserver;
import org.wayray.viewer.clipboard.ClipboardProgress;
import org.wayray.viewer.session.ViewerLoop;
import org.wayray.viewer.status.StatisticsPainter;

/**
 * The panel that says what the clipboard does while that takes long, and what went wrong. Told by the clipboard's thread, drawn on
 * a thread of its own, because the fonts take their time when they are first used; else confined to the SDL thread. It costs
 * nothing while there is nothing to say.
 */
public final class ClipboardPanel implements ClipboardObserver {
    private static final long FAILURE_NANOS = 6_000_000_000L;
    private static final int LINE = 44;

    private static final Logger log = LoggerFactory.getLogger(ClipboardPanel.class);

    private final ViewerLoop loop;
    private final Runnable onChange;
    private List<ClipboardProgress> transfers = List.of();
    private String failure = "";
    private ViewerLoop.@Nullable Timer failureTimer;
    private List<String> drawn = List.of();
    private boolean drawing;
    private @Nullable Framebuffer panel;

    /** @param onChange called on the loop when there is another panel to show, or none */
    ClipboardPanel(ViewerLoop loop, Runnable onChange) {
        this.loop = loop;
        this.onChange = onChange;
    }

    /** What is to be shown; null while there is nothing to say. */
    @Nullable
    Framebuffer panel() {
        return panel;
    }

    /** Whether there is something that the person may want to cancel. */
    boolean isTransferring() {
        return !transfers.isEmpty();
    }

    @Override
    public void transferring(List<ClipboardProgress> now) {
        loop.execute(() -> {
            transfers = now;
            update();
        });
    }

    @Override
    public void failed(String sentence) {
        log.info("{}", sentence);
        loop.execute(() -> {
            failure = sentence;
            if (failureTimer != null) {
                failureTimer.cancel();
            }
            failureTimer = loop.schedule(FAILURE_NANOS, () -> {
                failure = "";
                failureTimer = null;
                update();
            });
            update();
        });
    }

    private void update() {
        var lines = lines();
        if (drawing || lines.equals(drawn)) {
            return;
        }
        drawn = lines;
        if (lines.isEmpty()) {
            show(null);
            return;
        }
        drawing = true;
        Thread.ofPlatform().daemon().name("clipboard panel").start(() -> {
            Framebuffer made = null;
            try {
                made = StatisticsPainter.paint(lines, null);
            } catch (RuntimeException | LinkageError | InternalError e) {
                // a Java without fonts throws any of these
                log.warn("The panel about the clipboard cannot be drawn: {}", e.toString());
            }
            var painted = made;
            loop.execute(() -> {
                drawing = false;
                show(painted);
                update();
            });
        });
    }

    private void show(@Nullable Framebuffer made) {
        panel = made;
        onChange.run();
    }

    private List<String> lines() {
        var lines = new ArrayList<String>();
        transfers.forEach(transfer -> lines.addAll(wrap(transfer.line())));
        if (!transfers.isEmpty()) {
            lines.add("Ctrl+Alt+Escape cancels.");
        }
        lines.addAll(wrap(failure));
        return lines;
    }

    /** Cut at spaces where there are some. */
    static List<String> wrap(String text) {
        var lines = new ArrayList<String>();
        var rest = text.strip();
        while (rest.length() > LINE) {
            int space = rest.lastIndexOf(' ', LINE);
            int end = space > 0 ? space : LINE;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }
}
