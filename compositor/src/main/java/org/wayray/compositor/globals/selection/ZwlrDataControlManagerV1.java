package org.wayray.compositor.globals.selection;

import org.wayray.compositor.globals.PerClient;
import org.wayray.compositor.seat.DataSource;
import org.wayray.compositor.seat.Seat;
import org.wayray.compositor.seat.Selection;
import org.wayray.wayland.protocols.wlrdatacontrol.ZwlrDataControlDeviceV1Protocol;
import org.wayray.wayland.protocols.wlrdatacontrol.ZwlrDataControlManagerV1Protocol;
import org.wayray.wayland.protocols.wlrdatacontrol.ZwlrDataControlManagerV1Protocol.Request;
import org.wayray.wayland.protocols.wlrdatacontrol.ZwlrDataControlOfferV1Protocol;
import org.wayray.wayland.protocols.wlrdatacontrol.ZwlrDataControlSourceV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;
import org.wayray.wayland.wire.WireFd;

/**
 * zwlr_data_control_manager_v1: both selections for the clipboard managers of wlroots' desktops: cliphist, wl-paste --watch, older
 * wl-clipboard.
 *
 * <p>Confined to the session loop.
 */
public final class ZwlrDataControlManagerV1 {
    public static final int VERSION = 2;

    private static final int PRIMARY_SINCE = 2;

    private final Seat seat;
    private final PerClient<Device> devices = new PerClient<>();

    /** Offers the global. */
    public ZwlrDataControlManagerV1(Display display, Seat seat) {
        this.seat = seat;
        seat.selection().addListener(source -> devices.all().forEach(Device::clipboardChanged));
        seat.primarySelection().addListener(source -> devices.all().forEach(Device::primaryChanged));
        display.global(ZwlrDataControlManagerV1Protocol.INTERFACE, VERSION, this::bind);
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
        new Source(from.client().create(ZwlrDataControlSourceV1Protocol.INTERFACE, id, from.version()), seat);
    }

    private void getDataDevice(Resource<Request, NoMessage> from, int id) {
        var resource = from.client().create(ZwlrDataControlDeviceV1Protocol.INTERFACE, id, from.version());
        var device = new Device(resource, seat);
        devices.add(resource, device);
        device.start();
    }

    /** zwlr_data_control_device_v1. */
    private static final class Device extends DataControlDevice
            implements RequestHandler<ZwlrDataControlDeviceV1Protocol.Request> {
        private final Resource<ZwlrDataControlDeviceV1Protocol.Request, ZwlrDataControlDeviceV1Protocol.Event> resource;

        Device(
                Resource<ZwlrDataControlDeviceV1Protocol.Request, ZwlrDataControlDeviceV1Protocol.Event> resource,
                Seat seat) {
            super(resource, seat);
            this.resource = resource;
            resource.setHandler(this);
        }

        @Override
        public void handle(ZwlrDataControlDeviceV1Protocol.Request request) {
            switch (request) {
                case ZwlrDataControlDeviceV1Protocol.Request.SetSelection(int source) -> set(clipboard(), source);
                case ZwlrDataControlDeviceV1Protocol.Request.Destroy() -> {}
                case ZwlrDataControlDeviceV1Protocol.Request.SetPrimarySelection(int source) -> set(primary(), source);
            }
        }

        private void set(Selection selection, int sourceId) {
            var source = resource.client().find(sourceId, Source.class);
            source.ifPresent(data -> data.use(resource, ZwlrDataControlDeviceV1Protocol.Error.USED_SOURCE));
            selection.set(source);
        }

        @Override
        boolean knowsPrimary() {
            return resource.version() >= PRIMARY_SINCE;
        }

        @Override
        SelectionOffer announce(DataSource source) {
            var object = resource.client().create(ZwlrDataControlOfferV1Protocol.INTERFACE, resource.version());
            var offer = new SelectionOffer(object.id(), source);
            object.setHandler(request -> {
                switch (request) {
                    case ZwlrDataControlOfferV1Protocol.Request.Receive(var mimeType, var fd) ->
                        offer.receive(mimeType, fd);
                    case ZwlrDataControlOfferV1Protocol.Request.Destroy() -> {}
                }
            });
            resource.send(new ZwlrDataControlDeviceV1Protocol.Event.DataOffer(object.id()));
            source.mimeTypes()
                    .forEach(mimeType -> object.send(new ZwlrDataControlOfferV1Protocol.Event.Offer(mimeType)));
            return offer;
        }

        @Override
        void sendSelection(int offer) {
            resource.send(new ZwlrDataControlDeviceV1Protocol.Event.Selection(offer));
        }

        @Override
        void sendPrimarySelection(int offer) {
            resource.send(new ZwlrDataControlDeviceV1Protocol.Event.PrimarySelection(offer));
        }
    }

    /** zwlr_data_control_source_v1. */
    private static final class Source extends DataControlSource
            implements RequestHandler<ZwlrDataControlSourceV1Protocol.Request> {
        private final Resource<ZwlrDataControlSourceV1Protocol.Request, ZwlrDataControlSourceV1Protocol.Event> resource;

        Source(
                Resource<ZwlrDataControlSourceV1Protocol.Request, ZwlrDataControlSourceV1Protocol.Event> resource,
                Seat seat) {
            super(resource, seat);
            this.resource = resource;
            resource.setHandler(this);
        }

        @Override
        public void handle(ZwlrDataControlSourceV1Protocol.Request request) {
            switch (request) {
                case ZwlrDataControlSourceV1Protocol.Request.Offer(String mimeType) ->
                    offer(mimeType, ZwlrDataControlSourceV1Protocol.Error.INVALID_OFFER);
                case ZwlrDataControlSourceV1Protocol.Request.Destroy() -> {}
            }
        }

        @Override
        void sendTo(String mimeType, WireFd target) {
            resource.send(new ZwlrDataControlSourceV1Protocol.Event.Send(mimeType, target));
        }

        @Override
        public void cancelled() {
            resource.send(new ZwlrDataControlSourceV1Protocol.Event.Cancelled());
        }
    }
}
