package org.wayray.compositor.scene;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.BufferTransform;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Buffer;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.output.Output;

/**
 * A rectangle of pixels that a client draws (the model of wl_surface).
 *
 * <p>The client prepares a {@link SurfaceState} by the methods named as in wl_surface and makes it count with {@link #commit}.
 * A commit is first checked (by the {@linkplain SurfaceListener#beforeCommit listeners}, then against itself), then either
 * cached, if the surface is a synchronised {@link Subsurface}, or applied. To apply means: take the damaged pixels over from
 * the buffer and give the buffer back, damage the scene, apply what the synchronised subsurfaces have cached, tell the
 * listeners.
 *
 * <p>A surface is visible when it has content and is, or descends from, the root of a {@link SurfaceTree} in a {@link Scene}.
 * Whoever plays the role puts it there and takes it away.
 *
 * <p>Confined to the session loop.
 */
public final class Surface {

    private final Object client;
    private final Object peer;
    private final PixelBudget budget;
    private final List<SurfaceListener> listeners = new CopyOnWriteArrayList<>();
    private final SurfaceState pending = new SurfaceState(this);
    private final SurfaceState current = new SurfaceState(this);
    private @Nullable SurfaceState cached;
    private @Nullable SurfaceRole role;
    private @Nullable Content content;
    private SurfaceGeometry geometry = SurfaceGeometry.NONE;
    private Region<Logical> inputRegion = Region.empty();
    private Region<Logical> opaqueRegion = Region.empty();
    private final Set<Output> outputs = new LinkedHashSet<>();
    private boolean treeExposed = true;
    private @Nullable Subsurface subsurface;
    private @Nullable SurfaceTree tree;
    private boolean alive = true;

    /**
     * The only surface of a client.
     *
     * @param peer the protocol's object for this surface, of no meaning to the model; see {@link #peer}
     */
    public Surface(Object peer) {
        this(peer, peer, new PixelBudget());
    }

    /**
     * @param client whose surface it is; see {@link #client}
     * @param peer the protocol's object for this surface, of no meaning to the model; see {@link #peer}
     * @param budget that all surfaces of the client share
     */
    public Surface(Object client, Object peer, PixelBudget budget) {
        this.client = client;
        this.peer = peer;
        this.budget = budget;
    }

    /** Whose surface it is: the same object for all surfaces of a client, of no other meaning to the model. */
    public Object client() {
        return client;
    }

    /** The protocol's object for this surface. */
    public Object peer() {
        return peer;
    }

    public boolean isAlive() {
        return alive;
    }

    // ---- role

    /** What the surface has become, if it has. */
    public Optional<SurfaceRole> role() {
        return Optional.ofNullable(role);
    }

    /**
     * Makes the surface play a role, for life.
     *
     * @return false if it already has another one; then nothing has happened
     */
    public boolean assignRole(SurfaceRole newRole) {
        if (role != null && role != newRole) {
            return false;
        }
        role = newRole;
        return true;
    }

    // ---- pending state

    /** The state that the client is preparing. */
    public SurfaceState pending() {
        return pending;
    }

    /** wl_surface.attach: from the next commit on, show this buffer, or nothing. */
    public void attach(@Nullable ClientBuffer buffer) {
        if (buffer != null) {
            listeners.forEach(listener -> listener.beforeAttach(this));
        }
        pending.attach(buffer);
    }

    /** wl_surface.offset: the next content's top left corner lies there, seen from the present one's. */
    public void offset(Offset<Logical> offset) {
        pending.offset = offset;
    }

    /** wl_surface.damage: these logical pixels will be different. */
    public void damage(Rect<Logical> rect) {
        pending.damage(rect);
    }

    /** wl_surface.damage_buffer: these buffer pixels will be different. */
    public void damageBuffer(Rect<Buffer> rect) {
        pending.damageBuffer(rect);
    }

    /** wl_surface.frame: tell when to draw what comes after the next commit. */
    public void frame(FrameCallback callback) {
        pending.frameCallbacks.add(callback);
    }

    /** wp_presentation.feedback: tell when the content of the next commit was shown. */
    public void feedback(PresentationFeedback feedback) {
        pending.feedback.add(feedback);
    }

    public void setOpaqueRegion(Region<Logical> region) {
        pending.opaqueRegion = region;
    }

    public void setInputRegion(Region<Logical> region) {
        pending.inputRegion = region;
    }

    public void setBufferTransform(BufferTransform transform) {
        pending.transform = transform;
    }

    /** @param scale buffer pixels for each logical pixel, at least 1 */
    public void setBufferScale(int scale) {
        pending.scale = scale;
    }

    public void setViewport(Viewport viewport) {
        pending.viewport = viewport;
    }

    /** @param opacity how much of the content's alpha counts, from 0 to {@link SurfaceState#OPAQUE} */
    public void setOpacity(int opacity) {
        pending.opacity = opacity;
    }

