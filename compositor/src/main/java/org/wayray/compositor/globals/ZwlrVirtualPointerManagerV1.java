package org.wayray.compositor.globals;

import java.util.Optional;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.protocols.wlrvirtualpointer.ZwlrVirtualPointerManagerV1Protocol;
import org.wayray.wayland.protocols.wlrvirtualpointer.ZwlrVirtualPointerManagerV1Protocol.Request;
import org.wayray.wayland.protocols.wlrvirtualpointer.ZwlrVirtualPointerV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwlr_virtual_pointer_manager_v1: lets programs move the pointer of the only seat. Nothing is left out.
 *
 * <p>Confined to the session loop.
 */
public final class ZwlrVirtualPointerManagerV1 {
    public static final int VERSION = 2;

    private final Scene scene;
    private final Seat seat;

    public ZwlrVirtualPointerManagerV1(Display display, Scene scene, Seat seat) {
        this.scene = scene;
        this.seat = seat;
        display.global(
                ZwlrVirtualPointerManagerV1Protocol.INTERFACE,
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
                case Request.CreateVirtualPointer(int wanted, int id) -> create(id, Optional.empty());
                case Request.Destroy() -> {}
                case Request.CreateVirtualPointerWithOutput(int wanted, int output, int id) ->
                    create(id, WlOutputs.find(resource.client(), output));
            }
        }

        private void create(int id, Optional<Output> output) {
            new ZwlrVirtualPointerV1(
                    resource.client().create(ZwlrVirtualPointerV1Protocol.INTERFACE, id, resource.version()),
                    scene,
                    seat,
                    output);
        }
    }
}
