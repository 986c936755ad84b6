package org.wayray.compositor.scene;

import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.BufferTransform;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space;
import org.wayray.compositor.geometry.Space.Buffer;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.InvalidCommitException.Reason;

/**
 * The way from the pixels of a buffer to the logical pixels of its surface: buffer transform, then buffer scale, then the
 * viewport's crop, then its scaling. The only bridge between the two spaces. Immutable.
 *
 * @param bufferSize what the client allocated
 * @param transform how the client turned its content
 * @param scale buffer pixels for each logical pixel, at least 1
 * @param crop the part that is shown, in logical pixels before the viewport's scaling
 * @param size the surface
 */
public record SurfaceGeometry(
        Size<Buffer> bufferSize, BufferTransform transform, int scale, Viewport.Source crop, Size<Logical> size) {

    private static final Viewport.Source NOTHING = new Viewport.Source(0, 0, 0, 0);

    /** The geometry of a surface without content. */
    public static final SurfaceGeometry NONE =
            new SurfaceGeometry(Size.zero(), BufferTransform.NORMAL, 1, NOTHING, Size.zero());

    /**
     * Works out the geometry of a surface that gets a buffer.
     *
     * @throws InvalidCommitException if the values contradict one another
     */
    static SurfaceGeometry of(Size<Buffer> bufferSize, BufferTransform transform, int scale, Viewport viewport)
            throws InvalidCommitException {
        Size<Buffer> upright = transform.upright(bufferSize);
        if (upright.width() % scale != 0 || upright.height() % scale != 0) {
            throw new InvalidCommitException(
                    Reason.SIZE_NOT_MULTIPLE_OF_SCALE,
                    "buffer of " + bufferSize.width() + "x" + bufferSize.height()
                            + " is no multiple of the buffer scale " + scale);
        }
        int width = upright.width() / scale;
        int height = upright.height() / scale;
        Viewport.Source source = viewport.source();
        if (source == null) {
            return new SurfaceGeometry(
                    bufferSize,
                    transform,
                    scale,
                    new Viewport.Source(0, 0, width, height),
                    orElse(viewport.destination(), width, height));
        }
        if (source.x() + source.width() > width || source.y() + source.height() > height) {
            throw new InvalidCommitException(
                    Reason.VIEWPORT_OUT_OF_BUFFER,
                    "viewport source " + source + " reaches beyond the content of " + width + "x" + height);
        }
        if (viewport.destination() == null && !(isWhole(source.width()) && isWhole(source.height()))) {
            throw new InvalidCommitException(
                    Reason.VIEWPORT_SIZE_NOT_WHOLE,
                    "viewport source of fractional size " + source.width() + "x" + source.height()
                            + " without a destination");
        }
        return new SurfaceGeometry(
                bufferSize, transform, scale, source, orElse(viewport.destination(), (int) source.width(), (int)
                        source.height()));
    }

    /**
     * All logical pixels that a rectangle of the buffer has a share in, for scaled content also by interpolation; none outside
     * the surface.
     */
    public Rect<Logical> toSurface(Rect<Buffer> rect) {
        Rect<Buffer> upright = transform.toUpright(rect, bufferSize);
        int reach = isScaledByViewport() ? 1 : 0;
        return SurfaceGeometry.<Logical>outward(
                        ((upright.x() - reach) / (double) scale - crop.x()) * scaleX(),
                        ((upright.y() - reach) / (double) scale - crop.y()) * scaleY(),
                        ((upright.right() + reach) / (double) scale - crop.x()) * scaleX(),
                        ((upright.bottom() + reach) / (double) scale - crop.y()) * scaleY())
                .intersect(size.toRect());
    }

    /** All buffer pixels that a rectangle of the surface shows something of; none outside the buffer. */
    public Rect<Buffer> toBuffer(Rect<Logical> rect) {
        Rect<Logical> inside = rect.intersect(size.toRect());
        if (inside.isEmpty()) {
            return Rect.empty();
        }
        double left = (crop.x() + inside.x() / scaleX()) * scale;
        double top = (crop.y() + inside.y() / scaleY()) * scale;
        double right = (crop.x() + inside.right() / scaleX()) * scale;
        double bottom = (crop.y() + inside.bottom() / scaleY()) * scale;
        Rect<Buffer> upright = outward(left, top, right, bottom);
        return transform.fromUpright(
                upright.intersect(transform.upright(bufferSize).toRect()), bufferSize);
    }

    public Region<Logical> toSurface(Region<Buffer> region) {
        Region<Logical> result = Region.empty();
        for (int i = 0; i < region.size(); i++) {
            result = result.union(toSurface(region.rect(i)));
        }
        return result;
    }

    public Region<Buffer> toBuffer(Region<Logical> region) {
        Region<Buffer> result = Region.empty();
        for (int i = 0; i < region.size(); i++) {
            result = result.union(toBuffer(region.rect(i)));
        }
        return result;
    }

    /** Whether one logical pixel is not exactly {@code scale} by {@code scale} buffer pixels on their grid. */
    public boolean isScaledByViewport() {
        return crop.width() != size.width()
                || crop.height() != size.height()
                || !isWhole(crop.x() * scale)
                || !isWhole(crop.y() * scale);
    }

    private double scaleX() {
        return size.width() / crop.width();
    }

    private double scaleY() {
        return size.height() / crop.height();
    }

    private static <S extends Space> Rect<S> outward(double left, double top, double right, double bottom) {
        return Rect.ofEdges(
                (int) Math.floor(left), (int) Math.floor(top), (int) Math.ceil(right), (int) Math.ceil(bottom));
    }

    private static Size<Logical> orElse(@Nullable Size<Logical> size, int width, int height) {
        return size == null
                ? new Size<>(width, height)
                : new Size<>(Math.min(size.width(), Rect.LIMIT), Math.min(size.height(), Rect.LIMIT));
    }

    private static boolean isWhole(double value) {
        return value == Math.rint(value);
    }
}
