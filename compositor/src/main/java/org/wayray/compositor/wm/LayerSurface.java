package org.wayray.compositor.wm;

import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.Layer;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceTree;

/**
 * A part of the desktop's shell on one output: a panel, a wallpaper, a launcher. {@link LayerShell} gives it its place.
 *
 * <p>Confined to the session loop. Source: zwlr_layer_surface_v1.
 */
public final class LayerSurface {

    /** The client's side. Called on the session loop. */
    public interface Client {
        /** Asks for a size. */
        void configure(Size<Logical> size);

        /** The surface lies somewhere else now. */
        void moved();

        /** The surface is not shown any more, and never again. */
        void closed();
    }

    /** Who decides whether the surface has the keyboard. */
    public enum Interactivity {
        /** It never has. */
        NONE,
        /** It has while it is mapped, above the windows; below them as {@link #ON_DEMAND}. */
        EXCLUSIVE,
        /** The user decides, as for windows. */
        ON_DEMAND
    }

    /** The edges of the output that a surface lies at. */
    public record Anchor(boolean top, boolean bottom, boolean left, boolean right) {
        public static final Anchor NONE = new Anchor(false, false, false, false);

        /** The edge that a zone can be kept free at: of one edge, or of one and both that meet it, this one. */
        Direction edge() {
            if (top == bottom && left != right) {
                return left ? Direction.LEFT : Direction.RIGHT;
            }
            if (left == right && top != bottom) {
                return top ? Direction.TOP : Direction.BOTTOM;
            }
            return Direction.NONE;
        }
    }

    /** Distances from the anchored edges. */
    public record Margin(int top, int right, int bottom, int left) {
        public static final Margin NONE = new Margin(0, 0, 0, 0);
    }

    /**
     * What a client wants. Immutable.
     *
     * @param size zero in a dimension: from anchor to anchor
     * @param exclusiveZone what is to be kept free of others if positive; negative to ignore the zones of others
     */
    public record State(
            Layer layer,
            Size<Logical> size,
            Anchor anchor,
            int exclusiveZone,
            Margin margin,
            Interactivity interactivity) {

        /** What a new surface on {@code layer} has. */
        public static State initial(Layer layer) {
            return new State(layer, Size.zero(), Anchor.NONE, 0, Margin.NONE, Interactivity.NONE);
        }

        public State withLayer(Layer next) {
            return new State(next, size, anchor, exclusiveZone, margin, interactivity);
        }

        public State withSize(Size<Logical> next) {
            return new State(layer, next, anchor, exclusiveZone, margin, interactivity);
        }

        public State withAnchor(Anchor next) {
            return new State(layer, size, next, exclusiveZone, margin, interactivity);
        }

        public State withExclusiveZone(int next) {
            return new State(layer, size, anchor, next, margin, interactivity);
        }

        public State withMargin(Margin next) {
            return new State(layer, size, anchor, exclusiveZone, next, interactivity);
        }

        public State withInteractivity(Interactivity next) {
            return new State(layer, size, anchor, exclusiveZone, margin, next);
        }

        /** Whether there is an edge that others have to keep away from. */
        boolean keepsZone() {
            return exclusiveZone > 0 && anchor.edge() != Direction.NONE;
        }

        /** Whether each dimension has a size or an anchor at both ends. */
        public boolean hasSize() {
            return (size.width() > 0 || (anchor.left && anchor.right))
                    && (size.height() > 0 || (anchor.top && anchor.bottom));
        }
    }

    /** Places and sizes are cut to this, so that also their sums are within {@link Rect#LIMIT}. */
    private static final int MOST = Rect.LIMIT / 2;

    private final LayerShell shell;
    private final Surface surface;
    private final Output output;
    private final Client client;
    private State state;
    private boolean started;
    private boolean mapped;
    private boolean closed;
    private Rect<Logical> place = Rect.empty();
    private Size<Logical> asked = Size.zero();
    private @Nullable SurfaceTree tree;

    LayerSurface(LayerShell shell, Surface surface, Output output, State state, Client client) {
        this.shell = shell;
        this.surface = surface;
        this.output = output;
        this.state = state;
        this.client = client;
    }

    public Surface surface() {
        return surface;
    }

    public Output output() {
        return output;
    }

    public State state() {
        return state;
    }

    /** Whether there is content to show. */
    public boolean isMapped() {
        return mapped;
    }

