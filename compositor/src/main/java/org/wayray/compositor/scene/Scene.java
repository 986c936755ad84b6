package org.wayray.compositor.scene;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.output.Output;

/**
 * Everything that can be seen in a session: trees of surfaces stacked in {@linkplain Layer layers}, and the outputs that show
 * parts of it. Changes are passed on to the outputs as damage.
 *
 * <p>Confined to the session loop.
 */
public final class Scene {

    /** A surface whose opaque region has more rectangles is taken for one that covers nothing. */
    public static final int MOST_OPAQUE_RECTS = 64;

    /** What is left to be seen is not cut into more rectangles than about these: whatever lies below counts as seen from there. */
    public static final int MOST_UNCOVERED_RECTS = 1024;

    private static final Layer[] STOREYS = Layer.values();

    /** From the lowest layer up, the trees of each from bottom to top. */
    private final Map<Layer, List<SurfaceTree>> layers = new EnumMap<>(Layer.class);

    private final List<Output> outputs = new ArrayList<>();
    private Set<Surface> seen = new HashSet<>();
    private Set<Surface> seenBefore = new HashSet<>();
    private boolean locked;
    private long layoutVersion;
    private long visibilityVersion = -1;

    public Scene() {
        for (Layer layer : Layer.values()) {
            layers.put(layer, new ArrayList<>());
        }
    }

    // ---- outputs

    public void addOutput(Output output) {
        outputs.add(output);
        output.damageAll();
        layoutChanged();
    }

    /** Takes an output away: surfaces leave it, then its listeners learn that it is gone. */
    public void removeOutput(Output output) {
        if (outputs.remove(output)) {
            for (Surface surface : seen) {
                surface.setVisibleOn(output, false);
            }
            layoutChanged();
            output.removed();
        }
    }

    /** An output has another size, density or place. Called after {@link Output#reconfigure}. */
    public void outputChanged() {
        layoutChanged();
    }

    /** All outputs, in the order in which they came. */
    public List<Output> outputs() {
        return List.copyOf(outputs);
    }

    /** The output that shows a place of the scene. */
    public Optional<Output> outputAt(Point<Logical> point) {
        return outputs.stream()
                .filter(output -> output.logicalBounds().contains(point))
                .findFirst();
    }

    // ---- trees

    /**
     * Puts a surface with all its subsurfaces on top of a layer.
     *
     * @param root in no tree, and no subsurface
     * @param position of its top left corner
     */
    public SurfaceTree add(Surface root, Layer layer, Offset<Logical> position) {
        if (root.tree().isPresent() || root.subsurface().isPresent()) {
            throw new IllegalStateException("a surface that is in a tree already");
        }
        SurfaceTree tree = new SurfaceTree(this, null, root, layer, position);
        layer(layer).add(tree);
        damage(tree.bounds());
        layoutChanged();
        return tree;
    }

    /** The trees of a layer from bottom to top, without their popups. */
    public List<SurfaceTree> trees(Layer layer) {
        return List.copyOf(layer(layer));
    }

    List<SurfaceTree> layer(Layer layer) {
        return Objects.requireNonNull(layers.get(layer));
    }

    // ---- lock

    /** Whether nothing but {@link Layer#LOCK} is seen and hit. */
    public boolean isLocked() {
        return locked;
    }

    /** Hides all but {@link Layer#LOCK}, or shows it again. */
    public void setLocked(boolean on) {
        if (locked != on) {
            locked = on;
            outputs.forEach(Output::damageAll);
            layoutChanged();
        }
    }

    // ---- what is where

