package org.wayray.compositor.globals.selection;

import java.util.Optional;
import org.wayray.compositor.globals.PerClient;
import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.protocols.wpprimaryselection.ZwpPrimarySelectionDeviceManagerV1Protocol;
import org.wayray.wayland.protocols.wpprimaryselection.ZwpPrimarySelectionDeviceManagerV1Protocol.Request;
import org.wayray.wayland.protocols.wpprimaryselection.ZwpPrimarySelectionDeviceV1Protocol;
import org.wayray.wayland.protocols.wpprimaryselection.ZwpPrimarySelectionSourceV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zwp_primary_selection_device_manager_v1: what was marked last, for the middle button. Tells the devices of the client that has
 * the keyboard what it is, and those of the client that loses the keyboard that there is nothing. Confined to the session loop.
 */
public final class ZwpPrimarySelectionDeviceManagerV1 {
    public static final int VERSION = 1;

    private final Seat seat;
    private final PerClient<ZwpPrimarySelectionDeviceV1> devices = new PerClient<>();

    /** Offers the global. */
    public ZwpPrimarySelectionDeviceManagerV1(Display display, Seat seat) {
        this.seat = seat;
        seat.primarySelection().addListener(source -> selectionChanged());
        seat.addFocusListener(this::keyboardClientChanged);
        display.global(ZwpPrimarySelectionDeviceManagerV1Protocol.INTERFACE, VERSION, this::bind);
    }

    private void bind(Resource<Request, NoMessage> resource) {
        resource.setHandler(request -> {
            switch (request) {
                case Request.CreateSource(int id) -> createSource(resource, id);
                case Request.GetDevice(int id, int ignoredSeat) -> getDevice(resource, id);
                case Request.Destroy() -> {}
            }
        });
    }

    private void createSource(Resource<Request, NoMessage> from, int id) {
        new ZwpPrimarySelectionSourceV1(
                from.client().create(ZwpPrimarySelectionSourceV1Protocol.INTERFACE, id, from.version()), seat);
    }

    private void getDevice(Resource<Request, NoMessage> from, int id) {
        var resource = from.client().create(ZwpPrimarySelectionDeviceV1Protocol.INTERFACE, id, from.version());
        var device = new ZwpPrimarySelectionDeviceV1(resource, seat);
        devices.add(resource, device);
        if (seat.hasKeyboard(from.client())) {
            device.selectionChanged();
        }
    }

    private void selectionChanged() {
        seat.keyboardClient()
                .ifPresent(client -> devices.of(client).forEach(ZwpPrimarySelectionDeviceV1::selectionChanged));
    }

    private void keyboardClientChanged(Optional<Object> before, Optional<Object> now) {
        before.ifPresent(client -> devices.of(client).forEach(ZwpPrimarySelectionDeviceV1::selectionChanged));
        now.ifPresent(client -> devices.of(client).forEach(ZwpPrimarySelectionDeviceV1::selectionChanged));
    }
}
