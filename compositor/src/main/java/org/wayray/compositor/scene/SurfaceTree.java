package org.wayray.compositor.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Logical;

/**
 * A surface in the scene with all that moves with it: its subsurfaces, and above them the trees of its popups.
 *
 * <p>Made by {@link Scene#add} or {@link #addChild}; ends when it is {@linkplain #remove removed} or its surface is destroyed.
 * Confined to the session loop.
 */
public final class SurfaceTree {

    private final Surface root;
    private Layer layer;
    private final @Nullable SurfaceTree parent;
    private final List<SurfaceTree> children = new ArrayList<>();
    private @Nullable Scene scene;
    private Offset<Logical> offset;
    private Rect<Logical> backdrop = Rect.empty();

    SurfaceTree(Scene scene, @Nullable SurfaceTree parent, Surface root, Layer layer, Offset<Logical> offset) {
        this.scene = scene;
        this.parent = parent;
        this.root = root;
        this.layer = layer;
        this.offset = offset;
        root.setTree(this);
    }

    public Surface root() {
        return root;
    }

    public Layer layer() {
        return parent == null ? layer : parent.layer();
    }

    /** The tree that this one is a popup of. */
    public Optional<SurfaceTree> parent() {
        return Optional.ofNullable(parent);
    }

    /** The tree at the bottom of the popups that this one belongs to: itself, if it is no popup. */
    public SurfaceTree base() {
        SurfaceTree tree = this;
        while (tree.parent != null) {
            tree = tree.parent;
        }
        return tree;
    }

    /** The trees of the popups, from bottom to top. */
    public List<SurfaceTree> children() {
        return List.copyOf(children);
    }

    /** The scene, until the tree is removed. */
    public Optional<Scene> scene() {
        return Optional.ofNullable(scene);
    }

    /** Where the root's top left corner lies in the scene. */
    public Offset<Logical> position() {
        return parent == null ? offset : parent.position().plus(offset);
    }

    /** Everything that the tree and its popups cover, in the scene. */
    public Rect<Logical> bounds() {
        Rect<Logical> bounds = root.treeBounds().translated(position()).enclosing(backdrop);
        for (SurfaceTree child : children) {
            bounds = bounds.enclosing(child.bounds());
        }
        return bounds;
    }

    /** Moves the tree: to a place in the scene, or for a popup to a place relative to its parent. */
    public void moveTo(Offset<Logical> newOffset) {
        if (scene != null && !newOffset.equals(offset)) {
            scene.damage(bounds());
            offset = newOffset;
            scene.damage(bounds());
            scene.layoutChanged();
        }
    }

    /** The part of the scene that is black below the tree, so that nothing below is hit there. Empty for most trees. */
    public Rect<Logical> backdrop() {
        return backdrop;
    }

    /** Hides what lies below the tree, in a part of the scene. */
    public void setBackdrop(Rect<Logical> area) {
        if (scene != null && !area.equals(backdrop)) {
            scene.damage(backdrop);
            backdrop = area;
            scene.damage(backdrop);
            scene.layoutChanged();
        }
    }

    /** Moves the tree with its popups to the top of another layer. A popup's tree has the layer of its parent. */
    public void moveTo(Layer next) {
        Scene in = scene;
        if (in != null && parent == null && next != layer) {
            in.layer(layer).remove(this);
            layer = next;
            in.layer(next).add(this);
            in.damage(bounds());
            in.layoutChanged();
        }
    }

    /** Puts the tree above all others of its layer, or above the other popups of its parent. */
    public void raise() {
        if (scene != null) {
            restack(siblings(scene).size() - 1);
        }
    }

    /** Puts the tree below all others of its layer, or below the other popups of its parent. */
    public void lower() {
        if (scene != null) {
            restack(0);
        }
    }

    private void restack(int index) {
        Scene in = scene;
        if (in == null) {
            return;
        }
        List<SurfaceTree> siblings = siblings(in);
        if (siblings.indexOf(this) != index) {
            siblings.remove(this);
            siblings.add(index, this);
            in.damage(bounds());
            in.layoutChanged();
        }
    }

    /** Adds a popup above the popups that are there; it moves with this tree and ends with it. */
    public SurfaceTree addChild(Surface popup, Offset<Logical> offsetFromRoot) {
        if (scene == null) {
            throw new IllegalStateException("a popup for a tree that is in no scene");
        }
        SurfaceTree child = new SurfaceTree(scene, this, popup, layer, offsetFromRoot);
        children.add(child);
        scene.damage(child.bounds());
        scene.layoutChanged();
        return child;
    }

    /** Takes the tree and its popups out of the scene. Again does nothing. */
    public void remove() {
        Scene in = scene;
        if (in == null) {
            return;
        }
        while (!children.isEmpty()) {
            children.getLast().remove();
        }
        in.damage(bounds());
        siblings(in).remove(this);
        scene = null;
        root.setTree(null);
        in.layoutChanged();
    }

    private List<SurfaceTree> siblings(Scene in) {
        return parent == null ? in.layer(layer) : parent.children;
    }

    /** Visits what can be seen, from bottom to top. */
    void visit(SceneVisitor visitor) {
        if (!backdrop.isEmpty()) {
            visitor.visitBackdrop(backdrop);
        }
        visit(root, position(), visitor);
        for (SurfaceTree child : children) {
            child.visit(visitor);
        }
    }

    private static void visit(Surface surface, Offset<Logical> position, SceneVisitor visitor) {
        if (!surface.hasContent()) {
            return;
        }
        for (SubsurfacePlace place : surface.current().stack()) {
            if (place.surface() == surface) {
                visitor.visit(surface, position);
            } else {
                visit(place.surface(), position.plus(place.offset()), visitor);
            }
        }
    }
}
