package org.wayray.compositor.viewer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.compositor.frames.ViewerFeed;
import org.wayray.compositor.frames.ViewerWay;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.render.Renderer;
import org.wayray.compositor.scene.PresentationFeedback;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Timer;

/**
 * Brings what the outputs show to the viewer, and tells clients when to draw.
 *
 * <p>{@link #present} runs after each batch of events. Damage is painted and captured at once, for as long as the viewer keeps
 * up; when it does not, damage stays damage and the viewer's next acknowledgement leads here again. Frame callbacks go out when
 * nothing is left to paint, at most once per refresh. So a viewer that is slow slows the clients down, and without one they are
 * not told to draw at all: no timer runs, nothing is painted.
 *
 * <p>The outputs share the way to the viewer, each in turn going first. A client that is on several draws at the pace of the fastest of them.
 *
 * <p>Clients whose surfaces are covered, or lie beside the outputs, are told once a second: programs that draw by OpenGL stand still
 * while they wait for it, and would not even close. Minimised ones are not told; they are in no scene.
 *
 * <p>Confined to the session loop.
 */
public final class Presenter implements AutoCloseable {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Duration HIDDEN_INTERVAL = Duration.ofSeconds(1);
    private static final Comparator<Output> BY_REFRESH =
            Comparator.comparingInt(output -> output.mode().refreshMilliHertz());

    private final EventLoop loop;
    private final Scene scene;
    private final ViewerCursor cursor;
    private final Renderer renderer = new Renderer();

    /** Never empty once there was one: the scene always has an output. */
    private final List<OutputPresenter> outputs = new ArrayList<>();

    /** Which output goes first the next time. */
    private int turn;

    private final FrameClock hiddenClock = new FrameClock(HIDDEN_INTERVAL.toNanos());
    private @Nullable Watching watching;
    private @Nullable Timer nextHiddenTick;
    private @Nullable Timer stallCheck;

    /**
     * What there is only while a viewer watches.
     *
     * @param feeds makes the feed of an output
     * @param whenStalled the viewer has not acknowledged anything for too long
     */
    private record Watching(ViewerWay way, Function<Output, ViewerFeed> feeds, Runnable whenStalled) {}

    /** Paints the outputs that are {@linkplain #add added}, as long as somebody watches. */
    public Presenter(EventLoop loop, Scene scene, ViewerCursor cursor) {
        this.loop = loop;
        this.scene = scene;
        this.cursor = cursor;
    }

    /** Paints this output, too, until it is removed from the scene. */
    public void add(Output output) {
        var added = new OutputPresenter(loop, scene, output, renderer, this);
        outputs.add(added);
        if (watching != null) {
            added.attach(watching.way(), watching.feeds().apply(output));
        }
    }

    void remove(OutputPresenter removed) {
        outputs.remove(removed);
        removed.close();
    }

    /**
     * A viewer watches from now on; it is sent the whole picture of each output.
     *
     * @param feeds makes the feed of an output
     */
    void attach(ViewerWay way, Function<Output, ViewerFeed> feeds, Runnable whenStalled) {
        detach();
        watching = new Watching(way, feeds, whenStalled);
        outputs.forEach(each -> each.attach(way, feeds.apply(each.output())));
    }

    /** Nobody watches from now on. */
    void detach() {
        watching = null;
        outputs.forEach(OutputPresenter::detach);
        cancel(nextHiddenTick);
        cancel(stallCheck);
    }

    /** How the viewer gets an output's picture; null if nobody watches it. */
    @Nullable
    ViewerFeed feed(Output output) {
        return of(output).feed();
    }

    /** A key or button has reached a client: one that is drawing all the time is let draw the answer now, not a refresh later. */
    void inputArrived() {
        outputs.forEach(OutputPresenter::inputArrived);
    }

    /** The viewer has shown a frame and all before it. */
    void shown(int frame) {
        outputs.forEach(each -> each.shown(frame));
    }

    /** Whether the viewer has been sent everything and has shown it, if only nearly. */
    boolean isAtRest() {
        for (OutputPresenter each : outputs) {
            ViewerFeed feed = each.feed();
            if (feed != null && !feed.isAtRest()) {
                return false;
            }
        }
        return true;
    }

    /** Runs {@code action} when the viewer shows the scene as it is now; at once if nobody watches, or when the viewer leaves. */
    public void whenShown(Runnable action) {
        if (watching == null) {
            action.run();
            return;
        }
        int[] left = {outputs.size()};
        Runnable one = () -> {
            left[0]--;
            if (left[0] == 0) {
                action.run();
            }
        };
        List.copyOf(outputs)
                .forEach(each -> each.await(new PresentationFeedback() {
                    @Override
                    public void presented(Output on, long timeNanos, long sequence) {
                        one.run();
                    }

                    @Override
                    public void discarded() {
                        one.run();
                    }
                }));
    }

    /** An output's picture as it was painted last; owned by this. */
    public Framebuffer framebuffer(Output output) {
        return of(output).framebuffer();
    }

    private OutputPresenter of(Output output) {
        return outputs.stream()
                .filter(each -> each.output() == output)
                .findFirst()
                .orElseThrow();
    }

    /** Does what is to be done after a batch of events. */
    public void present() {
        scene.updateVisibility();
        Watching now = watching;
        if (now == null) {
            return;
        }
        cursor.update();
        int first = turn;
        for (int i = 0; i < outputs.size(); i++) {
            int index = (first + i) % outputs.size();
            if (outputs.get(index).capture()) {
                turn = index + 1;
                watchForStall(now);
            }
        }
        outputs.forEach(OutputPresenter::tellClients);
        tellHidden();
    }

    /** Lets clients draw, at the outputs' pace, for somebody who takes pictures while no viewer watches. */
    public void drawForPictures() {
        if (watching == null) {
            outputs.forEach(each -> each.tellClientsToDraw(Surface::hasFrameCallbacks));
        }
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

    static void tell(Surface surface, long nowNanos) {
        int timeMillis = (int) (nowNanos / NANOS_PER_MILLI);
        surface.takeFrameCallbacks().forEach(callback -> callback.done(timeMillis));
    }

    static boolean waits(Surface surface) {
        return surface.hasFrameCallbacks() || surface.hasFeedback();
    }

    /** Visits the surfaces that are seen and draw at this output's pace. */
    void forEachShownOn(Output output, Consumer<Surface> action) {
        scene.forEachVisible((surface, position) -> {
            if (surface.isTreeExposed() && isPaced(surface, output)) {
                action.accept(surface);
            }
        });
        Surface pointer = cursor.surface();
        if (pointer != null && pointer.hasContent() && cursor.output() == output) {
            action.accept(pointer);
        }
    }

    /** Whether an output is the fastest that a surface is on, or the first for one that is on none. */
    private boolean isPaced(Surface surface, Output output) {
        if (outputs.size() == 1) {
            return true;
        }
        return surface.outputs().stream()
                        .max(BY_REFRESH)
                        .orElseGet(() -> outputs.getFirst().output())
                == output;
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
            stallCheck = loop.schedule(now.way().options().stallAfter(), () -> {
                if (now.way().isStalled()) {
                    now.whenStalled().run();
                } else if (now.way().framesInFlight() > 0) {
                    watchForStall(now);
                }
            });
        }
    }

    static void cancel(@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public void close() {
        detach();
        outputs.forEach(OutputPresenter::close);
    }
}
