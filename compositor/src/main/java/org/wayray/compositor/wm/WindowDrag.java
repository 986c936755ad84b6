package org.wayray.compositor.wm;

import java.util.function.Consumer;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.seat.Grip;
import org.wayray.compositor.seat.InputGrab;
import org.wayray.compositor.wm.WindowConfigure.Placement;

/**
 * The user drags a window, until all buttons are up or the finger is lifted. Confined to the session loop.
 */
abstract sealed class WindowDrag implements InputGrab {
    private final Window window;
    private final Rect<Logical> frame;
    private final Grip grip;
    private final Point<Logical> from;
    private final Consumer<WindowDrag> ended;

    /** @param ended runs when it is over */
    private WindowDrag(Window window, Grip grip, Point<Logical> from, Consumer<WindowDrag> ended) {
        this.window = window;
        this.frame = window.frame();
        this.grip = grip;
        this.from = from;
        this.ended = ended;
    }

    final Window window() {
        return window;
    }

    final Grip grip() {
        return grip;
    }

    @Override
    public final void motion(Point<Logical> position, int timeMs) {
        follow(position);
    }

    /** Drags to where the grip is. */
    final void follow(Point<Logical> position) {
        drag(frame, (int) Math.round(position.x() - from.x()), (int) Math.round(position.y() - from.y()));
    }

    @Override
    public final void released() {
        end();
        ended.accept(this);
    }

    @Override
    public final void cancelled() {
        end();
        ended.accept(this);
    }

    /** @param frame where the window lay when the drag began */
    abstract void drag(Rect<Logical> frame, int dx, int dy);

    abstract void end();

    static final class Move extends WindowDrag {
        Move(Window window, Grip grip, Point<Logical> from, Consumer<WindowDrag> ended) {
            super(window, grip, from, ended);
        }

        @Override
        void drag(Rect<Logical> frame, int dx, int dy) {
            window().moveTo(frame.origin().plus(new Offset<>(dx, dy)));
        }

        @Override
        void end() {}
    }

    static final class Resize extends WindowDrag {
        /** The least that a drag asks for, so that there is something left to take hold of. */
        private static final int LEAST = 32;

        private final Direction edges;

        Resize(Window window, Direction edges, Grip grip, Point<Logical> from, Consumer<WindowDrag> ended) {
            super(window, grip, from, ended);
            this.edges = edges;
        }

        @Override
        void drag(Rect<Logical> frame, int dx, int dy) {
            var min = window().minSize();
            var max = window().maxSize();
            window().dragSize(
                            new Size<>(
                                    limited(frame.width() + dx * edges.horizontal(), min.width(), max.width()),
                                    limited(frame.height() + dy * edges.vertical(), min.height(), max.height())),
                            new Placement.Opposite(edges, frame.right(), frame.bottom()));
        }

        @Override
        void end() {
            window().endDrag();
        }

        private static int limited(int length, int min, int max) {
            int least = Math.max(min, LEAST);
            return Math.clamp(length, least, max == 0 ? Integer.MAX_VALUE : Math.max(max, least));
        }
    }
}
