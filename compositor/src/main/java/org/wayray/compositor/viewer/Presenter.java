package org.wayray.compositor.viewer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.compositor.frames.ViewerFeed;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.output.GammaCurves;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputListener;
import org.wayray.compositor.render.Renderer;
import org.wayray.compositor.scene.PresentationFeedback;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Timer;

/**
 * Brings what an output shows to the viewer, and tells clients when to draw.
 *
 * <p>{@link #present} runs after each batch of events. Damage is painted and captured at once, for as long as the viewer keeps
 * up; when it does not, damage stays damage and the viewer's next acknowledgement leads here again. Frame callbacks go out when
 * nothing is left to paint, at most once per refresh. So a viewer that is slow slows the clients down, and without one they are
 * not told to draw at all: no timer runs, nothing is painted.
 *
 * <p>Clients whose surfaces are covered, or lie beside the output, are told once a second: programs that draw by OpenGL stand still
 * while they wait for it, and would not even close. Minimised ones are not told; they are in no scene.
 *
 * <p>Confined to the session loop.
 */
public final class Presenter implements OutputListener, AutoCloseable {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int BLACK = 0xff000000;
    private static final Duration HIDDEN_INTERVAL = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final Scene scene;
    private final Output output;
    private final ViewerCursor cursor;
    private final Renderer renderer = new Renderer();

    /** What is to be painted. */
    private final PixelRegion damaged = new PixelRegion();

    /** When the oldest of it came about. */
    private long damagedNanos;

    private final FrameClock clock;
    private final FrameClock hiddenClock = new FrameClock(HIDDEN_INTERVAL.toNanos());
    private Framebuffer framebuffer;
    private @Nullable Watching watching;
    private @Nullable Timer nextTick;
    private @Nullable Timer nextRefinement;
    private @Nullable Timer nextHiddenTick;

    /**
     * What there is only while a viewer watches.
     *
     * @param whenStalled the viewer has not acknowledged anything for too long
     */
    private record Watching(ViewerFeed feed, ShownFrames shown, Duration patience, Runnable whenStalled) {}

    private @Nullable Timer stallCheck;

    /** What waits for the present state of the scene to be shown. */
    private final List<PresentationFeedback> waiting = new ArrayList<>();

    /** Paints {@code output}, as long as somebody watches. */
    public Presenter(EventLoop loop, Scene scene, Output output, ViewerCursor cursor) {
        this.loop = loop;
        this.scene = scene;
        this.output = output;
        this.cursor = cursor;
        this.clock = new FrameClock(output.mode().refreshNanos());
        this.framebuffer = newFramebuffer();
        output.addListener(this);
    }

    private Framebuffer newFramebuffer() {
        return new Framebuffer(
                output.mode().size().width(), output.mode().size().height());
    }

    /**
     * A viewer watches from now on; it is sent the whole picture.
     *
     * @param patience how long it may leave a frame unacknowledged
     */
    void attach(ViewerFeed feed, Duration patience, Runnable whenStalled) {
        detach();
        feed.resize(framebuffer.width(), framebuffer.height());
        damaged.clear();
        watching = new Watching(feed, new ShownFrames(output), patience, whenStalled);
    }

    /** Nobody watches from now on. */
    void detach() {
        if (watching != null) {
            watching.shown().discardAll();
            watching = null;
            List.copyOf(waiting).forEach(PresentationFeedback::discarded);
            waiting.clear();
        }
        cancel(nextTick);
        cancel(nextRefinement);
        cancel(nextHiddenTick);
        cancel(stallCheck);
    }

    /** A key or button has reached a client: one that is drawing all the time is let draw the answer now, not a refresh later. */
    void inputArrived() {
        clock.expire(loop.nowNanos());
    }

    /** The viewer has shown a frame and all before it. */
    void shown(int frame) {
        if (watching != null) {
            watching.shown().shown(frame, loop.nowNanos());
        }
    }

    /** Runs {@code action} when the viewer shows the scene as it is now; at once if nobody watches, or when the viewer leaves. */
    public void whenShown(Runnable action) {
        if (watching == null) {
            action.run();
            return;
        }
        waiting.add(new PresentationFeedback() {
            @Override
            public void presented(Output on, long timeNanos, long sequence) {
                action.run();
            }

            @Override
            public void discarded() {
                action.run();
            }
        });
    }

    /** The picture as it was painted last; owned by this. */
    public Framebuffer framebuffer() {
        return framebuffer;
    }

    /** Does what is to be done after a batch of events. */
    public void present() {
        scene.updateVisibility();
        Watching now = watching;
        if (now == null) {
            return;
        }
        cursor.update();
        noteDamage();
        if ((!damaged.isEmpty() || now.feed().isBehind()) && now.feed().mayCapture(damaged)) {
            paint(now.feed());
            if (now.feed().capture(framebuffer)) {
                if (now.feed().overtook()) {
                    now.shown().overtaken(now.feed().newestFrame());
                }
                now.shown().captured(now.feed().newestFrame());
            }
            now.shown().await(takeFeedback());
            watchForStall(now);
        }
        if (output.damage().isEmpty()) {
            awaitShown(now);
            tellClients(now);
        }
        tellHidden();
        wakeWhenDue(now.feed());
    }

    private void wakeWhenDue(ViewerFeed feed) {
        long due = feed.dueNanos();
        if (due > loop.nowNanos() && due != Long.MAX_VALUE && (nextRefinement == null || !nextRefinement.isPending())) {
            // what is to be done then is done after the batch, which the timer makes
            nextRefinement = loop.scheduleAt(due, () -> {});
        }
    }

