package org.wayray.compositor.geometry;

import java.util.Optional;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.geometry.Space.Physical;

/**
 * How many physical pixels an output has for one logical pixel, in the 120ths that Wayland's fractional scale counts in.
 * Immutable.
 *
 * @param in120ths 120 for one to one; from 12 (a tenth) to 12000 (a hundredfold)
 */
public record Scale(int in120ths) {

    /** One physical pixel for each logical pixel. */
    public static final Scale ONE = new Scale(120);

    public Scale {
        if (in120ths < 12 || in120ths > 12_000) {
            throw new IllegalArgumentException("a scale of " + in120ths + "/120");
        }
    }

    /** The scale that is closest to a factor; empty when no scale is. */
    public static Optional<Scale> near(double factor) {
        long in120ths = Math.round(factor * 120);
        return in120ths < 12 || in120ths > 12_000 ? Optional.empty() : Optional.of(new Scale((int) in120ths));
    }

    public double factor() {
        return in120ths / 120.0;
    }

    /** Whether the edges of logical pixels lie between pixels of the output. */
    public boolean isWhole() {
        return in120ths % 120 == 0;
    }

    /** The whole scale that clients which know no fractions draw at: this one, rounded up. */
    public int roundedUp() {
        return Math.ceilDiv(in120ths, 120);
    }

    /**
     * Where a logical rectangle lies on the output. Each edge goes to the nearest pixel, so that rectangles which touch in
     * logical space touch on the output.
     */
    public Rect<Physical> toPhysical(Rect<Logical> rect) {
        if (in120ths == 120) {
            return new Rect<>(rect.x(), rect.y(), rect.width(), rect.height());
        }
        return Rect.ofEdges(nearest(rect.x()), nearest(rect.y()), nearest(rect.right()), nearest(rect.bottom()));
    }

    /**
     * All pixels of the output whose colour a logical rectangle may have a share in: with a fractional scale also those that
     * are interpolated from it, one logical pixel further.
     */
    public Rect<Physical> toPhysicalOutward(Rect<Logical> rect) {
        if (in120ths == 120) {
            return new Rect<>(rect.x(), rect.y(), rect.width(), rect.height());
        }
        return Rect.ofEdges(
                floor(rect.x() - 1) - 1,
                floor(rect.y() - 1) - 1,
                ceil(rect.right() + 1) + 1,
                ceil(rect.bottom() + 1) + 1);
    }

    /** The logical size of an output of {@code size} pixels; a started logical pixel counts as a whole one. */
    public Size<Logical> toLogical(Size<Physical> size) {
        return new Size<>(
                Math.toIntExact(Math.ceilDiv(size.width() * 120L, in120ths)),
                Math.toIntExact(Math.ceilDiv(size.height() * 120L, in120ths)));
    }

    /** The logical place under a place on the output. */
    public Point<Logical> toLogical(Point<Physical> point) {
        return new Point<>(point.x() * 120 / in120ths, point.y() * 120 / in120ths);
    }

    private int nearest(int logical) {
        return cut(Math.floorDiv((long) logical * in120ths + 60, 120L));
    }

    private int floor(int logical) {
        return cut(Math.floorDiv((long) logical * in120ths, 120L));
    }

    private int ceil(int logical) {
        return cut(Math.ceilDiv((long) logical * in120ths, 120L));
    }

    /** Far outside every output, where it no longer matters how far. */
    private static int cut(long physical) {
        return Math.clamp(physical, -Rect.LIMIT, Rect.LIMIT);
    }
}
