package org.wayray.compositor.globals.selection;

import org.wayray.compositor.globals.PerClient;
import org.wayray.compositor.seat.DataSource;
import org.wayray.compositor.seat.Seat;
import org.wayray.compositor.seat.Selection;
import org.wayray.wayland.protocols.extdatacontrol.ExtDataControlDeviceV1Protocol;
import org.wayray.wayland.protocols.extdatacontrol.ExtDataControlManagerV1Protocol;
import org.wayray.wayland.protocols.extdatacontrol.ExtDataControlManagerV1Protocol.Request;
import org.wayray.wayland.protocols.extdatacontrol.ExtDataControlOfferV1Protocol;
import org.wayray.wayland.protocols.extdatacontrol.ExtDataControlSourceV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;
import org.wayray.wayland.wire.WireFd;

/**
 * ext_data_control_manager_v1: both selections for clipboard managers, the standard form of what wlroots' protocol began.
 *
 * <p>Confined to the session loop.
 */
public final class ExtDataControlManagerV1 {
    public static final int VERSION = 1;

    private final Seat seat;
    private final PerClient<Device> devices = new PerClient<>();

    /** Offers the global. */
    public ExtDataControlManagerV1(Display display, Seat seat) {
        this.seat = seat;
        seat.selection().addListener(source -> devices.all().forEach(Device::clipboardChanged));
        seat.primarySelection().addListener(source -> devices.all().forEach(Device::primaryChanged));
        display.global(ExtDataControlManagerV1Protocol.INTERFACE, VERSION, this::bind);
    }

    private void bind(Resource<Request, NoMessage> resource) {
        resource.setHandler(request -> {
            switch (request) {
                case Request.CreateDataSource(int id) -> createDataSource(resource, id);
                case Request.GetDataDevice(int id, int ignoredSeat) -> getDataDevice(resource, id);
                case Request.Destroy() -> {}
            }
        });
    }

    private void createDataSource(Resource<Request, NoMessage> from, int id) {
        new Source(from.client().create(ExtDataControlSourceV1Protocol.INTERFACE, id, from.version()), seat);
    }

    private void getDataDevice(Resource<Request, NoMessage> from, int id) {
        var resource = from.client().create(ExtDataControlDeviceV1Protocol.INTERFACE, id, from.version());
        var device = new Device(resource, seat);
        devices.add(resource, device);
        device.start();
    }

    /** ext_data_control_device_v1. */
    private static final class Device extends DataControlDevice
            implements RequestHandler<ExtDataControlDeviceV1Protocol.Request> {
        private final Resource<ExtDataControlDeviceV1Protocol.Request, ExtDataControlDeviceV1Protocol.Event> resource;

        Device(
                Resource<ExtDataControlDeviceV1Protocol.Request, ExtDataControlDeviceV1Protocol.Event> resource,
                Seat seat) {
            super(resource, seat);
            this.resource = resource;
            resource.setHandler(this);
        }

        @Override
        public void handle(ExtDataControlDeviceV1Protocol.Request request) {
            switch (request) {
                case ExtDataControlDeviceV1Protocol.Request.SetSelection(int source) -> set(clipboard(), source);
                case ExtDataControlDeviceV1Protocol.Request.Destroy() -> {}
                case ExtDataControlDeviceV1Protocol.Request.SetPrimarySelection(int source) -> set(primary(), source);
            }
        }

        private void set(Selection selection, int sourceId) {
            var source = resource.client().find(sourceId, Source.class);
            source.ifPresent(data -> data.use(resource, ExtDataControlDeviceV1Protocol.Error.USED_SOURCE));
            selection.set(source);
        }

        @Override
        boolean knowsPrimary() {
            return true;
        }

        @Override
        SelectionOffer announce(DataSource source) {
            var object = resource.client().create(ExtDataControlOfferV1Protocol.INTERFACE, resource.version());
            var offer = new SelectionOffer(object.id(), source);
            object.setHandler(request -> {
                switch (request) {
                    case ExtDataControlOfferV1Protocol.Request.Receive(var mimeType, var fd) ->
                        offer.receive(mimeType, fd);
                    case ExtDataControlOfferV1Protocol.Request.Destroy() -> {}
                }
            });
            resource.send(new ExtDataControlDeviceV1Protocol.Event.DataOffer(object.id()));
            source.mimeTypes()
                    .forEach(mimeType -> object.send(new ExtDataControlOfferV1Protocol.Event.Offer(mimeType)));
            return offer;
        }

        @Override
        void sendSelection(int offer) {
            resource.send(new ExtDataControlDeviceV1Protocol.Event.Selection(offer));
        }

        @Override
        void sendPrimarySelection(int offer) {
            resource.send(new ExtDataControlDeviceV1Protocol.Event.PrimarySelection(offer));
        }
    }

    /** ext_data_control_source_v1. */
    private static final class Source extends DataControlSource
            implements RequestHandler<ExtDataControlSourceV1Protocol.Request> {
        private final Resource<ExtDataControlSourceV1Protocol.Request, ExtDataControlSourceV1Protocol.Event> resource;

        Source(
                Resource<ExtDataControlSourceV1Protocol.Request, ExtDataControlSourceV1Protocol.Event> resource,
                Seat seat) {
            super(resource, seat);
            this.resource = resource;
            resource.setHandler(this);
        }

        @Override
        public void handle(ExtDataControlSourceV1Protocol.Request request) {
            switch (request) {
                case ExtDataControlSourceV1Protocol.Request.Offer(String mimeType) ->
                    offer(mimeType, ExtDataControlSourceV1Protocol.Error.INVALID_OFFER);
                case ExtDataControlSourceV1Protocol.Request.Destroy() -> {}
            }
        }

        @Override
        void sendTo(String mimeType, WireFd target) {
            resource.send(new ExtDataControlSourceV1Protocol.Event.Send(mimeType, target));
        }

        @Override
        public void cancelled() {
            resource.send(new ExtDataControlSourceV1Protocol.Event.Cancelled());
        }
    }
}
