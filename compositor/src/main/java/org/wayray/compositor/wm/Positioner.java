package org.wayray.compositor.wm;

import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Logical;

/**
 * The rules by which a popup is placed relative to its parent, and their solution: a pure function of the rules and the
 * bounds.
 *
 * <p>Immutable, any thread. All coordinates are logical and relative to the top left corner of the parent's window
 * geometry; results saturate instead of overflowing, so absurd rules give an absurd place but never an error. The two
 * axes never influence each other: each is solved alone. Source: xdg_positioner. Left out: the rule that the anchor
 * rectangle lies within the parent and that parent and popup touch; no compositor holds clients to it.
 *
 * @param width the popup's window width, more than 0
 * @param height the popup's window height, more than 0
 * @param anchorRect the rectangle of the parent that the popup belongs to; may be empty
 * @param anchor the edge or corner of the anchor rectangle that the popup starts from
 * @param gravity the direction in which the popup grows from there
 * @param offsetX added to the position on the x axis, also when flipped
 * @param offsetY added to the position on the y axis, also when flipped
 * @param horizontal what may be done when the popup leaves the bounds on the x axis
 * @param vertical what may be done when the popup leaves the bounds on the y axis
 * @param reactive whether the popup is placed anew when its parent moves or the bounds change
 */
public record Positioner(
        int width,
        int height,
        Rect<Logical> anchorRect,
        Direction anchor,
        Direction gravity,
        int offsetX,
        int offsetY,
        Adjustment horizontal,
        Adjustment vertical,
        boolean reactive) {

    /** The largest magnitude of a result: what a {@link Rect} bears. */
    private static final int LIMIT = 1 << 29;

    /**
     * What may be done on one axis when the popup would leave the bounds; tried in this order.
     *
     * @param flip mirror anchor and gravity, if that keeps the popup inside
     * @param slide move the popup
     * @param resize cut the popup off at the bounds
     */
    public record Adjustment(boolean flip, boolean slide, boolean resize) {
        public static final Adjustment NONE = new Adjustment(false, false, false);
    }

    /** The popup's window geometry, kept inside {@code bounds} as far as the rules allow. */
    public Rect<Logical> place(Rect<Logical> bounds) {
        var x = new Axis(
                        bounds.x(),
                        (long) bounds.x() + bounds.width(),
                        anchorRect.x(),
                        anchorRect.width(),
                        offsetX,
                        width,
                        horizontal)
                .solve(anchor.horizontal(), gravity.horizontal());
        var y = new Axis(
                        bounds.y(),
                        (long) bounds.y() + bounds.height(),
                        anchorRect.y(),
                        anchorRect.height(),
                        offsetY,
                        height,
                        vertical)
                .solve(anchor.vertical(), gravity.vertical());
        return new Rect<>(x.position(), y.position(), x.length(), y.length());
    }

    /** A solution on one axis, in {@code long} so that nothing overflows on the way. */
    private record Span(long start, long end) {
        int position() {
            return Math.clamp(start, -LIMIT, LIMIT);
        }

        int length() {
            return Math.clamp(end - start, 1, LIMIT);
        }

        boolean isWithin(long low, long high) {
            return start >= low && end <= high;
        }

        Span moved(long distance) {
            return new Span(start + distance, end + distance);
        }
    }

    /** The rules of one axis; {@code low} to {@code high} are the bounds. */
    private record Axis(
            long low, long high, long anchorStart, long anchorLength, long offset, long size, Adjustment adjustment) {

        Span solve(int anchor, int gravity) {
            var span = unconstrained(anchor, gravity);
            if (adjustment.flip() && !span.isWithin(low, high)) {
                var flipped = unconstrained(-anchor, -gravity);
                span = flipped.isWithin(low, high) ? flipped : span;
            }
            if (adjustment.slide()) {
                span = gravity < 0 ? slideUp(slideDown(span)) : slideDown(slideUp(span));
            }
            return adjustment.resize() ? clip(span) : span;
        }

        private Span unconstrained(int anchor, int gravity) {
            long point = anchorStart + anchorLength * (anchor + 1) / 2 + offset;
            long start = point - size * (1 - gravity) / 2;
            return new Span(start, start + size);
        }

        /** Towards higher coordinates, until the low edge is inside or the high edge reaches the bound. */
        private Span slideUp(Span span) {
            return span.moved(Math.max(0, Math.min(low - span.start, high - span.end)));
        }

        /** Towards lower coordinates, until the high edge is inside or the low edge reaches the bound. */
        private Span slideDown(Span span) {
            return span.moved(-Math.max(0, Math.min(span.end - high, span.start - low)));
        }

        /** What is inside of the bounds; a popup that is wholly outside stays as it is, for an empty one is none. */
        private Span clip(Span span) {
            var clipped = new Span(Math.max(span.start, low), Math.min(span.end, high));
            return clipped.start < clipped.end ? clipped : span;
        }
    }
}
