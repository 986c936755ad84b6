package org.wayray.compositor.globals;

import org.wayray.wayland.protocols.relativepointer.ZwpRelativePointerManagerV1Protocol;
import org.wayray.wayland.protocols.relativepointer.ZwpRelativePointerManagerV1Protocol.Request;
import org.wayray.wayland.protocols.relativepointer.ZwpRelativePointerV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwp_relative_pointer_manager_v1: lets clients hear how far the pointer was pushed, also where it cannot go.
 *
 * <p>The objects belong to their wl_pointer and hear nothing once it is released. A viewer that tells places only is heard as
 * pushes from one place to the next. Confined to the session loop.
 */
public final class ZwpRelativePointerManagerV1 {
    public static final int VERSION = 1;

    public ZwpRelativePointerManagerV1(Display display) {
        display.global(
                ZwpRelativePointerManagerV1Protocol.INTERFACE,
                VERSION,
                resource -> resource.setHandler(new Bound(resource)));
    }

    private record Bound(Resource<Request, NoMessage> resource) implements RequestHandler<Request> {
        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Destroy() -> {}
                case Request.GetRelativePointer(int id, int pointer) -> getRelativePointer(id, pointer);
            }
        }

        private void getRelativePointer(int id, int pointer) {
            var client = resource.client();
            var created = client.create(ZwpRelativePointerV1Protocol.INTERFACE, id, resource.version());
            created.setHandler(request -> {
                switch (request) {
                    case ZwpRelativePointerV1Protocol.Request.Destroy() -> {}
                }
            });
            client.handler(pointer, WlPointer.class).addRelative(created);
        }
    }
}
