package org.wayray.compositor.globals;

import org.wayray.wayland.protocols.tablet.ZwpTabletManagerV2Protocol;
import org.wayray.wayland.protocols.tablet.ZwpTabletManagerV2Protocol.Request;
import org.wayray.wayland.protocols.tablet.ZwpTabletSeatV2Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwp_tablet_manager_v2: lets clients hear of graphics tablets, of which the seat has none: no viewer sends what a pen does.
 *
 * <p>Confined to the session loop.
 */
public final class ZwpTabletManagerV2 {
    public static final int VERSION = 2;

    public ZwpTabletManagerV2(Display display) {
        display.global(
                ZwpTabletManagerV2Protocol.INTERFACE, VERSION, resource -> resource.setHandler(new Bound(resource)));
    }

    private record Bound(Resource<Request, NoMessage> resource) implements RequestHandler<Request> {
        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.GetTabletSeat(int id, int seat) ->
                    resource.client()
                            .create(ZwpTabletSeatV2Protocol.INTERFACE, id, resource.version())
                            .setHandler(end -> {
                                switch (end) {
                                    case ZwpTabletSeatV2Protocol.Request.Destroy() -> {}
                                }
                            });
                case Request.Destroy() -> {}
            }
        }
    }
}
