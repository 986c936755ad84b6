package org.wayray.compositor.globals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.seat.AxisEvent;
import org.wayray.compositor.seat.AxisEvent.Movement;
import org.wayray.compositor.seat.Pointer;
import org.wayray.compositor.seat.RelativeMotion;
import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.protocols.core.WlPointerProtocol.Axis;
import org.wayray.wayland.protocols.core.WlPointerProtocol.AxisSource;
import org.wayray.wayland.protocols.wlrvirtualpointer.ZwlrVirtualPointerV1Protocol;
import org.wayray.wayland.protocols.wlrvirtualpointer.ZwlrVirtualPointerV1Protocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwlr_virtual_pointer_v1: a pointer that a client moves. What it does is saved up until the frame, in order; scrolling comes last.
 * Buttons that it holds are released when it goes.
 *
 * <p>Confined to the session loop.
 */
final class ZwlrVirtualPointerV1 implements RequestHandler<Request> {
    /** Deeds in a frame; who does more has them done before its end. */
    private static final int MOST_DEEDS = 256;

    private static final int DETENT = 120;

    private final Resource<Request, NoMessage> resource;
    private final Scene scene;
    private final Seat seat;
    private final @Nullable Output output;
    private final List<Runnable> frame = new ArrayList<>();
    private final Set<Integer> pressed = new HashSet<>();
    private AxisEvent.Source source = AxisEvent.Source.WHEEL;
    private Movement horizontal = Movement.NONE;
    private Movement vertical = Movement.NONE;
    private int timeMs;

    /** @param output that absolute places refer to, instead of all */
    ZwlrVirtualPointerV1(Resource<Request, NoMessage> resource, Scene scene, Seat seat, Optional<Output> output) {
        this.resource = resource;
        this.scene = scene;
        this.seat = seat;
        this.output = output.orElse(null);
        resource.setHandler(this);
        resource.onDestroy(this::releaseAll);
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Motion(int time, double dx, double dy) ->
                add(() -> seat.pointerRelativeMotion(RelativeMotion.plain(at(time), dx, dy)));
            case Request.MotionAbsolute(int time, int x, int y, int width, int height) ->
                motionAbsolute(time, x, y, width, height);
            case Request.Button(int time, int button, int state) -> add(() -> button(button, state != 0, at(time)));
            case Request.Axis(int time, int axis, double value) -> axis(time, axis, new Movement(value, 0, false));
            case Request.Frame() -> frame();
            case Request.AxisSource(int axisSource) -> source = source(axisSource);
            case Request.AxisStop(int time, int axis) -> axis(time, axis, new Movement(0, 0, true));
            case Request.AxisDiscrete(int time, int axis, double value, int discrete) ->
                axis(time, axis, new Movement(value, (int) Math.clamp((long) discrete * DETENT, -LIMIT, LIMIT), false));
            case Request.Destroy() -> {}
        }
    }

    /** The most 120ths of a detent that one request is taken for. */
    private static final int LIMIT = 1 << 24;

    private void motionAbsolute(int time, int x, int y, int width, int height) {
        var area = area();
        if (width == 0 || height == 0 || area.isEmpty()) {
            return;
        }
        // the far end is the last pixel, not the one beyond, where nothing is
        var place = new Point<Logical>(
                Math.min(area.x() + share(x, width) * area.width(), area.right() - 1),
                Math.min(area.y() + share(y, height) * area.height(), area.bottom() - 1));
        add(() -> seat.pointerMotion(place, at(time)));
    }

    private static double share(int numerator, int denominator) {
        return Math.min(1, (double) Integer.toUnsignedLong(numerator) / Integer.toUnsignedLong(denominator));
    }

    private Rect<Logical> area() {
        var outputs = scene.outputs();
        if (output != null && outputs.contains(output)) {
            return output.logicalBounds();
        }
        return outputs.stream().map(Output::logicalBounds).reduce(Rect.empty(), Rect::enclosing);
    }

    private void button(int button, boolean down, int time) {
        if (!Pointer.isButton(button)) {
            return;
        }
        if (down ? pressed.add(button) : pressed.remove(button)) {
            seat.pointerButton(button, down, time);
        }
    }

    private void axis(int time, int axis, Movement movement) {
        timeMs = time;
        switch (Axis.of(axis).orElse(null)) {
            case HORIZONTAL_SCROLL -> horizontal = sum(horizontal, movement);
            case VERTICAL_SCROLL -> vertical = sum(vertical, movement);
            case null ->
                throw new ProtocolException(resource, ZwlrVirtualPointerV1Protocol.Error.INVALID_AXIS, "axis " + axis);
        }
    }

    private AxisEvent.Source source(int axisSource) {
        return switch (AxisSource.of(axisSource).orElse(null)) {
            case WHEEL -> AxisEvent.Source.WHEEL;
            case FINGER -> AxisEvent.Source.FINGER;
            case CONTINUOUS -> AxisEvent.Source.CONTINUOUS;
            case WHEEL_TILT -> AxisEvent.Source.WHEEL_TILT;
            case null ->
                throw new ProtocolException(
                        resource, ZwlrVirtualPointerV1Protocol.Error.INVALID_AXIS_SOURCE, "axis source " + axisSource);
        };
    }

    private static Movement sum(Movement a, Movement b) {
        return new Movement(
                a.distance() + b.distance(),
                Math.clamp((long) a.value120() + b.value120(), -LIMIT, LIMIT),
                a.stop() || b.stop());
    }

    private void add(Runnable deed) {
        frame.add(deed);
        if (frame.size() >= MOST_DEEDS) {
            frame();
        }
    }

    private void frame() {
        frame.forEach(Runnable::run);
        frame.clear();
        if (!horizontal.equals(Movement.NONE) || !vertical.equals(Movement.NONE)) {
            seat.pointerAxis(new AxisEvent(timeMs, source, horizontal, vertical));
        }
        horizontal = Movement.NONE;
        vertical = Movement.NONE;
        source = AxisEvent.Source.WHEEL;
    }

    private int at(int time) {
        timeMs = time;
        return time;
    }

    private void releaseAll() {
        for (int button : Set.copyOf(pressed)) {
            button(button, false, timeMs);
        }
    }
}
