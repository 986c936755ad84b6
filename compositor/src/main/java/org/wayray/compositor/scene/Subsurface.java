package org.wayray.compositor.scene;

import java.util.ArrayList;
import java.util.List;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Space.Logical;

/**
 * The bond between a surface and its parent (the model of wl_subsurface): where the child lies, above and below which
 * siblings, and whether its commits wait for the parent's.
 *
 * <p>Position and order are part of the parent's state: they count from the parent's next commit on. Confined to the session
 * loop.
 */
public final class Subsurface {

    /**
     * Surfaces from the root of a tree of subsurfaces to the deepest one, both included. Trees are walked by recursion; no
     * program needs more than a handful.
     */
    public static final int MAX_DEPTH = 64;

    private final Surface surface;
    private final Surface parent;
    private boolean synchronizedItself = true;
    private boolean alive = true;
    private Runnable whenDestroyed = () -> {};

    Subsurface(Surface surface, Surface parent) {
        this.surface = surface;
        this.parent = parent;
    }

    public Surface surface() {
        return surface;
    }

    public Surface parent() {
        return parent;
    }

    /** Whether the bond holds: neither it nor one of its surfaces was destroyed. */
    public boolean isAlive() {
        return alive;
    }

    /** Where the child lies, from the parent's top left corner; zero before it was placed. */
    public Offset<Logical> position() {
        for (SubsurfacePlace place : parent.current().stack()) {
            if (place.surface() == surface) {
                return place.offset();
            }
        }
        return Offset.zero();
    }

    /** Whether the parent has been committed since the child was added, so that it can be seen. */
    boolean isPlaced() {
        return parent.current().stack().stream().anyMatch(place -> place.surface() == surface);
    }

    /** wl_subsurface.set_position. */
    public void setPosition(Offset<Logical> position) {
        parent.setPendingStack(parent.pending().stack().stream()
                .map(place -> place.surface() == surface ? new SubsurfacePlace(surface, position) : place)
                .toList());
    }

    /**
     * wl_subsurface.place_above: puts the child directly above a sibling, or above the parent.
     *
     * @return false if {@code reference} is neither; then nothing has happened
     */
    public boolean placeAbove(Surface reference) {
        return place(reference, 1);
    }

    /**
     * wl_subsurface.place_below: puts the child directly below a sibling, or below the parent.
     *
     * @return false if {@code reference} is neither; then nothing has happened
     */
    public boolean placeBelow(Surface reference) {
        return place(reference, 0);
    }

    private boolean place(Surface reference, int above) {
        List<SubsurfacePlace> stack = new ArrayList<>(parent.pending().stack());
        int from = indexOf(stack, surface);
        if (reference == surface || indexOf(stack, reference) < 0) {
            return false;
        }
        SubsurfacePlace moved = stack.remove(from);
        stack.add(indexOf(stack, reference) + above, moved);
        parent.setPendingStack(stack);
        return true;
    }

    private static int indexOf(List<SubsurfacePlace> stack, Surface surface) {
        for (int i = 0; i < stack.size(); i++) {
            if (stack.get(i).surface() == surface) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the child's commits wait for the parent's: by its own mode or by that of one above. */
    public boolean isSynchronized() {
        return synchronizedItself || parent.isSynchronized();
    }

    /**
     * wl_subsurface.set_sync and set_desync. What waits no longer is applied at once.
     *
     * @throws InvalidCommitException if the buffer that waited cannot be read
     */
    public void setSynchronized(boolean on) throws InvalidCommitException {
        synchronizedItself = on;
        applyIfFree();
    }

    private void applyIfFree() throws InvalidCommitException {
        if (isSynchronized()) {
            return;
        }
        surface.applyCached();
        for (SubsurfacePlace place : surface.current().stack()) {
            Subsurface child = place.surface().subsurface().orElse(null);
            if (child != null && child.parent == surface) {
                child.applyIfFree();
            }
        }
    }

    /** Ends the bond: the child vanishes at once and what it had cached is dropped. */
    public void destroy() {
        if (alive) {
            alive = false;
            parent.removeSubsurface(surface);
            whenDestroyed.run();
        }
    }

    /** Names the one who is told when the bond ends, for whatever reason. */
    public void onDestroy(Runnable action) {
        whenDestroyed = action;
    }
}