    private void noteDamage() {
        boolean first = damaged.isEmpty();
        damaged.clear();
        Region<Physical> damage = output.damage();
        for (int i = 0; i < damage.size(); i++) {
            Rect<Physical> rect = damage.rect(i);
            damaged.add(new PixelRect(rect.x(), rect.y(), rect.width(), rect.height()));
        }
        if (first) {
            damagedNanos = loop.batchNanos();
        }
    }

    private void paint(ViewerFeed feed) {
        long startNanos = loop.nowNanos();
        Region<Physical> damage = output.takeDamage();
        if (output.isOn()) {
            renderer.render(scene, output, damage, framebuffer);
        } else {
            framebuffer.fill(0, 0, framebuffer.width(), framebuffer.height(), BLACK);
        }
        output.gamma().ifPresent(curves -> bend(damage, curves));
        feed.mayKeep(!scene.isLocked());
        feed.damage(damaged, damagedNanos);
        damaged.clear();
        feed.rendered(loop.nowNanos() - startNanos);
    }

    /** What has just been painted goes through the output's curves; the rest has been through them. */
    private void bend(Region<Physical> region, GammaCurves curves) {
        for (int i = 0; i < region.size(); i++) {
            Rect<Physical> rect = region.rect(i);
            for (int y = rect.y(); y < rect.bottom(); y++) {
                curves.apply(framebuffer.pixels(), framebuffer.index(rect.x(), y), rect.width());
            }
        }
    }

    /** Lets clients draw, at the output's pace, for somebody who takes pictures while no viewer watches. */
    public void drawForPictures() {
        if (watching == null) {
            tellClientsToDraw(Surface::hasFrameCallbacks);
        }
    }

    private void awaitShown(Watching now) {
        if (!waiting.isEmpty() && !now.feed().isBehind()) {
            now.shown().await(List.copyOf(waiting));
            waiting.clear();
            if (now.feed().isAtRest()) {
                now.shown().shownAll(loop.nowNanos());
            }
        }
    }

    private void tellClients(Watching now) {
        if (tellClientsToDraw(Presenter::waits)) {
            now.shown().await(takeFeedback());
            if (now.feed().isAtRest()) {
                now.shown().shownAll(loop.nowNanos());
            }
        }
    }

    /** @return whether the time had come */
    private boolean tellClientsToDraw(Predicate<Surface> waits) {
        if (!isAnyShown(waits)) {
            return false;
        }
        long nowNanos = loop.nowNanos();
        if (!clock.isDue(nowNanos)) {
            if (nextTick == null || !nextTick.isPending()) {
                // what is to be done then is done after the batch, which the timer makes
                nextTick = loop.scheduleAt(clock.dueNanos(), () -> {});
            }
            return false;
        }
        clock.tick(nowNanos);
        forEachShown(surface -> tell(surface, nowNanos));
        return true;
    }

    private boolean isAnyShown(Predicate<Surface> condition) {
        boolean[] found = new boolean[1];
        forEachShown(surface -> found[0] |= condition.test(surface));
        return found[0];
    }

    /** Tells those that nobody sees. What they have shown to nobody is not told as shown. */
    private void tellHidden() {
        boolean[] waits = new boolean[1];
        forEachHidden(surface -> waits[0] |= waits(surface));
        if (!waits[0]) {
            return;
        }
        long nowNanos = loop.nowNanos();
        if (hiddenClock.isDue(nowNanos)) {
            hiddenClock.tick(nowNanos);
            forEachHidden(surface -> {
                tell(surface, nowNanos);
                surface.takeFeedback().forEach(PresentationFeedback::discarded);
            });
        } else if (nextHiddenTick == null || !nextHiddenTick.isPending()) {
            nextHiddenTick = loop.scheduleAt(hiddenClock.dueNanos(), () -> {});
        }
    }

    private static void tell(Surface surface, long nowNanos) {
        int timeMillis = (int) (nowNanos / NANOS_PER_MILLI);
        surface.takeFrameCallbacks().forEach(callback -> callback.done(timeMillis));
    }

    private static boolean waits(Surface surface) {
        return surface.hasFrameCallbacks() || surface.hasFeedback();
    }

    private List<PresentationFeedback> takeFeedback() {
        List<PresentationFeedback> feedback = new ArrayList<>();
        forEachShown(surface -> feedback.addAll(surface.takeFeedback()));
        return feedback;
    }

    private void forEachShown(Consumer<Surface> action) {
        scene.forEachVisible((surface, position) -> {
            if (surface.isTreeExposed()) {
                action.accept(surface);
            }
        });
        Surface pointer = cursor.surface();
        if (pointer != null && pointer.hasContent()) {
            action.accept(pointer);
        }
    }

    private void forEachHidden(Consumer<Surface> action) {
        scene.forEachVisible((surface, position) -> {
            if (!surface.isTreeExposed()) {
                action.accept(surface);
            }
        });
    }

    private void watchForStall(Watching now) {
        if (stallCheck == null || !stallCheck.isPending()) {
            stallCheck = loop.schedule(now.patience(), () -> {
                if (now.feed().isStalled()) {
                    now.whenStalled().run();
                } else if (now.feed().framesInFlight() > 0) {
                    watchForStall(now);
                }
            });
        }
    }

    @Override
    public void changed(Output changed) {
        if (changed.mode().size().width() != framebuffer.width()
                || changed.mode().size().height() != framebuffer.height()) {
            framebuffer = newFramebuffer();
        }
        if (watching != null) {
            watching.feed().resize(framebuffer.width(), framebuffer.height());
        }
    }

    private static void cancel(@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public void close() {
        detach();
        output.removeListener(this);
    }
}
