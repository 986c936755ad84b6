package org.wayray.compositor.scene;

import org.wayray.compositor.output.Output;

/**
 * Takes part in the life of a surface: roles, input focus, protocol objects. Called on the session loop, in the order of
 * registration; listeners may come and go meanwhile.
 */
public interface SurfaceListener {

    /** The client attaches a buffer, not null. A role refuses here what its protocol forbids by throwing its protocol error. */
    default void beforeAttach(Surface surface) {}

    /**
     * The client commits; {@code pending} is what would become current. A role refuses here what its protocol forbids by
     * throwing its protocol error.
     */
    default void beforeCommit(Surface surface, SurfaceState pending) {}

    /**
     * The commit is in {@link Surface#current}, and so are those of the synchronised subsurfaces. Called after each commit,
     * for a synchronised subsurface only when the parent's state is applied.
     */
    default void applied(Surface surface, AppliedCommit commit) {}

    /** The surface has begun to be visible in the scene. Told once per batch of events, before painting. */
    default void outputEntered(Surface surface, Output output) {}

    /** The surface is no longer visible on that output. */
    default void outputLeft(Surface surface, Output output) {}

    /** The surface is gone; nothing else follows. It is already out of the scene. */
    default void destroyed(Surface surface) {}
}
