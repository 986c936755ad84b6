package org.wayray.compositor.globals;

import java.util.Optional;
import java.util.function.Supplier;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.seat.DragEvents;
import org.wayray.compositor.seat.DragOffer;
import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.protocols.core.WlDataDeviceManagerProtocol;
import org.wayray.wayland.protocols.core.WlDataDeviceManagerProtocol.Request;
import org.wayray.wayland.protocols.core.WlDataDeviceProtocol;
import org.wayray.wayland.protocols.core.WlDataSourceProtocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * wl_data_device_manager: copy and paste, drag and drop. Tells the data devices of the client that has the keyboard what the
 * selection is, and those of the client below a drag what is dragged. Confined to the session loop.
 */
public final class WlDataDeviceManager {
    public static final int VERSION = 3;

    private final Seat seat;
    private final PerClient<WlDataDevice> devices = new PerClient<>();

    /** Offers the global. */
    public WlDataDeviceManager(Display display, Seat seat) {
        this.seat = seat;
        seat.drag().setEvents(new ToDevices());
        seat.selection().addListener(source -> selectionChanged());
        seat.addFocusListener(this::keyboardClientChanged);
        display.global(WlDataDeviceManagerProtocol.INTERFACE, VERSION, this::bind);
    }

    private void bind(Resource<Request, NoMessage> resource) {
        resource.setHandler(request -> {
            switch (request) {
                case Request.CreateDataSource(int id) -> createDataSource(resource, id);
                case Request.GetDataDevice(int id, int ignoredSeat) -> getDataDevice(resource, id);
            }
        });
    }

    private void createDataSource(Resource<Request, NoMessage> from, int id) {
        new WlDataSource(from.client().create(WlDataSourceProtocol.INTERFACE, id, from.version()), seat);
    }

    private void getDataDevice(Resource<Request, NoMessage> from, int id) {
        var resource = from.client().create(WlDataDeviceProtocol.INTERFACE, id, from.version());
        var device = new WlDataDevice(resource, seat);
        devices.add(resource, device);
        if (seat.hasKeyboard(from.client())) {
            device.selectionChanged();
        }
    }

    private void selectionChanged() {
        seat.keyboardClient().ifPresent(client -> devices.of(client).forEach(WlDataDevice::selectionChanged));
    }

    private void keyboardClientChanged(Optional<Object> before, Optional<Object> now) {
        before.ifPresent(client -> devices.of(client).forEach(WlDataDevice::selectionLost));
        now.ifPresent(client -> devices.of(client).forEach(WlDataDevice::selectionChanged));
    }

    /** Passes the events of a drag on to the data devices of the surface's client. */
    private final class ToDevices implements DragEvents {
        @Override
        public void enter(Surface surface, int serial, Point<Logical> at, Optional<Supplier<DragOffer>> offers) {
            devices.of(surface.client())
                    .forEach(device -> device.enter(surface, serial, at, offers.map(Supplier::get)));
        }

        @Override
        public void leave(Surface surface) {
            devices.of(surface.client()).forEach(WlDataDevice::leave);
        }

        @Override
        public void motion(Surface surface, int timeMs, Point<Logical> at) {
            devices.of(surface.client()).forEach(device -> device.motion(timeMs, at));
        }

        @Override
        public void drop(Surface surface) {
            devices.of(surface.client()).forEach(WlDataDevice::drop);
        }
    }
}
