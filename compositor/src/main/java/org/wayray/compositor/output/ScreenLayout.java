package org.wayray.compositor.output;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.geometry.Space.Physical;

/**
 * Lays outputs out as a viewer's screens lie: each beside its neighbour there, without gaps or overlaps, whatever their scales. One
 * after another is put at the edge of one that has its place, beginning with the top left one; the top left corner of all is (0,0).
 */
public final class ScreenLayout {
    /** Of each screen as the viewer has it, in the viewer's coordinates, taken for pixels. */
    private final List<Rect<Physical>> there;

    private final List<Size<Logical>> sizes;

    /** Of each screen in the session; null as long as it has no place. */
    private final List<@Nullable Rect<Logical>> here = new ArrayList<>();

    private enum Side {
        RIGHT,
        LEFT,
        BELOW,
        ABOVE
    }

    private ScreenLayout(List<Screen> screens) {
        sizes = screens.stream()
                .map(screen -> screen.scale().toLogical(screen.mode().size()))
                .toList();
        // some viewers' coordinates are pixels, others' are logical: whichever lets the screens lie apart
        var inPixels = screens.stream()
                .map(screen -> new Rect<Physical>(
                        screen.x(),
                        screen.y(),
                        screen.mode().size().width(),
                        screen.mode().size().height()))
                .toList();
        there = areApart(inPixels)
                ? inPixels
                : screens.stream()
                        .map(screen -> {
                            var size = screen.scale().toLogical(screen.mode().size());
                            return new Rect<Physical>(screen.x(), screen.y(), size.width(), size.height());
                        })
                        .toList();
        screens.forEach(screen -> here.add(null));
    }

    /** The top left corners of the outputs for these screens, at least one, in their order. */
    public static List<Offset<Logical>> of(List<Screen> screens) {
        return new ScreenLayout(screens).arrange();
    }

    private static boolean areApart(List<Rect<Physical>> rects) {
        for (int i = 0; i < rects.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (rects.get(i).intersects(rects.get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    private List<Offset<Logical>> arrange() {
        int first = 0;
        for (int i = 1; i < there.size(); i++) {
            if (corner(i) < corner(first)) {
                first = i;
            }
        }
        here.set(first, sizes.get(first).toRect());
        for (int count = 1; count < there.size(); count++) {
            placeNearest();
        }
        int left = Integer.MAX_VALUE;
        int top = Integer.MAX_VALUE;
        for (int i = 0; i < here.size(); i++) {
            left = Math.min(left, placed(i).x());
            top = Math.min(top, placed(i).y());
        }
        List<Offset<Logical>> corners = new ArrayList<>();
        for (int i = 0; i < here.size(); i++) {
            corners.add(new Offset<>(placed(i).x() - left, placed(i).y() - top));
        }
        return corners;
    }

    private long corner(int index) {
        return (long) there.get(index).x() + there.get(index).y();
    }

    private Rect<Logical> placed(int index) {
        var rect = here.get(index);
        if (rect == null) {
            throw new IllegalStateException("a screen without a place");
        }
        return rect;
    }

    /** Places the screen that is nearest to one that has its place. */
    private void placeNearest() {
        int neighbour = -1;
        int next = -1;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < here.size(); i++) {
            for (int j = 0; j < here.size(); j++) {
                if (here.get(i) != null && here.get(j) == null && distance(i, j) < least) {
                    least = distance(i, j);
                    neighbour = i;
                    next = j;
                }
            }
        }
        Side side = side(there.get(neighbour), there.get(next));
        here.set(next, clear(beside(neighbour, next, side), side));
    }

    /** From edge to edge; those that meet only at a corner are a little farther than those that share an edge. */
    private long distance(int one, int other) {
        Rect<Physical> a = there.get(one);
        Rect<Physical> b = there.get(other);
        int across = Math.max(b.x() - a.right(), a.x() - b.right());
        int down = Math.max(b.y() - a.bottom(), a.y() - b.bottom());
        return (long) Math.max(0, across) + Math.max(0, down) + (across >= 0 && down >= 0 ? 1 : 0);
    }

    /** On which side of {@code a} most of the way to {@code b} leads. */
    private static Side side(Rect<Physical> a, Rect<Physical> b) {
        int[] gaps = {b.x() - a.right(), a.x() - b.right(), b.y() - a.bottom(), a.y() - b.bottom()};
        int widest = 0;
        for (int i = 1; i < gaps.length; i++) {
            if (gaps[i] > gaps[widest]) {
                widest = i;
            }
        }
        return Side.values()[widest];
    }

    private Rect<Logical> beside(int neighbour, int next, Side side) {
        Rect<Logical> at = placed(neighbour);
        Rect<Physical> a = there.get(neighbour);
        Rect<Physical> b = there.get(next);
        Size<Logical> size = sizes.get(next);
        int x = along(b.x() - a.x(), b.right() - a.right(), a.width(), at.x(), at.width(), size.width());
        int y = along(b.y() - a.y(), b.bottom() - a.bottom(), a.height(), at.y(), at.height(), size.height());
        return switch (side) {
            case RIGHT -> new Rect<>(at.right(), y, size.width(), size.height());
            case LEFT -> new Rect<>(at.x() - size.width(), y, size.width(), size.height());
            case BELOW -> new Rect<>(x, at.bottom(), size.width(), size.height());
            case ABOVE -> new Rect<>(x, at.y() - size.height(), size.width(), size.height());
        };
    }

    /**
     * Where a screen begins along the edge that it shares: edges in line stay in line, others keep their proportion, and a part of the
     * edge is always shared.
     */
    private static int along(int fromStart, int fromEnd, int lengthThere, int start, int length, int size) {
        if (fromStart == 0) {
            return start;
        }
        if (fromEnd == 0) {
            return start + length - size;
        }
        return (int) Math.clamp(
                start + Math.round((double) fromStart * length / lengthThere), start - size + 1, start + length - 1);
    }

    /** Away from the neighbour, until nothing is in the way. */
    private Rect<Logical> clear(Rect<Logical> wanted, Side side) {
        Rect<Logical> rect = wanted;
        for (int i = 0; i < here.size(); i++) {
            Rect<Logical> other = here.get(i);
            if (other != null && other.intersects(rect)) {
                int x = side == Side.RIGHT ? other.right() : side == Side.LEFT ? other.x() - rect.width() : rect.x();
                int y = side == Side.BELOW ? other.bottom() : side == Side.ABOVE ? other.y() - rect.height() : rect.y();
                rect = new Rect<>(x, y, rect.width(), rect.height());
                i = -1; // look again at those that were not in the way before
            }
        }
        return rect;
    }
}
