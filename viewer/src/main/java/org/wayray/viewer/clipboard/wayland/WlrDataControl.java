package org.wayray.viewer.clipboard.wayland;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wayray.posix.Fd;
import org.wayray.viewer.clipboard.Selection;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.client.Registry;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.wlrdatacontrol.ZwlrDataControlDeviceV1Protocol;
import org.wayray.wayland.protocols.wlrdatacontrol.ZwlrDataControlManagerV1Protocol;
import org.wayray.wayland.protocols.wlrdatacontrol.ZwlrDataControlOfferV1Protocol;
import org.wayray.wayland.protocols.wlrdatacontrol.ZwlrDataControlSourceV1Protocol;
import org.wayray.wayland.wire.WireFd;

/** {@code zwlr_data_control_v1}, for compositors from before {@code ext_data_control_v1}. Confined to the connection's loop. */
final class WlrDataControl implements DataControl {
    private static final int VERSION = 2;

    /** Formats of somebody's offer that are looked at. */
    private static final int MOST_TYPES = 128;

    private final Proxy<ZwlrDataControlManagerV1Protocol.Request, ?> manager;
    private final Proxy<ZwlrDataControlDeviceV1Protocol.Request, ZwlrDataControlDeviceV1Protocol.Event> device;
    private final Map<Integer, Received> offers = new HashMap<>();
    private final Listener listener;

    private WlrDataControl(Registry registry, Listener listener) {
        this.listener = listener;
        var seat = registry.bind(WlSeatProtocol.INTERFACE, 1);
        manager = registry.bind(ZwlrDataControlManagerV1Protocol.INTERFACE, VERSION);
        device = manager.create(
                ZwlrDataControlDeviceV1Protocol.INTERFACE,
                id -> new ZwlrDataControlManagerV1Protocol.Request.GetDataDevice(id, seat.id()));
        device.setHandler(this::told);
    }

    /** Begins, where the compositor offers it and has a seat. */
    static @Nullable DataControl bind(Registry registry, Listener listener) {
        return registry.find(ZwlrDataControlManagerV1Protocol.INTERFACE).isPresent()
                        && registry.find(WlSeatProtocol.INTERFACE).isPresent()
                ? new WlrDataControl(registry, listener)
                : null;
    }

    private void told(ZwlrDataControlDeviceV1Protocol.Event event) {
        switch (event) {
            case ZwlrDataControlDeviceV1Protocol.Event.DataOffer(int id) -> {
                var proxy = device.connection().proxy(id, ZwlrDataControlOfferV1Protocol.INTERFACE);
                proxy.ifPresent(made -> offers.put(id, new Received(made)));
            }
            case ZwlrDataControlDeviceV1Protocol.Event.Selection(int id) ->
                listener.selected(Selection.CLIPBOARD, taken(id));
            case ZwlrDataControlDeviceV1Protocol.Event.PrimarySelection(int id) ->
                listener.selected(Selection.PRIMARY, taken(id));
            case ZwlrDataControlDeviceV1Protocol.Event.Finished() -> {
                // the seat is gone, and with it all selections
                listener.selected(Selection.CLIPBOARD, null);
                listener.selected(Selection.PRIMARY, null);
            }
        }
    }

    private @Nullable Offer taken(int id) {
        return offers.remove(id);
    }

    @Override
    public Source select(Selection selection, List<String> mimeTypes, Giver giver) {
        var source = manager.create(
                ZwlrDataControlSourceV1Protocol.INTERFACE,
                ZwlrDataControlManagerV1Protocol.Request.CreateDataSource::new);
        mimeTypes.forEach(type -> source.send(new ZwlrDataControlSourceV1Protocol.Request.Offer(type)));
        source.setHandler(event -> {
            switch (event) {
                case ZwlrDataControlSourceV1Protocol.Event.Send(String mimeType, WireFd fd) ->
                    giver.send(mimeType, fd.take(Fd.class));
                case ZwlrDataControlSourceV1Protocol.Event.Cancelled() -> giver.cancelled();
            }
        });
        if (device.isAlive()) {
            device.send(
                    selection == Selection.CLIPBOARD
                            ? new ZwlrDataControlDeviceV1Protocol.Request.SetSelection(source.id())
                            : new ZwlrDataControlDeviceV1Protocol.Request.SetPrimarySelection(source.id()));
        }
        return () -> {
            if (source.isAlive()) {
                source.send(new ZwlrDataControlSourceV1Protocol.Request.Destroy());
            }
        };
    }

    /** An offer as its types come in. */
    private static final class Received implements Offer {
        private final Proxy<ZwlrDataControlOfferV1Protocol.Request, ZwlrDataControlOfferV1Protocol.Event> proxy;
        private final List<String> mimeTypes = new ArrayList<>();

        Received(Proxy<ZwlrDataControlOfferV1Protocol.Request, ZwlrDataControlOfferV1Protocol.Event> proxy) {
            this.proxy = proxy;
            proxy.setHandler(event -> {
                switch (event) {
                    case ZwlrDataControlOfferV1Protocol.Event.Offer(String mimeType) -> {
                        if (mimeTypes.size() < MOST_TYPES) {
                            mimeTypes.add(mimeType);
                        }
                    }
                }
            });
        }

        @Override
        public List<String> mimeTypes() {
            return List.copyOf(mimeTypes);
        }

        @Override
        public void receive(String mimeType, Fd writeEnd) {
            if (proxy.isAlive()) {
                proxy.send(new ZwlrDataControlOfferV1Protocol.Request.Receive(mimeType, WireFd.owning(writeEnd)));
            } else {
                writeEnd.close();
            }
        }

        @Override
        public void destroy() {
            if (proxy.isAlive()) {
                proxy.send(new ZwlrDataControlOfferV1Protocol.Request.Destroy());
            }
        }
    }
}
