package org.wayray.viewer.sdl;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.codec.Framebuffer;
import org.wayray.viewer.session.ViewerLoop;
import org.wayray.viewer.session.ViewerState;
import org.wayray.viewer.status.StatusPage;
import org.wayray.viewer.status.StatusPainter;

/**
 * Says in the windows what the viewer is doing, while the picture does not speak for itself. Pages are drawn in the background: the
 * fonts take their time when they are first used, and a picture that arrives meanwhile must not wait for them. Confined to the SDL
 * thread, but for that drawing.
 */
final class StatusPages {
    /** Shorter states than this are not worth a page that flashes by. */
    private static final long DELAY_NANOS = 300_000_000L;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private static final Logger log = LoggerFactory.getLogger(StatusPages.class);

    private final ViewerLoop loop;
    private final String server;
    private final Supplier<List<PictureWindow>> windows;
    private ViewerState state = new ViewerState.Connecting();
    private boolean shown;
    private ViewerLoop.@Nullable Timer timer;
    private int number;

    /**
     * @param server as the user named it
     * @param windows those there are now; none before they are open
     */
    StatusPages(ViewerLoop loop, String server, Supplier<List<PictureWindow>> windows) {
        this.loop = loop;
        this.server = server;
        this.windows = windows;
    }

    /** What the windows' title says. */
    String title() {
        if (state instanceof ViewerState.Active(String sessionName) && !sessionName.isBlank()) {
            return sessionName;
        }
        return page().map(StatusPage::title).orElse(server) + " \u2014 WayRay";
    }

    /** The session does something else now. */
    void stateChanged(ViewerState newState) {
        boolean sameKind = newState.getClass() == state.getClass();
        state = newState;
        if (page().isEmpty()) {
            hide();
        } else {
            boolean atOnce = shown || newState instanceof ViewerState.Refused;
            if (!sameKind || timer == null) {
                schedule(atOnce ? 0 : DELAY_NANOS);
            }
        }
    }

    /** There are other windows, or other sizes, or other pictures behind the pages. */
    void windowsChanged() {
        if (shown) {
            schedule(0);
        }
    }

    private Optional<StatusPage> page() {
        return StatusPage.of(state, server, loop.nanoTime());
    }

    private void hide() {
        number++;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (shown) {
            shown = false;
            windows.get().forEach(window -> window.page(null));
        }
    }

    private void schedule(long nanos) {
        if (timer != null) {
            timer.cancel();
        }
        timer = loop.schedule(nanos, this::draw);
    }

    private void draw() {
        timer = null;
        var on = windows.get();
        var page = page();
        if (on.isEmpty()) {
            schedule(DELAY_NANOS);
            return;
        }
        if (page.isEmpty()) {
            return;
        }
        var images = on.stream().map(PictureWindow::snapshot).toList();
        int drawn = ++number;
        Thread.ofPlatform().daemon().name("status").start(() -> {
            try {
                images.forEach(image -> StatusPainter.paint(page.get(), image));
            } catch (RuntimeException | LinkageError | InternalError e) {
                // a Java without fonts throws any of these; the window's title still says it
                log.warn("The status page cannot be drawn: {}", e.toString());
            }
            loop.execute(() -> show(drawn, on, images));
        });
        if (state instanceof ViewerState.Reconnecting waiting) {
            long left = waiting.nextTryNanos() - loop.nanoTime();
            if (left > 0) {
                long untilNextSecond = left % SECOND_NANOS;
                schedule(untilNextSecond + 1);
            }
        }
    }

    private void show(int drawn, List<PictureWindow> on, List<Framebuffer> images) {
        if (drawn != number) {
            return;
        }
        shown = true;
        var there = windows.get();
        for (int i = 0; i < on.size(); i++) {
            if (there.contains(on.get(i))) {
                on.get(i).page(images.get(i));
            }
        }
    }
}
