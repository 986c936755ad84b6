package org.wayray.compositor.viewer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.compositor.frames.ViewerFeed;
import org.wayray.compositor.frames.ViewerWay;
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
 * Brings what one output shows to the viewer, and tells the clients that draw at its pace when to draw: a part of the
 * {@link Presenter}, which says which clients these are.
 *
 * <p>Confined to the session loop.
 */
final class OutputPresenter implements OutputListener {
    private static final int BLACK = 0xff000000;

    private final EventLoop loop;
    private final Scene scene;
    private final Output output;
    private final Renderer renderer;
    private final Presenter all;

    /** What is to be painted. */
    private final PixelRegion damaged = new PixelRegion();

    /** When the oldest of it came about. */
    private long damagedNanos;

    private final FrameClock clock;
    private Framebuffer framebuffer;
    private @Nullable Watching watching;
    private @Nullable Timer nextTick;
    private @Nullable Timer nextRefinement;

    /** What there is only while a viewer watches. */
    private record Watching(ViewerWay way, ViewerFeed feed, ShownFrames shown) {}

    /** What waits for the present state of the scene to be shown. */
    private final List<PresentationFeedback> waiting = new ArrayList<>();

    /** @param renderer shared with other outputs */
    OutputPresenter(EventLoop loop, Scene scene, Output output, Renderer renderer, Presenter all) {
        this.loop = loop;
        this.scene = scene;
        this.output = output;
        this.renderer = renderer;
        this.all = all;
        this.clock = new FrameClock(output.mode().refreshNanos());
        this.framebuffer = newFramebuffer();
        output.addListener(this);
    }

    private Framebuffer newFramebuffer() {
        return new Framebuffer(
                output.mode().size().width(), output.mode().size().height());
    }

    Output output() {
        return output;
    }

    /** The picture as it was painted last; owned by this. */
    Framebuffer framebuffer() {
        return framebuffer;
    }

    /** How the viewer gets the picture; null while nobody watches. */
    @Nullable
    ViewerFeed feed() {
        return watching == null ? null : watching.feed();
    }

    /**
     * A viewer watches from now on; it is sent the whole picture.
     *
     * @param feed fresh; closed by this in the end
     */
    void attach(ViewerWay way, ViewerFeed feed) {
        detach();
        feed.resize(framebuffer.width(), framebuffer.height());
        damaged.clear();
        Watching next = new Watching(way, feed, new ShownFrames(output));
        feed.whenSent(serial -> {
            if (!feed.isEncoding()) {
                next.shown().sent(serial);
            }
        });
        watching = next;
    }

    /** Nobody watches from now on. */
    void detach() {
        if (watching != null) {
            watching.shown().discardAll();
            watching.feed().close();
            watching = null;
            List.copyOf(waiting).forEach(PresentationFeedback::discarded);
            waiting.clear();
        }
        Presenter.cancel(nextTick);
        Presenter.cancel(nextRefinement);
    }

    /** A key or button has reached a client: one that is drawing all the time is let draw the answer now, not a refresh later. */
    void inputArrived() {
        clock.expire(loop.nowNanos());
    }

    /** The viewer has shown a frame and all before it, of whichever output. */
    void shown(int frame) {
        if (watching != null) {
            watching.shown().shown(frame, loop.nowNanos());
        }
    }

    /** Learns when the viewer shows the scene as it is now; discarded when nobody watches. */
    void await(PresentationFeedback feedback) {
        if (watching == null) {
            feedback.discarded();
        } else {
            waiting.add(feedback);
        }
    }

    /**
     * Paints and sends what changed, as far as the way to the viewer has room.
     *
     * @return whether something was captured
     */
    boolean capture() {
        Watching now = watching;
        if (now == null) {
            return false;
        }
        noteDamage();
        ViewerFeed feed = now.feed();
        if (damaged.isEmpty() && !feed.isBehind() || !feed.mayCapture(damaged)) {
            return false;
        }
        paint(feed);
        boolean captured = feed.capture(framebuffer);
        await(now, takeFeedback());
        return captured;
    }

    /** Lets clients draw if their content is on its way, and wakes up when the feed has something to do without being told. */
    void tellClients() {
        Watching now = watching;
        if (now == null) {
            return;
        }
        if (output.damage().isEmpty()) {
            if (!waiting.isEmpty() && !now.feed().isBehind()) {
                await(now, List.copyOf(waiting));
                waiting.clear();
            }
            if (tellClientsToDraw(Presenter::waits)) {
                await(now, takeFeedback());
            }
        }
        long due = now.feed().dueNanos();
        if (due > loop.nowNanos() && due != Long.MAX_VALUE && (nextRefinement == null || !nextRefinement.isPending())) {
            // what is to be done then is done after the batch, which the timer makes
            nextRefinement = loop.scheduleAt(due, () -> {});
        }
    }

    /** These contents are in what was captured last. */
    private void await(Watching now, List<PresentationFeedback> feedback) {
        if (now.feed().isEncoding()) {
            now.shown().awaitNext(feedback);
        } else {
            now.shown().await(feedback, now.way().lastFrame());
        }
        if (now.feed().isAtRest()) {
            now.shown().shown(now.way().lastFrame(), loop.nowNanos());
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

    /**
     * Lets clients draw, if their time has come.
     *
     * @param waits which of them have to be told
     * @return whether the time had come
     */
    boolean tellClientsToDraw(Predicate<Surface> waits) {
        boolean[] found = new boolean[1];
        all.forEachShownOn(output, surface -> found[0] |= waits.test(surface));
        if (!found[0]) {
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
        all.forEachShownOn(output, surface -> Presenter.tell(surface, nowNanos));
        return true;
    }

    private List<PresentationFeedback> takeFeedback() {
        List<PresentationFeedback> feedback = new ArrayList<>();
        all.forEachShownOn(output, surface -> feedback.addAll(surface.takeFeedback()));
        return feedback;
    }

    @Override
    public void changed(Output changed) {
        clock.setInterval(output.mode().refreshNanos());
        int width = output.mode().size().width();
        int height = output.mode().size().height();
        if (width != framebuffer.width() || height != framebuffer.height()) {
            framebuffer = newFramebuffer();
            if (watching != null) {
                watching.feed().resize(width, height);
            }
        }
    }

    @Override
    public void removed(Output removed) {
        all.remove(this);
    }

    /** Ends it; the output may live on. */
    void close() {
        detach();
        output.removeListener(this);
    }
}
