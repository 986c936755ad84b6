package org.wayray.compositor.scene;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.BufferTransform;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Space.Buffer;
import org.wayray.compositor.geometry.Space.Logical;

/**
 * The double-buffered state of a surface. A surface has one that the client is preparing (pending), one that waits for its
 * parent (cached, synchronised subsurfaces only) and one that counts (current).
 *
 * <p>Two kinds of fields: those that stay until changed, of which the newer state always holds the full value, and those that
 * are used up by a commit (buffer, offset, damage, callbacks, feedback), which add up until they are applied.
 *
 * <p>Confined to the session loop; changed only through {@link Surface}.
 */
public final class SurfaceState {

    /** A client that lists more rectangles than this has its damage taken as one. */
    private static final int MAX_DAMAGE_RECTS = 64;

    /** The {@linkplain #opacity() opacity} that leaves the content as it is. */
    public static final int OPAQUE = 255;

    // used up by a commit
    boolean attached;

    @Nullable
    ClientBuffer buffer;

    Offset<Logical> offset = Offset.zero();
    Region<Logical> surfaceDamage = Region.empty();
    Region<Buffer> bufferDamage = Region.empty();
    List<FrameCallback> frameCallbacks = new ArrayList<>();
    List<PresentationFeedback> feedback = new ArrayList<>();

    // kept until changed
    Region<Logical> opaqueRegion = Region.empty();
    Region<Logical> inputRegion = Region.everything();
    BufferTransform transform = BufferTransform.NORMAL;
    int scale = 1;
    Viewport viewport = Viewport.NONE;
    int opacity = OPAQUE;
    ContentType contentType = ContentType.NONE;
    boolean tearing;
    List<SubsurfacePlace> stack;

    SurfaceState(Surface surface) {
        stack = List.of(new SubsurfacePlace(surface, Offset.zero()));
    }

    /** Whether this state attaches a buffer, or takes the content away if {@link #buffer} is null. */
    public boolean attached() {
        return attached;
    }

    /** The buffer to show from now on; null for none. Only says something if {@link #attached}. */
    public @Nullable ClientBuffer buffer() {
        return buffer;
    }

    /** The part known to cover what lies below, not yet cut to the surface. */
    public Region<Logical> opaqueRegion() {
        return opaqueRegion;
    }

    /** The part that takes input, not yet cut to the surface. */
    public Region<Logical> inputRegion() {
        return inputRegion;
    }

    public BufferTransform transform() {
        return transform;
    }

    /** Buffer pixels for each logical pixel. */
    public int scale() {
        return scale;
    }

    public Viewport viewport() {
        return viewport;
    }

    /** How much of the content's alpha counts, in 255ths. */
    public int opacity() {
        return opacity;
    }

    /** What the client says that it shows. */
    public ContentType contentType() {
        return contentType;
    }

    /** Whether the client would rather have its content shown early than whole. */
    public boolean tearing() {
        return tearing;
    }

    /** The surface and its subsurfaces from bottom to top. */
    public List<SubsurfacePlace> stack() {
        return stack;
    }

    void attach(@Nullable ClientBuffer newBuffer) {
        if (newBuffer != null) {
            newBuffer.retain();
        }
        if (buffer != null) {
            buffer.forget();
        }
        buffer = newBuffer;
        attached = true;
    }

    void damage(Rect<Logical> rect) {
        surfaceDamage = surfaceDamage.union(rect).simplified(MAX_DAMAGE_RECTS);
    }

    void damageBuffer(Rect<Buffer> rect) {
        bufferDamage = bufferDamage.union(rect).simplified(MAX_DAMAGE_RECTS);
    }

    /** Forgets the damage: its pixels were taken over. */
    void clearDamage() {
        surfaceDamage = Region.empty();
        bufferDamage = Region.empty();
    }

    /**
     * Moves everything that {@code newer} says into this state, as if it had been said here. Afterwards {@code newer} holds
     * nothing that is used up by a commit.
     */
    void absorb(SurfaceState newer) {
        if (newer.attached) {
            if (buffer != null) {
                buffer.release();
            }
            buffer = newer.buffer;
            attached = true;
            newer.buffer = null;
            newer.attached = false;
        }
        offset = offset.plus(newer.offset);
        newer.offset = Offset.zero();
        surfaceDamage = surfaceDamage.union(newer.surfaceDamage).simplified(MAX_DAMAGE_RECTS);
        bufferDamage = bufferDamage.union(newer.bufferDamage).simplified(MAX_DAMAGE_RECTS);
        newer.clearDamage();
        frameCallbacks.addAll(newer.frameCallbacks);
        newer.frameCallbacks.clear();
        feedback.forEach(PresentationFeedback::discarded); // the newer content replaces it before anybody saw it
        feedback.clear();
        feedback.addAll(newer.feedback);
        newer.feedback.clear();

        opaqueRegion = newer.opaqueRegion;
        inputRegion = newer.inputRegion;
        transform = newer.transform;
        scale = newer.scale;
        viewport = newer.viewport;
        opacity = newer.opacity;
        contentType = newer.contentType;
        tearing = newer.tearing;
        stack = newer.stack;
    }

    /** Lets go of everything that was not applied. */
    void discard() {
        if (buffer != null) {
            buffer.forget();
            buffer = null;
        }
        attached = false;
        frameCallbacks.forEach(FrameCallback::cancel);
        frameCallbacks.clear();
        feedback.forEach(PresentationFeedback::discarded);
        feedback.clear();
    }
}
