package org.wayray.compositor.capture;

import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputListener;
import org.wayray.compositor.scene.AppliedCommit;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;

/**
 * Pictures of the cursor, at an output's density; there are none while no client's cursor is above the output. Confined to the
 * session loop.
 */
public final class CursorSeries implements PictureSeries, SurfaceListener, OutputListener {
    private static final Size<Physical> NOTHING = new Size<>(1, 1);

    private final Captures captures;
    private final Output output;
    private final Listener listener;
    private final Runnable follower = this::follow;
    private @Nullable Surface surface;
    private Size<Physical> size = NOTHING;
    private boolean isNew;

    public CursorSeries(Captures captures, Output output, Listener listener) {
        this.captures = captures;
        this.output = output;
        this.listener = listener;
        captures.addFollower(follower);
        output.addListener(this);
        look();
        if (surface != null) {
            size = captures.cursor().size(surface, output.scale());
        }
    }

    @Override
    public Size<Physical> size() {
        return size;
    }

    @Override
    public boolean hasAlpha() {
        return true;
    }

    @Override
    public boolean isNew() {
        return isNew && surface != null && captures.cursor().isAbove(output);
    }

    @Override
    public Picture take() {
        isNew = false;
        Framebuffer image =
                captures.cursor().image(output.scale()).orElseGet(() -> new Framebuffer(new int[1], 1, 1, 1));
        return new Picture(image, Region.of(size.toRect()));
    }

    @Override
    public void await(boolean awaited) {}

    @Override
    public long refreshNanos() {
        return output.mode().refreshNanos();
    }

    @Override
    public void close() {
        captures.removeFollower(follower);
        output.removeListener(this);
        if (surface != null) {
            surface.removeListener(this);
            surface = null;
        }
    }

    @Override
    public void applied(Surface changed, AppliedCommit commit) {
        isNew = true;
    }

    @Override
    public void destroyed(Surface destroyed) {
        surface = null;
    }

    @Override
    public void removed(Output removed) {
        listener.stopped();
    }

    /** Looks what the cursor is now, once per batch of events. */
    private void follow() {
        look();
        var now = surface == null ? size : captures.cursor().size(surface, output.scale());
        if (!now.equals(size)) {
            size = now;
            isNew = true;
            listener.resized();
        }
    }

    private void look() {
        var now = captures.cursor().surface().orElse(null);
        if (now != surface) {
            if (surface != null) {
                surface.removeListener(this);
            }
            surface = now;
            isNew = true;
            if (now != null) {
                now.addListener(this);
            }
        }
    }
}
