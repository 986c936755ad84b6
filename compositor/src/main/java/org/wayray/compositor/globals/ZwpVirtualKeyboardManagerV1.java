package org.wayray.compositor.globals;

import org.wayray.compositor.seat.Seat;
import org.wayray.posix.xkb.XkbContext;
import org.wayray.wayland.protocols.virtualkeyboard.ZwpVirtualKeyboardManagerV1Protocol;
import org.wayray.wayland.protocols.virtualkeyboard.ZwpVirtualKeyboardManagerV1Protocol.Request;
import org.wayray.wayland.protocols.virtualkeyboard.ZwpVirtualKeyboardV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwp_virtual_keyboard_manager_v1: lets programs play a keyboard of the only seat. Nobody is unauthorized: who may not does not see
 * the global.
 *
 * <p>Confined to the session loop.
 */
public final class ZwpVirtualKeyboardManagerV1 {
    public static final int VERSION = 1;

    /** Keyboards that a client may have at once: each has a keymap of its own. */
    static final int MOST_PER_CLIENT = 64;

    private final Seat seat;
    private final PerClient<ZwpVirtualKeyboardV1> keyboards = new PerClient<>();
    private final XkbContext xkb;

    /** @param xkb that reads the clients' keymaps */
    public ZwpVirtualKeyboardManagerV1(Display display, Seat seat, XkbContext xkb) {
        this.seat = seat;
        this.xkb = xkb;
        display.global(
                ZwpVirtualKeyboardManagerV1Protocol.INTERFACE,
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
                case Request.CreateVirtualKeyboard(int wanted, int id) -> create(id);
            }
        }

        private void create(int id) {
            var created = resource.client().create(ZwpVirtualKeyboardV1Protocol.INTERFACE, id, resource.version());
            keyboards.add(created, new ZwpVirtualKeyboardV1(created, seat, xkb), MOST_PER_CLIENT);
        }
    }
}
