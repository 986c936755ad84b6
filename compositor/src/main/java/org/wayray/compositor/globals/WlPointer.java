package org.wayray.compositor.globals;

import java.util.ArrayList;
import java.util.List;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.AppliedCommit;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;
import org.wayray.compositor.scene.SurfaceRole;
import org.wayray.compositor.seat.AxisEvent;
import org.wayray.compositor.seat.AxisEvent.Movement;
import org.wayray.compositor.seat.Cursor;
import org.wayray.compositor.seat.RelativeMotion;
import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.protocols.core.WlPointerProtocol;
import org.wayray.wayland.protocols.core.WlPointerProtocol.Axis;
import org.wayray.wayland.protocols.core.WlPointerProtocol.AxisRelativeDirection;
import org.wayray.wayland.protocols.core.WlPointerProtocol.AxisSource;
import org.wayray.wayland.protocols.core.WlPointerProtocol.ButtonState;
import org.wayray.wayland.protocols.core.WlPointerProtocol.Event;
import org.wayray.wayland.protocols.core.WlPointerProtocol.Request;
import org.wayray.wayland.protocols.relativepointer.ZwpRelativePointerV1Protocol;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * wl_pointer: one client's view of the pointer.
 *
 * <p>Clients older than version 8 know wheels by whole detents only. For them the parts that a finer wheel sends are saved up,
 * distance and all, until a detent is complete; otherwise they would scroll once by the distances and again by the detent.
 * Confined to the session loop.
 */
final class WlPointer implements RequestHandler<Request> {
    private static final int HIGH_RESOLUTION_SINCE = 8;
    private static final int TILT_SINCE = 6;
    private static final int DETENT = 120;
    private static final long MICROS_PER_MILLI = 1000;

    private final Resource<Request, Event> resource;
    private final Seat seat;
    private final Detents horizontal = new Detents();
    private final Detents vertical = new Detents();
    private final List<Resource<?, ZwpRelativePointerV1Protocol.Event>> relatives = new ArrayList<>();
    private boolean frameOpen;

