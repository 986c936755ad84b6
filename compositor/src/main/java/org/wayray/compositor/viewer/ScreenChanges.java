package org.wayray.compositor.viewer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.frames.ViewerWay;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.Screen;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Timer;

/**
 * Paces the changes of a viewer's screens, of which a window's edge that is dragged makes hundreds. The first is followed at once.
 * While the viewer has not shown a frame since, and before the outputs' next refresh, only the newest one is kept: so clients are asked for as many
 * sizes as the viewer can show, and the last one always counts.
 *
 * <p>Confined to the session loop.
 */
final class ScreenChanges {
    private final EventLoop loop;
    private final ViewerScreens screens;
    private final Presenter presenter;
    private final ViewerWay way;
    private @Nullable List<Screen> next;

    /** Whether the viewer has not shown yet what came of the last change. */
    private boolean underWay;

    /** The frame that was sent last before it. */
    private int frameBefore;

    private long dueNanos = Long.MIN_VALUE;
    private @Nullable Timer wakeUp;

    ScreenChanges(EventLoop loop, ViewerScreens screens, Presenter presenter, ViewerWay way) {
        this.loop = loop;
        this.screens = screens;
        this.presenter = presenter;
        this.way = way;
    }

    /** The viewer has these screens by now. */
    void follow(List<Screen> now) {
        next = now;
        proceed();
    }

    /** The viewer has shown a frame and all before it. */
    void shown(int frame) {
        underWay &= frame - frameBefore <= 0;
        if (next != null) {
            proceed();
        }
    }

    void close() {
        next = null;
        Presenter.cancel(wakeUp);
    }

    private void proceed() {
        List<Screen> now = next;
        if (now == null || underWay && !presenter.isAtRest()) {
            return;
        }
        long time = loop.nowNanos();
        if (time < dueNanos) {
            if (wakeUp == null || !wakeUp.isPending()) {
                wakeUp = loop.scheduleAt(dueNanos, this::proceed);
            }
            return;
        }
        next = null;
        underWay = true;
        frameBefore = way.lastFrame();
        screens.follow(now);
        dueNanos = time + refreshNanos();
    }

    private long refreshNanos() {
        return screens.outputs().stream()
                .map(Output::mode)
                .mapToLong(mode -> mode.refreshNanos())
                .min()
                .orElseThrow();
    }
}