    public void setContentType(ContentType type) {
        pending.contentType = type;
    }

    /** @param tearing whether the content may be shown before the frame before it is complete */
    public void setTearing(boolean tearing) {
        pending.tearing = tearing;
    }

    // ---- commit

    /**
     * wl_surface.commit: makes the pending state count, at once or together with the parent's.
     *
     * @throws InvalidCommitException if the client asked for what the protocol forbids
     */
    public void commit() throws InvalidCommitException {
        listeners.forEach(listener -> listener.beforeCommit(this, pending));
        geometryAfter(pending);
        if (isSynchronized()) {
            if (cached == null) {
                cached = new SurfaceState(this);
            }
            cached.absorb(pending);
        } else if (cached != null) {
            cached.absorb(pending);
            applyCached();
        } else {
            apply(pending);
        }
    }

    /** Applies what was cached, if anything was. */
    void applyCached() throws InvalidCommitException {
        SurfaceState state = cached;
        if (state != null) {
            cached = null;
            apply(state);
        }
    }

    boolean isSynchronized() {
        return subsurface != null && subsurface.isSynchronized();
    }

    private void apply(SurfaceState next) throws InvalidCommitException {
        SurfaceGeometry oldGeometry = geometry;
        boolean hadContent = content != null;
        boolean attached = next.attached;
        Offset<Logical> offset = next.offset;
        boolean restacked = !next.stack.equals(current.stack);
        SurfaceGeometry newGeometry = geometryAfter(next);
        boolean resized = !newGeometry.size().equals(oldGeometry.size());
        if (restacked || (attached && hadContent != (next.buffer != null)) || resized) {
            damageTree(); // where it was until now
        }
        geometry = newGeometry;

        ClientBuffer buffer = next.buffer;
        next.buffer = null;
        next.attached = false;
        Region<Logical> oldInputRegion = inputRegion;
        Region<Logical> oldOpaqueRegion = opaqueRegion;
        Region<Logical> damage = takeContent(next, attached, buffer, oldGeometry);
        if (next.opacity != current.opacity) {
            damage = Region.of(size().toRect());
        }
        next.clearDamage();
        current.absorb(next);
        cutRegions();

        Optional<Scene> scene = scene();
        if (restacked || hadContent != (content != null) || resized) {
            damageTree();
            scene.ifPresent(Scene::layoutChanged);
        } else if (scene.isPresent() && !damage.isEmpty()) {
            scene.get().damage(this, damage);
        }
        if (!inputRegion.equals(oldInputRegion) || !opaqueRegion.equals(oldOpaqueRegion)) {
            scene.ifPresent(Scene::layoutChanged);
        }
        for (SubsurfacePlace place : current.stack) {
            if (place.surface() != this) {
                place.surface().applyCached();
            }
        }
        AppliedCommit commit = new AppliedCommit(attached, offset, resized);
        listeners.forEach(listener -> listener.applied(this, commit));
    }

    /** The geometry that the surface has once {@code next}, and what is cached before it, counts. */
    private SurfaceGeometry geometryAfter(SurfaceState next) throws InvalidCommitException {
        Size<Buffer> size = null;
        if (next.attached) {
            size = next.buffer == null ? null : next.buffer.size();
        } else if (cached != null && cached.attached) {
            size = cached.buffer == null ? null : cached.buffer.size();
        } else if (content != null) {
            size = content.size();
        }
        return size == null
                ? SurfaceGeometry.NONE
                : SurfaceGeometry.of(size, next.transform, next.scale, next.viewport);
    }

    /** Brings {@link #content} up to date, gives the buffer back, and answers which logical pixels differ. */
    private Region<Logical> takeContent(
            SurfaceState next, boolean attached, @Nullable ClientBuffer buffer, SurfaceGeometry oldGeometry)
            throws InvalidCommitException {
        Region<Buffer> damage =
                next.bufferDamage.union(geometry.toBuffer(next.surfaceDamage)).intersect(bufferBounds());
        if (attached && buffer == null) {
            replaceContent(null);
        } else if (buffer != null) {
            try {
                Content target = content;
                if (target == null || !target.fits(buffer)) {
                    target = Content.of(buffer, budget); // the old one counts until the new one is there
                    replaceContent(target);
                    damage = Region.of(bufferBounds());
                }
                target.update(buffer, damage);
            } catch (BufferAccessException e) {
                throw new InvalidCommitException(buffer, e);
            } finally {
                buffer.release();
            }
        }
        return geometry.equals(oldGeometry)
                ? geometry.toSurface(damage)
                : Region.of(geometry.size().toRect());
    }

    private void replaceContent(@Nullable Content next) {
        if (content != null) {
            content.discard();
        }
        content = next;
    }

