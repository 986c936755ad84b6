package org.wayray.compositor.globals;

import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.seat.PointerGestures;
import org.wayray.compositor.seat.PointerGestures.Kind;
import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.protocols.pointergestures.ZwpPointerGestureHoldV1Protocol;
import org.wayray.wayland.protocols.pointergestures.ZwpPointerGesturePinchV1Protocol;
import org.wayray.wayland.protocols.pointergestures.ZwpPointerGestureSwipeV1Protocol;
import org.wayray.wayland.protocols.pointergestures.ZwpPointerGesturesV1Protocol;
import org.wayray.wayland.protocols.pointergestures.ZwpPointerGesturesV1Protocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwp_pointer_gestures_v1: tells clients what fingers do on a touch pad.
 *
 * <p>Deliberately left out: the viewer's side; the gestures flow as soon as one is passed to the seat. Confined to the session loop.
 */
public final class ZwpPointerGesturesV1 {
    public static final int VERSION = 3;

    private final PerClient<Resource<?, ZwpPointerGestureSwipeV1Protocol.Event>> swipes = new PerClient<>();
    private final PerClient<Resource<?, ZwpPointerGesturePinchV1Protocol.Event>> pinches = new PerClient<>();
    private final PerClient<Resource<?, ZwpPointerGestureHoldV1Protocol.Event>> holds = new PerClient<>();

    public ZwpPointerGesturesV1(Display display, Seat seat) {
        seat.gestures().setEvents(new ToClients());
        display.global(
                ZwpPointerGesturesV1Protocol.INTERFACE, VERSION, resource -> resource.setHandler(new Bound(resource)));
    }

    private final class Bound implements RequestHandler<Request> {
        private final Resource<Request, NoMessage> resource;

        Bound(Resource<Request, NoMessage> resource) {
            this.resource = resource;
        }

        @Override
        public void handle(Request request) {
            var client = resource.client();
            switch (request) {
                case Request.GetSwipeGesture(int id, int pointer) -> {
                    var swipe = client.create(ZwpPointerGestureSwipeV1Protocol.INTERFACE, id, resource.version());
                    swipe.setHandler(end -> {
                        switch (end) {
                            case ZwpPointerGestureSwipeV1Protocol.Request.Destroy() -> {}
                        }
                    });
                    swipes.add(swipe, swipe);
                }
                case Request.GetPinchGesture(int id, int pointer) -> {
                    var pinch = client.create(ZwpPointerGesturePinchV1Protocol.INTERFACE, id, resource.version());
                    pinch.setHandler(end -> {
                        switch (end) {
                            case ZwpPointerGesturePinchV1Protocol.Request.Destroy() -> {}
                        }
                    });
                    pinches.add(pinch, pinch);
                }
                case Request.Release() -> {}
                case Request.GetHoldGesture(int id, int pointer) -> {
                    var hold = client.create(ZwpPointerGestureHoldV1Protocol.INTERFACE, id, resource.version());
                    hold.setHandler(end -> {
                        switch (end) {
                            case ZwpPointerGestureHoldV1Protocol.Request.Destroy() -> {}
                        }
                    });
                    holds.add(hold, hold);
                }
            }
        }
    }

    /** Passes gestures on to the objects of the surface's client. */
    private final class ToClients implements PointerGestures.Events {
        @Override
        public void begin(Surface surface, Kind kind, int serial, int timeMs, int fingers) {
            int id = WlSurface.idOf(surface);
            switch (kind) {
                case SWIPE -> {
                    var event = new ZwpPointerGestureSwipeV1Protocol.Event.Begin(serial, timeMs, id, fingers);
                    swipes.of(surface.client()).forEach(object -> object.send(event));
                }
                case PINCH -> {
                    var event = new ZwpPointerGesturePinchV1Protocol.Event.Begin(serial, timeMs, id, fingers);
                    pinches.of(surface.client()).forEach(object -> object.send(event));
                }
                case HOLD -> {
                    var event = new ZwpPointerGestureHoldV1Protocol.Event.Begin(serial, timeMs, id, fingers);
                    holds.of(surface.client()).forEach(object -> object.send(event));
                }
            }
        }

        @Override
        public void swipe(Surface surface, int timeMs, double dx, double dy) {
            var event = new ZwpPointerGestureSwipeV1Protocol.Event.Update(timeMs, dx, dy);
            swipes.of(surface.client()).forEach(object -> object.send(event));
        }

        @Override
        public void pinch(Surface surface, int timeMs, double dx, double dy, double scale, double rotation) {
            var event = new ZwpPointerGesturePinchV1Protocol.Event.Update(timeMs, dx, dy, scale, rotation);
            pinches.of(surface.client()).forEach(object -> object.send(event));
        }

        @Override
        public void end(Surface surface, Kind kind, int serial, int timeMs, boolean cancelled) {
            int undo = cancelled ? 1 : 0;
            switch (kind) {
                case SWIPE -> {
                    var event = new ZwpPointerGestureSwipeV1Protocol.Event.End(serial, timeMs, undo);
                    swipes.of(surface.client()).forEach(object -> object.send(event));
                }
                case PINCH -> {
                    var event = new ZwpPointerGesturePinchV1Protocol.Event.End(serial, timeMs, undo);
                    pinches.of(surface.client()).forEach(object -> object.send(event));
                }
                case HOLD -> {
                    var event = new ZwpPointerGestureHoldV1Protocol.Event.End(serial, timeMs, undo);
                    holds.of(surface.client()).forEach(object -> object.send(event));
                }
            }
        }
    }
}
