package org.wayray.compositor.globals;

import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.protocols.textinput.ZwpTextInputManagerV3Protocol;
import org.wayray.wayland.protocols.textinput.ZwpTextInputManagerV3Protocol.Request;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV3Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwp_text_input_manager_v3: lets clients offer their text fields to the input method.
 *
 * <p>Confined to the session loop.
 */
public final class ZwpTextInputManagerV3 {
    public static final int VERSION = 2;

    /** Text fields that a client may have at once: each hears of the keyboard's every move. */
    static final int MOST_PER_CLIENT = 256;

    private final Seat seat;
    private final PerClient<ZwpTextInputV3> fields = new PerClient<>();

    public ZwpTextInputManagerV3(Display display, Seat seat) {
        this.seat = seat;
        display.global(
                ZwpTextInputManagerV3Protocol.INTERFACE, VERSION, resource -> resource.setHandler(new Bound(resource)));
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
                case Request.GetTextInput(int id, int wanted) -> getTextInput(id);
            }
        }

        private void getTextInput(int id) {
            var created = resource.client().create(ZwpTextInputV3Protocol.INTERFACE, id, resource.version());
            fields.add(created, new ZwpTextInputV3(created, seat.text()), MOST_PER_CLIENT);
        }
    }
}
