package org.wayray.compositor.render;

import org.wayray.codec.Framebuffer;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.scene.Surface;

/** Makes pictures of single surfaces, with their alpha. Confined to the session loop. */
public final class SurfaceImage {
    private final Sampler sampler = new Sampler();

    /** One for any number of surfaces in turn. */
    public SurfaceImage() {}

    /**
     * Paints a surface over a picture.
     *
     * @param place of the surface in the picture; may lie outside in part
     * @param clip of the picture, what may be painted
     */
    public void paintOver(Surface surface, Rect<Physical> place, Rect<Physical> clip, Framebuffer target) {
        Rect<Physical> part = place.intersect(clip);
        if (!part.isEmpty()) {
            sampler.select(
                    surface.content().orElseThrow(),
                    surface.geometry(),
                    place,
                    false,
                    surface.current().opacity());
            sampler.paint(part, false, target);
        }
    }

    /**
     * The content of a surface as an output of that scale shows it, premultiplied.
     *
     * @param surface has content
     * @param mostPixels the largest width and height; what is beyond is cut off
     */
    public Framebuffer of(Surface surface, Scale scale, int mostPixels) {
        Rect<Physical> place = scale.toPhysical(surface.size().toRect());
        // a surface much smaller than a pixel still has one
        Rect<Physical> whole = new Rect<>(0, 0, Math.max(1, place.width()), Math.max(1, place.height()));
        Rect<Physical> part = whole.intersect(new Rect<>(0, 0, mostPixels, mostPixels));
        Framebuffer image = new Framebuffer(part.width(), part.height());
        sampler.select(
                surface.content().orElseThrow(),
                surface.geometry(),
                whole,
                false,
                surface.current().opacity());
        sampler.paint(part, true, image);
        return image;
    }
}
