package org.wayray.compositor.scene;

import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;

/**
 * Cropping and scaling of a surface's content (wp_viewport). Immutable.
 *
 * @param source the part to show, or null for all of it
 * @param destination the size of the surface, or null for the size of the source
 */
public record Viewport(@Nullable Source source, @Nullable Size<Logical> destination) {

    /** Neither cropped nor scaled. */
    public static final Viewport NONE = new Viewport(null, null);

    /**
     * A rectangle of the content after buffer transform and buffer scale.
     *
     * @param x at least 0
     * @param y at least 0
     * @param width more than 0
     * @param height more than 0
     */
    public record Source(double x, double y, double width, double height) {}

    public Viewport withSource(@Nullable Source newSource) {
        return new Viewport(newSource, destination);
    }

    public Viewport withDestination(@Nullable Size<Logical> newDestination) {
        return new Viewport(source, newDestination);
    }
}