    private Rect<Buffer> bufferBounds() {
        return geometry.bufferSize().toRect();
    }

    private void cutRegions() {
        Rect<Logical> bounds = size().toRect();
        inputRegion = current.inputRegion.intersect(bounds);
        if (current.opacity != SurfaceState.OPAQUE) {
            opaqueRegion = Region.empty();
        } else {
            opaqueRegion =
                    content != null && content.isOpaque() ? Region.of(bounds) : current.opaqueRegion.intersect(bounds);
        }
    }

    // ---- current state

    /** The state that counts. */
    public SurfaceState current() {
        return current;
    }

    /** Whether there is anything to show. */
    public boolean hasContent() {
        return content != null;
    }

    /** The pixels to show. */
    public Optional<Content> content() {
        return Optional.ofNullable(content);
    }

    /** How the pixels lie on the surface. */
    public SurfaceGeometry geometry() {
        return geometry;
    }

    /** The logical size; empty without content. */
    public Size<Logical> size() {
        return geometry.size();
    }

    /** The logical pixels that take input, cut to the surface. */
    public Region<Logical> inputRegion() {
        return inputRegion;
    }

    /** The logical pixels that cover what lies below, cut to the surface. */
    public Region<Logical> opaqueRegion() {
        return opaqueRegion;
    }

    /** Takes the callbacks that wait for the next good time to draw. */
    public List<FrameCallback> takeFrameCallbacks() {
        if (current.frameCallbacks.isEmpty()) {
            return List.of();
        }
        List<FrameCallback> taken = current.frameCallbacks;
        current.frameCallbacks = new ArrayList<>();
        return taken;
    }

    public boolean hasFrameCallbacks() {
        return !current.frameCallbacks.isEmpty();
    }

    public boolean hasFeedback() {
        return !current.feedback.isEmpty();
    }

    /** Takes the wishes to learn when the current content is shown; who takes them answers them. */
    public List<PresentationFeedback> takeFeedback() {
        if (current.feedback.isEmpty()) {
            return List.of();
        }
        List<PresentationFeedback> taken = current.feedback;
        current.feedback = new ArrayList<>();
        return taken;
    }

    // ---- place

    /** The parent's side of a subsurface, while the surface is one. */
    public Optional<Subsurface> subsurface() {
        return Optional.ofNullable(subsurface);
    }

    /** The tree that has this surface as its root. */
    public Optional<SurfaceTree> tree() {
        return Optional.ofNullable(tree);
    }

    /** The surface at the top of the subsurface tree: this one, unless it is a subsurface. */
    public Surface root() {
        Surface surface = this;
        while (surface.subsurface != null) {
            surface = surface.subsurface.parent();
        }
        return surface;
    }

    /** The scene that the surface is in, with or without content. */
    public Optional<Scene> scene() {
        SurfaceTree ofRoot = root().tree;
        return ofRoot == null ? Optional.empty() : ofRoot.scene();
    }

    /** Whether the surface and all its parents have content and are in a scene. */
    public boolean isMapped() {
        Surface surface = this;
        while (surface.content != null) {
            if (surface.subsurface == null) {
                return surface.tree != null && surface.tree.scene().isPresent();
            }
            Subsurface child = surface.subsurface;
            if (!child.isPlaced()) {
                return false;
            }
            surface = child.parent();
        }
        return false;
    }

    /** Where the surface's top left corner lies in the scene, if the surface is in one. */
    public Optional<Offset<Logical>> scenePosition() {
        Subsurface child = subsurface;
        if (child != null) {
            // from the top down, as it is painted: sums are cut, so their order counts
            return child.parent().scenePosition().map(position -> position.plus(child.position()));
        }
        SurfaceTree ofRoot = tree;
        return ofRoot == null || ofRoot.scene().isEmpty() ? Optional.empty() : Optional.of(ofRoot.position());
    }

    /** A place of the scene as seen from this surface, wherever it lies; empty if the surface is in no scene. */
    public Optional<Point<Logical>> toLocal(Point<Logical> scenePoint) {
        return scenePosition().map(scenePoint::relativeTo);
    }

    /** The outputs on which the surface is to be seen. */
    public Set<Output> outputs() {
        return outputs;
    }

    /**
     * Whether something of the surface, or of a surface in the same tree of subsurfaces, is on an output and not covered: a
     * client may wait for the callbacks of any of them before it draws another one. Only says something about a surface in a scene.
     */
    public boolean isTreeExposed() {
        return root().treeExposed;
    }

    /** Called by the scene for all surfaces, before it looks at them. */
    void resetExposed() {
        treeExposed = false;
    }

    /** Called by the scene: something of this surface can be seen. */
    void setExposed() {
        root().treeExposed = true;
    }

