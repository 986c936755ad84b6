package org.wayray.compositor.render;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.SceneVisitor;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceGeometry;

/**
 * Paints what an output shows of a scene.
 *
 * <p>First from top to bottom: of the damage each surface gets what no opaque surface above it covers. Then from bottom to top:
 * each surface paints its share, opaque parts as copies, the others blended. So no pixel is painted that nobody will see, and
 * painting the damage alone gives the same picture as painting everything.
 *
 * <p>Confined to the session loop.
 */
public final class Renderer {

    /** What is seen where no surface is: a calm dark blue-grey. */
    public static final int BACKGROUND = 0xff232b36;

    /** What is seen around a window that fills an output and is smaller. */
    private static final int BACKDROP = 0xff000000;

    private final Sampler sampler = new Sampler();
    private final List<Share> shares = new ArrayList<>();
    private int shareCount;

    /** A renderer for any number of outputs in turn. */
    public Renderer() {}

    /**
     * Paints the damaged pixels of an output.
     *
     * @param damage within the framebuffer
     */
    public void render(Scene scene, Output output, Region<Physical> damage, Framebuffer target) {
        collect(scene, output);
        Region<Physical> uncovered = damage;
        for (int i = shareCount - 1; i >= 0 && !uncovered.isEmpty(); i--) {
            Share share = shares.get(i);
            share.part = uncovered.intersect(share.place);
            if (!share.part.isEmpty()) {
                share.opaque = share.surface == null ? Region.of(share.place) : opaquePart(share, output);
                if (uncovered.size()
                        <= Scene.MOST_UNCOVERED_RECTS) { // else what lies below is painted, and painted over
                    uncovered = uncovered.subtract(share.opaque);
                }
            }
        }
        fill(uncovered, BACKGROUND, target);
        for (int i = 0; i < shareCount; i++) {
            paint(shares.get(i), target);
            shares.get(i).surface = null; // nothing outlives its surface here
        }
    }

    /** Lists the surfaces on the output from bottom to top, in objects that are used again for each frame. */
    private void collect(Scene scene, Output output) {
        shareCount = 0;
        Rect<Physical> screen = output.mode().size().toRect();
        scene.forEachVisible(new SceneVisitor() {
            @Override
            public void visit(Surface surface, Offset<Logical> position) {
                Rect<Logical> inOutput = surface.size().toRect().translated(position.minus(output.position()));
                if (surface.current().opacity() > 0) {
                    Rect<Physical> place = output.scale().toPhysical(inOutput);
                    boolean onGrid = isOnGrid(surface.geometry(), output.scale(), place);
                    add(surface, inOutput.origin(), onGrid ? withAllDrawn(surface.geometry(), place) : place, onGrid);
                }
            }

            @Override
            public void visitBackdrop(Rect<Logical> area) {
                Rect<Logical> inOutput = area.translated(Offset.<Logical>zero().minus(output.position()));
                add(null, inOutput.origin(), output.scale().toPhysical(inOutput), false);
            }

            private void add(@Nullable Surface surface, Offset<Logical> offset, Rect<Physical> place, boolean onGrid) {
                if (place.intersects(screen)) {
                    if (shareCount == shares.size()) {
                        shares.add(new Share());
                    }
                    Share share = shares.get(shareCount++);
                    share.surface = surface;
                    share.offset = offset;
                    share.place = place;
                    share.onGrid = onGrid;
                    share.part = Region.empty();
                    share.opaque = Region.empty();
                }
            }
        });
    }

    /**
     * Whether a client has drawn for a fractional scale. Rounding both edges of its surface makes a place that is a pixel larger or
     * smaller than what was drawn, depending on where it lies; nevertheless the pixels are to be taken as they are.
     */
    private static boolean isOnGrid(SurfaceGeometry geometry, Scale scale, Rect<Physical> place) {
        double width = geometry.crop().width() * geometry.scale();
        double height = geometry.crop().height() * geometry.scale();
        return !scale.isWhole()
                && Math.abs(width - place.width()) <= 1
                && Math.abs(height - place.height()) <= 1
                && width == (int) width
                && height == (int) height;
    }

    /** Neither a pixel of the content is cut off, nor is there a gap to what comes next. */
    private static Rect<Physical> withAllDrawn(SurfaceGeometry geometry, Rect<Physical> place) {
        return new Rect<>(
                place.x(),
                place.y(),
                Math.max(place.width(), (int) (geometry.crop().width() * geometry.scale())),
                Math.max(place.height(), (int) (geometry.crop().height() * geometry.scale())));
    }

    /** The pixels of a share's place that hide what is below. */
    private Region<Physical> opaquePart(Share share, Output output) {
        Surface surface = share.surface();
        Region<Logical> opaque = surface.opaqueRegion();
        if (opaque.contains(surface.size().toRect())) {
            return Region.of(share.place);
        }
        if (opaque.size() > Scene.MOST_OPAQUE_RECTS) {
            return Region.empty();
        }
        select(share);
        if (opaque.isEmpty() || sampler.interpolates()) {
            return Region.empty(); // the edge of a part would be mixed with what is not opaque
        }
        Region<Physical> result = Region.empty();
        for (int i = 0; i < opaque.size(); i++) {
            result = result.union(output.scale().toPhysical(opaque.rect(i).translated(share.offset)));
        }
        return result;
    }

    private void paint(Share share, Framebuffer target) {
        if (share.part.isEmpty()) {
            return;
        }
        if (share.surface == null) {
            fill(share.part, BACKDROP, target);
            return;
        }
        select(share);
        Region<Physical> copied = share.part.intersect(share.opaque);
        Region<Physical> blended = share.part.subtract(share.opaque);
        for (int i = 0; i < copied.size(); i++) {
            sampler.paint(copied.rect(i), true, target);
        }
        for (int i = 0; i < blended.size(); i++) {
            sampler.paint(blended.rect(i), false, target);
        }
    }

    private void select(Share share) {
        Surface surface = share.surface();
        sampler.select(
                surface.content().orElseThrow(),
                surface.geometry(),
                share.place,
                share.onGrid,
                surface.current().opacity());
    }

    private static void fill(Region<Physical> region, int argb, Framebuffer target) {
        for (int i = 0; i < region.size(); i++) {
            Rect<Physical> rect = region.rect(i);
            target.fill(rect.x(), rect.y(), rect.width(), rect.height(), argb);
        }
    }

    /** What one surface has to paint in one frame, or a backdrop if there is no surface. */
    private static final class Share {
        @Nullable
        Surface surface;

        Offset<Logical> offset = Offset.zero();
        Rect<Physical> place = Rect.empty();
        boolean onGrid;
        Region<Physical> part = Region.empty();
        Region<Physical> opaque = Region.empty();

        Surface surface() {
            Surface selected = surface;
            if (selected == null) {
                throw new IllegalStateException("a share without a surface");
            }
            return selected;
        }
    }
}