    /** Whether it was told that it will never be shown again. */
    public boolean isClosed() {
        return closed;
    }

    /** Whether it has the keyboard whatever the user does. */
    boolean isExclusive() {
        return mapped && state.interactivity() == Interactivity.EXCLUSIVE && isAboveWindows();
    }

    /** Whether a click gives it the keyboard. */
    boolean isFocusable() {
        return mapped && state.interactivity() != Interactivity.NONE;
    }

    boolean isAboveWindows() {
        return state.layer().compareTo(Layer.WINDOWS) > 0;
    }

    boolean isStarted() {
        return started;
    }

    // the client's side

    /** The client committed without content for the first time: it is asked for a size. */
    public void start(State first) {
        started = true;
        asked = Size.zero();
        state = first;
        shell.changed(this);
    }

    /** The client committed while it is being shown or is about to be. */
    public void update(State next) {
        if (!next.equals(state)) {
            state = next;
            if (tree != null) {
                tree.moveTo(state.layer());
            }
            shell.changed(this);
        }
    }

    /** The client has content: shows it. */
    public void map() {
        if (!closed) {
            mapped = true;
            tree = shell.scene().add(surface, state.layer(), place.origin());
            shell.changed(this);
            shell.mapped(this);
        }
    }

    /** The client took the content away: it starts over. */
    public void unmap() {
        boolean counted = started;
        started = false;
        mapped = false;
        if (tree != null) {
            tree.remove();
            tree = null;
        }
        if (counted) {
            shell.changed(this);
        }
    }

    /** The client's object is gone. */
    public void destroy() {
        unmap();
        shell.remove(this);
    }

    // the shell's side

    void close() {
        closed = true;
        unmap();
        client.closed();
    }

    void place(Rect<Logical> next) {
        boolean moves = !next.origin().equals(place.origin());
        place = next;
        if (tree != null && moves) {
            tree.moveTo(next.origin());
            client.moved();
        }
        if (!next.size().equals(asked)) {
            asked = next.size();
            client.configure(asked);
        }
    }

    /** Where it goes within an area. A margin can push it out. */
    Rect<Logical> placeIn(Rect<Logical> area) {
        var margin = state.margin();
        var anchor = state.anchor();
        int[] horizontal = span(
                area.x(),
                area.width(),
                state.size().width(),
                anchor.left(),
                anchor.right(),
                margin.left(),
                margin.right());
        int[] vertical = span(
                area.y(),
                area.height(),
                state.size().height(),
                anchor.top(),
                anchor.bottom(),
                margin.top(),
                margin.bottom());
        return new Rect<>(horizontal[0], vertical[0], horizontal[1], vertical[1]);
    }

    /** Start and length in one dimension. */
    private static int[] span(
            int areaStart, int areaLength, int length, boolean atStart, boolean atEnd, int startMargin, int endMargin) {
        long first = areaStart + (atStart ? (long) startMargin : 0);
        long last = (long) areaStart + areaLength - (atEnd ? (long) endMargin : 0);
        long wanted = length > 0 ? length : Math.max(1, last - first);
        long start;
        if (atStart == atEnd) {
            start = length > 0 ? first + Math.floorDiv(last - first - wanted, 2L) : first;
        } else {
            start = atStart ? first : last - wanted;
        }
        return new int[] {Math.clamp(start, -MOST, MOST), Math.clamp(wanted, 1, MOST)};
    }

    /** What is left of an area without this surface's exclusive zone. */
    Rect<Logical> withoutZone(Rect<Logical> area) {
        var margin = state.margin();
        return switch (state.anchor().edge()) {
            case TOP -> {
                int depth = depth(margin.top(), area.height());
                yield Rect.ofEdges(area.x(), area.y() + depth, area.right(), area.bottom());
            }
            case BOTTOM ->
                Rect.ofEdges(area.x(), area.y(), area.right(), area.bottom() - depth(margin.bottom(), area.height()));
            case LEFT ->
                Rect.ofEdges(area.x() + depth(margin.left(), area.width()), area.y(), area.right(), area.bottom());
            case RIGHT ->
                Rect.ofEdges(area.x(), area.y(), area.right() - depth(margin.right(), area.width()), area.bottom());
            default -> area;
        };
    }

    private int depth(int margin, int most) {
        return (int) Math.clamp((long) state.exclusiveZone() + margin, 0L, (long) most);
    }
}