    WlPointer(Resource<Request, Event> resource, Seat seat) {
        this.resource = resource;
        this.seat = seat;
        resource.setHandler(this);
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.SetCursor(int serial, int surface, int hotSpotX, int hotSpotY) ->
                setCursor(serial, surface, hotSpotX, hotSpotY);
            case Request.Release() -> {}
        }
    }

    private void setCursor(int serial, int surfaceId, int hotSpotX, int hotSpotY) {
        var cursor = seat.cursor();
        if (!cursor.maySet(resource.client(), serial)) {
            return;
        }
        if (surfaceId == 0) {
            cursor.hide();
            return;
        }
        var surface = WlSurface.of(resource.client(), surfaceId);
        boolean first = surface.role().isEmpty();
        if (!surface.assignRole(SurfaceRole.CURSOR)) {
            throw new ProtocolException(
                    resource,
                    WlPointerProtocol.Error.ROLE,
                    "wl_surface@" + surfaceId + " cannot be a cursor, it has another role");
        }
        if (first) {
            surface.addListener(new CursorRole(cursor));
        }
        cursor.set(surface, hotSpotX, hotSpotY);
    }

    void enter(Surface surface, int serial, Point<Logical> at) {
        if (surface.isAlive()) {
            send(new Event.Enter(serial, WlSurface.idOf(surface), at.x(), at.y()));
        }
    }

    void leave(Surface surface, int serial) {
        horizontal.reset();
        vertical.reset();
        send(new Event.Leave(serial, WlSurface.idOf(surface)));
    }

    void motion(int timeMs, Point<Logical> at) {
        send(new Event.Motion(timeMs, at.x(), at.y()));
    }

    /** Tells this object of pushes from now on. */
    void addRelative(Resource<?, ZwpRelativePointerV1Protocol.Event> relative) {
        relatives.add(relative);
        relative.onDestroy(() -> relatives.remove(relative));
    }

    void relativeMotion(RelativeMotion motion) {
        long timeMicros = Integer.toUnsignedLong(motion.timeMs()) * MICROS_PER_MILLI;
        for (var relative : relatives) {
            frameOpen = true;
            relative.send(new ZwpRelativePointerV1Protocol.Event.RelativeMotion(
                    (int) (timeMicros >>> Integer.SIZE),
                    (int) timeMicros,
                    motion.dx(),
                    motion.dy(),
                    motion.dxUnaccelerated(),
                    motion.dyUnaccelerated()));
        }
    }

    void button(int serial, int timeMs, int button, boolean pressed) {
        var state = pressed ? ButtonState.PRESSED : ButtonState.RELEASED;
        send(new Event.Button(serial, timeMs, button, state.value()));
    }

    void axis(AxisEvent axis) {
        var verticalPart = vertical.take(axis.vertical());
        var horizontalPart = horizontal.take(axis.horizontal());
        if (isNothing(verticalPart) && isNothing(horizontalPart)) {
            return;
        }
        send(new Event.AxisSource(source(axis.source()).value()));
        axis(axis.timeMs(), Axis.VERTICAL_SCROLL.value(), verticalPart);
        axis(axis.timeMs(), Axis.HORIZONTAL_SCROLL.value(), horizontalPart);
    }

    void frame() {
        if (frameOpen) {
            frameOpen = false;
            resource.send(new Event.Frame());
        }
    }

    private void axis(int timeMs, int axis, Movement movement) {
        if (movement.distance() != 0) {
            if (movement.value120() != 0) {
                if (resource.version() >= HIGH_RESOLUTION_SINCE) {
                    send(new Event.AxisValue120(axis, movement.value120()));
                } else {
                    send(new Event.AxisDiscrete(axis, movement.value120() / DETENT));
                }
            }
            send(new Event.AxisRelativeDirection(axis, AxisRelativeDirection.IDENTICAL.value()));
            send(new Event.Axis(timeMs, axis, movement.distance()));
        }
        if (movement.stop()) {
            send(new Event.AxisStop(timeMs, axis));
        }
    }

    private AxisSource source(AxisEvent.Source source) {
        return switch (source) {
            case WHEEL -> AxisSource.WHEEL;
            case FINGER -> AxisSource.FINGER;
            case CONTINUOUS -> AxisSource.CONTINUOUS;
            case WHEEL_TILT -> resource.version() >= TILT_SINCE ? AxisSource.WHEEL_TILT : AxisSource.WHEEL;
        };
    }

    private void send(Event event) {
        frameOpen = true;
        resource.send(event);
    }

    private static boolean isNothing(Movement movement) {
        return movement.distance() == 0 && !movement.stop();
    }

    /** The wheel of one axis as a client sees it. */
    private final class Detents {
        private int value120;
        private double distance;

        /** What the client is to be told of a movement, and of those that were saved up before. */
        Movement take(Movement movement) {
            if (movement.value120() == 0 || resource.version() >= HIGH_RESOLUTION_SINCE) {
                return movement;
            }
            if (Integer.signum(movement.value120()) == -Integer.signum(value120)) {
                reset();
            }
            value120 = Math.clamp((long) value120 + movement.value120(), Integer.MIN_VALUE, Integer.MAX_VALUE);
            distance += movement.distance();
            int whole = value120 / DETENT * DETENT;
            if (whole == 0) {
                return new Movement(0, 0, movement.stop());
            }
            var complete = new Movement(distance, whole, movement.stop());
            value120 -= whole;
            distance = 0;
            return complete;
        }

        void reset() {
            value120 = 0;
            distance = 0;
        }
    }

    /** Follows a surface with role cursor. */
    private record CursorRole(Cursor cursor) implements SurfaceListener {
        @Override
        public void applied(Surface surface, AppliedCommit commit) {
            cursor.contentMoved(surface, commit.offset().x(), commit.offset().y());
        }

        @Override
        public void destroyed(Surface surface) {
            cursor.surfaceGone(surface);
        }
    }
}
