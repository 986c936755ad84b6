package org.wayray.compositor.seat;

import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.AppliedCommit;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;
import org.wayray.compositor.scene.SurfaceState;

/**
 * A client's wish to hold the pointer on a surface. It waits, takes hold, is released, and then is over or waits again.
 *
 * <p>Made by {@link PointerConstraints#add}. Region and hint count from the surface's next commit on. Confined to the session loop.
 */
public final class PointerConstraint implements SurfaceListener {

    /** What is done to the pointer. */
    public enum Kind {
        /** It stays where it is. */
        LOCK,
        /** It stays inside the region. */
        CONFINEMENT
    }

    /** Hears when the constraint takes hold and when it is released. Called on the session loop. */
    public interface Events {
        void activated();

        void deactivated();
    }

    private final PointerConstraints owner;
    private final Surface surface;
    private final Kind kind;
    private final boolean persistent;
    private final Events events;
    private State pending;
    private State committed;
    private State current;

    /**
     * What a client can change.
     *
     * @param region where the pointer must be, not yet cut to what takes input
     * @param hint where the client draws a cursor, seen from the surface
     */
    private record State(Region<Logical> region, @Nullable Point<Logical> hint) {}

    PointerConstraint(
            PointerConstraints owner,
            Surface surface,
            Kind kind,
            boolean persistent,
            Region<Logical> region,
            Events events) {
        this.owner = owner;
        this.surface = surface;
        this.kind = kind;
        this.persistent = persistent;
        this.events = events;
        current = new State(region, null);
        committed = current;
        pending = current;
    }

    /** Where the pointer must be for the constraint to take hold, or has to stay. */
    public void setRegion(Region<Logical> region) {
        pending = new State(region, pending.hint);
    }

    /** Where the pointer shall be when it is unlocked, seen from the surface. */
    public void setPositionHint(Point<Logical> hint) {
        pending = new State(pending.region, hint);
    }

    /** Gives the constraint up. Again does nothing. */
    public void remove() {
        owner.remove(this);
    }

    @Override
    public void beforeCommit(Surface of, SurfaceState state) {
        committed = pending;
    }

    @Override
    public void applied(Surface of, AppliedCommit commit) {
        if (!current.equals(committed)) {
            current = committed;
            owner.changed();
        }
    }

    @Override
    public void destroyed(Surface of) {
        owner.surfaceGone(this);
    }

    Surface surface() {
        return surface;
    }

    boolean isLock() {
        return kind == Kind.LOCK;
    }

    boolean isPersistent() {
        return persistent;
    }

    /** The part of the surface where the pointer must be. */
    Region<Logical> region() {
        return surface.inputRegion().intersect(current.region);
    }

    @Nullable
    Point<Logical> hint() {
        return current.hint;
    }

    Events events() {
        return events;
    }
}