    /** The smallest rectangle around the surface and its visible subsurfaces, from the surface's top left corner. */
    public Rect<Logical> treeBounds() {
        if (content == null) {
            return Rect.empty();
        }
        Rect<Logical> bounds = size().toRect();
        for (SubsurfacePlace place : current.stack) {
            if (place.surface() != this) {
                bounds = bounds.enclosing(place.surface().treeBounds().translated(place.offset()));
            }
        }
        return bounds;
    }

    /** Whether the tree of subsurfaces stays within {@link Subsurface#MAX_DEPTH} with {@code child} below this surface. */
    public boolean hasDepthFor(Surface child) {
        int depth = child.height();
        for (Surface surface = this; surface.subsurface != null; surface = surface.subsurface.parent()) {
            depth++;
        }
        return depth < Subsurface.MAX_DEPTH;
    }

    /** How many surfaces lie on the longest way down from here, this one included. */
    private int height() {
        int highest = 0;
        for (SubsurfacePlace place : pending.stack) {
            if (place.surface() != this) {
                highest = Math.max(highest, place.surface().height());
            }
        }
        return highest + 1;
    }

    /** Whether this surface is {@code other} or one that {@code other} descends from by subsurfaces. */
    public boolean isAncestorOf(Surface other) {
        Surface surface = other;
        while (surface != this) {
            if (surface.subsurface == null) {
                return false;
            }
            surface = surface.subsurface.parent();
        }
        return true;
    }

    void setTree(@Nullable SurfaceTree newTree) {
        tree = newTree;
    }

    void damageTree() {
        Optional<Scene> scene = scene();
        if (scene.isPresent() && isMapped()) {
            scenePosition()
                    .ifPresent(position -> scene.get().damage(treeBounds().translated(position)));
        }
    }

    // ---- subsurfaces

    /**
     * wl_subcompositor.get_subsurface: makes {@code child} a subsurface of this surface, on top of its siblings. It shows from
     * this surface's next commit on. The caller has given {@code child} the role and made sure that it is not in use and no
     * {@linkplain #isAncestorOf ancestor} of this surface, and that there {@linkplain #hasDepthFor is depth} for it.
     */
    public Subsurface addSubsurface(Surface child) {
        Subsurface added = new Subsurface(child, this);
        child.subsurface = added;
        List<SubsurfacePlace> stack = new ArrayList<>(pending.stack);
        stack.add(new SubsurfacePlace(child, Offset.zero()));
        pending.stack = List.copyOf(stack);
        return added;
    }

    /** Takes a child out of all states, at once. */
    void removeSubsurface(Surface child) {
        child.damageTree();
        child.subsurface = null;
        child.dropCached();
        pending.stack = without(pending.stack, child);
        if (cached != null) {
            cached.stack = without(cached.stack, child);
        }
        if (current.stack.stream().anyMatch(place -> place.surface() == child)) {
            current.stack = without(current.stack, child);
            scene().ifPresent(Scene::layoutChanged);
        }
    }

    void setPendingStack(List<SubsurfacePlace> stack) {
        pending.stack = List.copyOf(stack);
    }

    private static List<SubsurfacePlace> without(List<SubsurfacePlace> stack, Surface child) {
        return stack.stream().filter(place -> place.surface() != child).toList();
    }

    private void dropCached() {
        if (cached != null) {
            cached.discard();
            cached = null;
        }
    }

    // ---- listeners and end

    public void addListener(SurfaceListener listener) {
        listeners.add(listener);
    }

    public void removeListener(SurfaceListener listener) {
        listeners.remove(listener);
    }

    /** Calls {@code action} when the surface goes away. */
    public void onDestroy(Runnable action) {
        addListener(new SurfaceListener() {
            @Override
            public void destroyed(Surface surface) {
                action.run();
            }
        });
    }

    /** Called by the scene: the surface is to be seen on an output, or no longer. */
    void setVisibleOn(Output output, boolean visible) {
        if (visible && outputs.add(output)) {
            listeners.forEach(listener -> listener.outputEntered(this, output));
        } else if (!visible && outputs.remove(output)) {
            listeners.forEach(listener -> listener.outputLeft(this, output));
        }
    }

    /** Ends the surface: out of the scene and of its parent, its children without a parent, all it holds given back. */
    public void destroy() {
        if (!alive) {
            return;
        }
        alive = false;
        if (tree != null) {
            tree.remove();
        }
        if (subsurface != null) {
            subsurface.destroy();
        }
        for (SubsurfacePlace place : pending.stack) {
            place.surface().subsurface().filter(child -> child.parent() == this).ifPresent(Subsurface::destroy);
        }
        dropCached();
        pending.discard();
        current.discard();
        replaceContent(null);
        geometry = SurfaceGeometry.NONE;
        cutRegions();
        listeners.forEach(listener -> listener.destroyed(this));
        listeners.clear();
        outputs.clear();
    }
}
