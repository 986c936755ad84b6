package org.wayray.compositor.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputDamage;
import org.wayray.compositor.output.OutputListener;
import org.wayray.compositor.render.Renderer;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Timer;

/**
 * Pictures of one output, with or without a viewer, as they are before its gamma curves. The scene is painted into a framebuffer of
 * its own when a picture is taken, and then only what has changed since the one before. Some seconds after the last picture the
 * memory is freed and damage is not noted any more.
 *
 * <p>Confined to the session loop.
 */
public final class OutputPictures implements OutputListener, AutoCloseable {
    private static final Duration KEPT = Duration.ofSeconds(3);
    private static final int MOST_RECTS = 64;

    private final EventLoop loop;
    private final Scene scene;
    private final Output output;
    private final CursorPicture cursor;
    private final Runnable whenRemoved;
    private final Renderer renderer = new Renderer();
    private final List<Series> series = new ArrayList<>();
    private @Nullable Kept kept;
    private @Nullable Timer release;
    private boolean used;

    /** What there is only while pictures are taken: the last one, and what has changed in the scene since. */
    private record Kept(Framebuffer picture, OutputDamage damage) {}

    OutputPictures(EventLoop loop, Scene scene, Output output, CursorPicture cursor, Runnable whenRemoved) {
        this.loop = loop;
        this.scene = scene;
        this.output = output;
        this.cursor = cursor;
        this.whenRemoved = whenRemoved;
        output.addListener(this);
    }

    public Output output() {
        return output;
    }

    /** All of the output. */
    public Rect<Physical> bounds() {
        return output.mode().size().toRect();
    }

    /**
     * Begins a series of pictures; to its first, all is new.
     *
     * @param withCursor whether the cursor is in them
     */
    public Series begin(boolean withCursor, PictureSeries.Listener listener) {
        Series begun = new Series(withCursor, listener);
        series.add(begun);
        return begun;
    }

    @Override
    public void changed(Output changed) {
        drop();
        List.copyOf(series).forEach(one -> one.listener.resized());
    }

    @Override
    public void removed(Output removed) {
        close();
        List.copyOf(series).forEach(one -> one.listener.stopped());
        whenRemoved.run();
    }

    /** Frees everything. */
    @Override
    public void close() {
        drop();
        if (release != null) {
            release.cancel();
        }
        output.removeListener(this);
    }

    /** Paints what has changed. */
    private Framebuffer paint() {
        Kept now = keep();
        Region<Physical> damage = now.damage().take();
        if (!damage.isEmpty()) {
            renderer.render(scene, output, damage, now.picture());
            series.forEach(one -> one.add(damage));
        }
        return now.picture();
    }

    private Kept keep() {
        Kept now = kept;
        if (now == null) {
            now = new Kept(new Framebuffer(bounds().width(), bounds().height()), output.track());
            kept = now;
        }
        used = true;
        releaseLater();
        return now;
    }

    private void releaseLater() {
        if (release == null || !release.isPending()) {
            release = loop.schedule(KEPT, () -> {
                if (used || series.stream().anyMatch(one -> one.awaited > 0)) {
                    used = false;
                    releaseLater();
                } else {
                    drop();
                }
            });
        }
    }

    private void drop() {
        if (kept != null) {
            output.untrack(kept.damage());
            kept = null;
        }
        series.forEach(one -> one.changed = Region.of(bounds()));
    }

    /** Pictures of the output for one who has seen those before. */
    public final class Series implements PictureSeries {
        private final boolean withCursor;
        private final Listener listener;
        private Region<Physical> changed = Region.of(bounds());
        private @Nullable Surface cursorShown;
        private Rect<Physical> cursorPlace = Rect.empty();
        private int awaited;

        private Series(boolean withCursor, Listener listener) {
            this.withCursor = withCursor;
            this.listener = listener;
        }

        @Override
        public Size<Physical> size() {
            return output.mode().size();
        }

        @Override
        public boolean hasAlpha() {
            return false;
        }

        @Override
        public boolean isNew() {
            return isNew(bounds());
        }

        /** Whether a part of the output looks different from the last picture of it. */
        public boolean isNew(Rect<Physical> area) {
            if (changed.intersects(area) || keep().damage().region().intersects(area)) {
                return true;
            }
            return withCursor
                    && hasCursorMoved()
                    && (cursorPlace.intersects(area) || cursor.place(output).intersects(area));
        }

        @Override
        public Picture take() {
            return take(bounds());
        }

        /** Takes a picture of a part of the output; the pixels are at that part's place. */
        public Picture take(Rect<Physical> area) {
            Framebuffer painted = paint();
            if (withCursor) {
                addCursor();
            }
            Region<Physical> news = changed.intersect(area);
            changed = changed.subtract(area);
            if (withCursor && cursorPlace.intersects(area)) {
                Framebuffer both = new Framebuffer(painted.width(), painted.height());
                both.copyFrom(painted, area.x(), area.y(), area.width(), area.height());
                cursor.paintOver(output, area, both);
                return new Picture(both, news);
            }
            return new Picture(painted, news);
        }

        @Override
        public void await(boolean begins) {
            awaited += begins ? 1 : -1;
        }

        @Override
        public long refreshNanos() {
            return output.mode().refreshNanos();
        }

        @Override
        public void close() {
            series.remove(this);
        }

        private void add(Region<Physical> damage) {
            changed = changed.union(damage).simplified(MOST_RECTS);
        }

        private void addCursor() {
            if (hasCursorMoved()) {
                add(Region.of(cursorPlace));
                cursorShown = cursor.surface().orElse(null);
                cursorPlace = cursor.place(output);
            }
            // its content may be new, and is noted nowhere
            add(Region.of(cursorPlace));
        }

        private boolean hasCursorMoved() {
            return cursorShown != cursor.surface().orElse(null) || !cursorPlace.equals(cursor.place(output));
        }
    }
}
