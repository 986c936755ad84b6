package org.wayray.compositor.globals;

import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.protocols.textinput.ZwpTextInputManagerV1Protocol;
import org.wayray.wayland.protocols.textinput.ZwpTextInputManagerV1Protocol.Request;
import org.wayray.wayland.protocols.textinput.ZwpTextInputV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwp_text_input_manager_v1: text fields of programs that do not speak {@linkplain ZwpTextInputManagerV3 version 3}, as weston's
 * editor. Confined to the session loop.
 */
public final class ZwpTextInputManagerV1 {
    public static final int VERSION = 1;

    /** Text fields that a client may have at once: each hears of the keyboard's every move. */
    static final int MOST_PER_CLIENT = 256;

    private final Seat seat;
    private final PerClient<ZwpTextInputV1> fields = new PerClient<>();

    /** Offers the global. */
    public ZwpTextInputManagerV1(Display display, Seat seat) {
        this.seat = seat;
        display.global(ZwpTextInputManagerV1Protocol.INTERFACE, VERSION, this::bind);
    }

    private void bind(Resource<Request, NoMessage> resource) {
        resource.setHandler(request -> {
            switch (request) {
                case Request.CreateTextInput(int id) -> createTextInput(resource, id);
            }
        });
    }

    private void createTextInput(Resource<Request, NoMessage> from, int id) {
        var resource = from.client().create(ZwpTextInputV1Protocol.INTERFACE, id, from.version());
        fields.add(resource, new ZwpTextInputV1(resource, seat.text()), MOST_PER_CLIENT);
    }
}
