package org.wayray.compositor.globals;

import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.protocols.inputmethod.ZwpInputMethodManagerV2Protocol;
import org.wayray.wayland.protocols.inputmethod.ZwpInputMethodManagerV2Protocol.Request;
import org.wayray.wayland.protocols.inputmethod.ZwpInputMethodV2Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwp_input_method_manager_v2: lets one program at a time be the input method of the only seat.
 *
 * <p>Confined to the session loop.
 */
public final class ZwpInputMethodManagerV2 {
    public static final int VERSION = 1;

    private final Seat seat;

    public ZwpInputMethodManagerV2(Display display, Seat seat) {
        this.seat = seat;
        display.global(
                ZwpInputMethodManagerV2Protocol.INTERFACE,
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
                case Request.GetInputMethod(int wanted, int id) ->
                    ZwpInputMethodV2.create(
                            resource.client().create(ZwpInputMethodV2Protocol.INTERFACE, id, resource.version()), seat);
                case Request.Destroy() -> {}
            }
        }
    }
}
