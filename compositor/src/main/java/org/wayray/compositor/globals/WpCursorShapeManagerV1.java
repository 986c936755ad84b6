package org.wayray.compositor.globals;

import org.wayray.compositor.seat.CursorShape;
import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.protocols.cursorshape.WpCursorShapeDeviceV1Protocol;
import org.wayray.wayland.protocols.cursorshape.WpCursorShapeDeviceV1Protocol.Shape;
import org.wayray.wayland.protocols.cursorshape.WpCursorShapeManagerV1Protocol;
import org.wayray.wayland.protocols.cursorshape.WpCursorShapeManagerV1Protocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * wp_cursor_shape_manager_v1: lets clients name the pointer's image, which then is the viewer's own.
 *
 * <p>There are no tablets, so a device for a tablet's tool has nothing to set. Confined to the session loop.
 */
public final class WpCursorShapeManagerV1 {
    public static final int VERSION = 2;

    /** The shapes since version 2 come after this one. */
    private static final Shape LAST_OF_VERSION_1 = Shape.ZOOM_OUT;

    private final Seat seat;

    public WpCursorShapeManagerV1(Display display, Seat seat) {
        this.seat = seat;
        display.global(
                WpCursorShapeManagerV1Protocol.INTERFACE,
                VERSION,
                resource -> resource.setHandler(new Bound(resource)));
    }

    private final class Bound implements RequestHandler<Request> {
        private final Resource<Request, NoMessage> resource;

        Bound(Resource<Request, NoMessage> resource) {
            this.resource = resource;
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Destroy() -> {}
                case Request.GetPointer(int id, int pointer) -> create(id, true);
                case Request.GetTabletToolV2(int id, int tool) -> create(id, false);
            }
        }

        private void create(int id, boolean ofPointer) {
            var device = resource.client().create(WpCursorShapeDeviceV1Protocol.INTERFACE, id, resource.version());
            device.setHandler(request -> {
                switch (request) {
                    case WpCursorShapeDeviceV1Protocol.Request.Destroy() -> {}
                    case WpCursorShapeDeviceV1Protocol.Request.SetShape(int serial, int shape) -> {
                        var named = shape(device, shape);
                        if (ofPointer && seat.cursor().maySet(device.client(), serial)) {
                            seat.cursor().set(named);
                        }
                    }
                }
            });
        }
    }

    private static CursorShape shape(Resource<?, ?> device, int value) {
        return Shape.of(value)
                .filter(shape -> device.version() >= 2 || shape.compareTo(LAST_OF_VERSION_1) <= 0)
                .map(shape -> CursorShape.valueOf(shape.name()))
                .orElseThrow(() -> new ProtocolException(
                        device, WpCursorShapeDeviceV1Protocol.Error.INVALID_SHAPE, "shape " + value));
    }
}