    /** The topmost surface that takes input at a place. */
    public Optional<Hit> surfaceAt(Point<Logical> point) {
        Layer[] storeys = Layer.values();
        for (int i = storeys.length - 1; i >= 0; i--) {
            if (!storeys[i].takesInput() || isHidden(storeys[i])) {
                continue;
            }
            for (SurfaceTree tree : layer(storeys[i]).reversed()) {
                Optional<Hit> hit = within(tree, point);
                if (hit.isPresent() || tree.backdrop().contains(point)) {
                    return hit;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Hit> within(SurfaceTree tree, Point<Logical> point) {
        for (SurfaceTree popup : tree.children().reversed()) {
            Optional<Hit> hit = within(popup, point);
            if (hit.isPresent()) {
                return hit;
            }
        }
        return within(tree.root(), point.relativeTo(tree.position()));
    }

    private static Optional<Hit> within(Surface surface, Point<Logical> local) {
        if (!surface.hasContent()) {
            return Optional.empty();
        }
        for (SubsurfacePlace place : surface.current().stack().reversed()) {
            if (place.surface() != surface) {
                Optional<Hit> hit = within(place.surface(), local.relativeTo(place.offset()));
                if (hit.isPresent()) {
                    return hit;
                }
            } else if (surface.inputRegion().contains(local)) {
                return Optional.of(new Hit(surface, local));
            }
        }
        return Optional.empty();
    }

    /** Visits all surfaces that have content, from bottom to top. */
    public void forEachVisible(SceneVisitor visitor) {
        // by index, for it is done several times for each frame: iterators would be most of the garbage of a commit
        for (Layer layer : STOREYS) {
            if (!isHidden(layer)) {
                List<SurfaceTree> trees = layer(layer);
                for (int i = 0; i < trees.size(); i++) {
                    trees.get(i).visit(visitor);
                }
            }
        }
    }

    private boolean isHidden(Layer layer) {
        return locked && layer != Layer.LOCK;
    }

    // ---- changes

    /**
     * Grows whenever something appears, vanishes, moves, or changes its size, order, input region or opaque region: then the
     * surface under a resting pointer may be another one, and other surfaces may be covered.
     */
    public long layoutVersion() {
        return layoutVersion;
    }

    void layoutChanged() {
        layoutVersion++;
    }

    /** Passes damage on to the outputs. */
    void damage(Rect<Logical> sceneRect) {
        for (Output output : outputs) {
            output.damage(sceneRect);
        }
    }

    /** Passes damage of one surface on to the outputs, if the surface can be seen. */
    void damage(Surface surface, Region<Logical> local) {
        if (surface.isMapped()) {
            Offset<Logical> position = surface.scenePosition().orElseThrow();
            for (int i = 0; i < local.size(); i++) {
                damage(local.rect(i).translated(position));
            }
        }
    }

    /**
     * Tells surfaces which outputs they entered and left since the last call. Called once per batch of events, before
     * painting; costs nothing while the layout has not changed.
     */
    public void updateVisibility() {
        if (visibilityVersion == layoutVersion) {
            return;
        }
        visibilityVersion = layoutVersion;
        Set<Surface> previous = seen;
        Set<Surface> now = seenBefore;
        now.clear();
        forEachVisible((surface, position) -> {
            now.add(surface);
            Rect<Logical> bounds = surface.size().toRect().translated(position);
            for (Output output : outputs) {
                surface.setVisibleOn(output, bounds.intersects(output.logicalBounds()));
            }
        });
        updateExposure();
        for (Surface surface : previous) {
            if (!now.contains(surface)) {
                List.copyOf(surface.outputs()).forEach(output -> surface.setVisibleOn(output, false));
                surface.takeFeedback().forEach(PresentationFeedback::discarded);
            }
        }
        previous.clear();
        seen = now;
        seenBefore = previous;
    }

    /** Finds out which surfaces have anything that is on an output and not covered. */
    private void updateExposure() {
        List<Cover> covers = new ArrayList<>();
        forEachVisible(new SceneVisitor() {
            @Override
            public void visit(Surface surface, Offset<Logical> position) {
                surface.resetExposed();
                covers.add(new Cover(
                        surface,
                        surface.size().toRect().translated(position),
                        opaque(surface).translated(position)));
            }

            @Override
            public void visitBackdrop(Rect<Logical> area) {
                covers.add(new Cover(null, area, Region.of(area)));
            }
        });
        Region<Logical> uncovered = Region.empty();
        for (Output output : outputs) {
            uncovered = uncovered.union(output.logicalBounds());
        }
        for (Cover cover : covers.reversed()) {
            if (cover.surface != null && uncovered.intersects(cover.bounds)) {
                cover.surface.setExposed();
            }
            if (uncovered.size() <= MOST_UNCOVERED_RECTS) {
                uncovered = uncovered.subtract(cover.opaque);
            }
        }
    }

    private static Region<Logical> opaque(Surface surface) {
        Region<Logical> region = surface.opaqueRegion();
        return region.size() <= MOST_OPAQUE_RECTS ? region : Region.empty();
    }

    /** Something that may cover what lies below it; no surface stands for a backdrop. */
    private record Cover(@Nullable Surface surface, Rect<Logical> bounds, Region<Logical> opaque) {}
}
