package org.wayray.compositor.scene;

import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Logical;

/** Sees the visible surfaces of a scene one after the other. */
@FunctionalInterface
public interface SceneVisitor {

    /**
     * @param surface has content
     * @param position of its top left corner in the scene
     */
    void visit(Surface surface, Offset<Logical> position);

    /** A part of the scene that is black; what was visited before is hidden there. */
    default void visitBackdrop(Rect<Logical> area) {}
}
