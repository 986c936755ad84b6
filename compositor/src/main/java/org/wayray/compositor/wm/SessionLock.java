package org.wayray.compositor.wm;

import java.util.function.Consumer;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.Layer;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceTree;
import org.wayray.compositor.seat.Seat;

/**
 * Hides the session from whoever is in front of the screen.
 *
 * <p>While it is locked the scene shows nothing but lock surfaces, and the seat gives input to them only; both forget what was held
 * before: grabs, menus, drags. Nothing but {@link #unlock} ends that, whatever becomes of the client that locked. Confined to the
 * session loop.
 */
public final class SessionLock {
    private final Scene scene;
    private final Seat seat;
    private final Consumer<Runnable> whenShown;

    /** @param whenShown runs something when viewers show what the scene is now, at once if there are none */
    public SessionLock(Scene scene, Seat seat, Consumer<Runnable> whenShown) {
        this.scene = scene;
        this.seat = seat;
        this.whenShown = whenShown;
    }

    public boolean isLocked() {
        return scene.isLocked();
    }

    /**
     * Locks, if it is not locked already.
     *
     * @param hidden runs when nothing of the session is on any screen any more
     */
    public void lock(Runnable hidden) {
        if (!scene.isLocked()) {
            scene.setLocked(true);
            seat.lock();
        }
        whenShown.accept(hidden);
    }

    public void unlock() {
        scene.setLocked(false);
        seat.unlock();
    }

    /** Shows a surface on an output while the session is locked; the first one has the keyboard. */
    public SurfaceTree show(Surface surface, Output output) {
        var tree = scene.add(surface, Layer.LOCK, output.position());
        seat.lockSurfaceShown(surface);
        return tree;
    }
}
