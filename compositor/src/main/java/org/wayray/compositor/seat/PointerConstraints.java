package org.wayray.compositor.seat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Confinement;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Surface;

/**
 * What holds the pointer: at most one constraint for each surface, and at most one of them in force.
 *
 * <p>One takes hold when its surface has the pointer inside the region and belongs to the window with the keyboard, so that the
 * user can always leave by switching windows; it is released when either is lost. Confined to the session loop. Source:
 * zwp_pointer_constraints_v1.
 */
public final class PointerConstraints {
    private final Pointer pointer;
    private final Predicate<Surface> attended;
    private final Map<Surface, PointerConstraint> constraints = new HashMap<>();
    private @Nullable PointerConstraint active;

    /** @param attended whether a surface belongs to what has the keyboard */
    PointerConstraints(Pointer pointer, Predicate<Surface> attended) {
        this.pointer = pointer;
        this.attended = attended;
    }

    /**
     * Wants the pointer for a surface; takes hold at once if it can.
     *
     * @param persistent whether it waits again after it was released
     * @param region of the surface
     * @return empty if the surface has a constraint already
     */
    public Optional<PointerConstraint> add(
            Surface surface,
            PointerConstraint.Kind kind,
            boolean persistent,
            Region<Logical> region,
            PointerConstraint.Events events) {
        if (constraints.containsKey(surface)) {
            return Optional.empty();
        }
        var constraint = new PointerConstraint(this, surface, kind, persistent, region, events);
        constraints.put(surface, constraint);
        surface.addListener(constraint);
        changed();
        return Optional.of(constraint);
    }

    /** Whether the pointer stays where it is, whatever its device does. */
    public boolean isLocked() {
        return active != null && active.isLock();
    }

    /** What holds the pointer at this moment; empty while it goes where it wants. */
    public Optional<Hold> hold() {
        var holding = active;
        if (holding == null) {
            return Optional.empty();
        }
        return holding.surface()
                .scenePosition()
                .map(origin ->
                        new Hold(holding.isLock(), holding.region().bounds().translated(origin)));
    }

    /**
     * What is done to the pointer.
     *
     * @param isLock whether it stays where it is; else it stays inside a region
     * @param area what encloses that region, in the scene
     */
    public record Hold(boolean isLock, Rect<Logical> area) {}

    void remove(PointerConstraint constraint) {
        if (!forget(constraint)) {
            return;
        }
        if (active == constraint) {
            active = null;
            var surface = constraint.surface();
            var hint = constraint.hint();
            if (constraint.isLock() && hint != null && surface.size().toRect().contains(hint)) {
                surface.scenePosition().map(hint::plus).ifPresent(pointer::warp);
            }
            pointer.refocus();
        }
    }

    void surfaceGone(PointerConstraint constraint) {
        if (active == constraint) {
            release();
        }
        forget(constraint);
    }

    /** Something that decides over constraints is different. */
    void changed() {
        pointer.refocus();
    }

    /** Where a motion ends. */
    Point<Logical> limit(Point<Logical> from, Point<Logical> to) {
        var constraint = active;
        if (constraint == null) {
            return to;
        }
        if (constraint.isLock()) {
            return from;
        }
        var region = constraint.region();
        var origin = constraint.surface().scenePosition();
        if (region.isEmpty() || origin.isEmpty()) {
            return to;
        }
        var inside = new Confinement<>(region);
        var start = inside.nearest(from.relativeTo(origin.get()));
        return inside.walk(start, to.relativeTo(origin.get())).plus(origin.get());
    }

    /** Where a pointer that did not move has to be: surface or region may have moved away beneath it. */
    Point<Logical> keep(Point<Logical> place) {
        var constraint = active;
        Optional<Offset<Logical>> origin =
                constraint == null ? Optional.empty() : constraint.surface().scenePosition();
        if (constraint == null || constraint.isLock() || origin.isEmpty()) {
            return place;
        }
        var region = constraint.region();
        if (region.isEmpty()) {
            release();
            return place;
        }
        return new Confinement<>(region).nearest(place.relativeTo(origin.get())).plus(origin.get());
    }

    /** The pointer is leaving the surface that it was on. */
    void focusLost() {
        release();
    }

    /** Releases what may no longer hold the pointer, and lets take hold what may. */
    void update(@Nullable Surface focus, Point<Logical> place) {
        if (active != null && (active.surface() != focus || !attended.test(active.surface()))) {
            release();
        }
        var candidate = focus == null || active != null ? null : constraints.get(focus);
        if (candidate != null
                && focus != null
                && attended.test(focus)
                && focus.toLocal(place).filter(candidate.region()::contains).isPresent()) {
            active = candidate;
            candidate.events().activated();
        }
    }

    private void release() {
        var released = active;
        if (released != null) {
            active = null;
            if (!released.isPersistent()) {
                forget(released);
            }
            released.events().deactivated();
        }
    }

    private boolean forget(PointerConstraint constraint) {
        constraint.surface().removeListener(constraint);
        return constraints.remove(constraint.surface(), constraint);
    }
}
