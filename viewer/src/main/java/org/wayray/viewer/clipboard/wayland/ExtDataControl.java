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
import org.wayray.wayland.protocols.extdatacontrol.ExtDataControlDeviceV1Protocol;
import org.wayray.wayland.protocols.extdatacontrol.ExtDataControlManagerV1Protocol;
import org.wayray.wayland.protocols.extdatacontrol.ExtDataControlOfferV1Protocol;
import org.wayray.wayland.protocols.extdatacontrol.ExtDataControlSourceV1Protocol;
import org.wayray.wayland.wire.WireFd;

/** {@code ext_data_control_v1}. Confined to the connection's loop. */
final class ExtDataControl implements DataControl {
    private static final int VERSION = 1;

    /** Formats of somebody's offer that are looked at. */
    private static final int MOST_TYPES = 128;

    private final Proxy<ExtDataControlManagerV1Protocol.Request, ?> manager;
    private final Proxy<ExtDataControlDeviceV1Protocol.Request, ExtDataControlDeviceV1Protocol.Event> device;
    private final Map<Integer, Received> offers = new HashMap<>();
    private final Listener listener;

    private ExtDataControl(Registry registry, Listener listener) {
        this.listener = listener;
        var seat = registry.bind(WlSeatProtocol.INTERFACE, 1);
        manager = registry.bind(ExtDataControlManagerV1Protocol.INTERFACE, VERSION);
        device = manager.create(
                ExtDataControlDeviceV1Protocol.INTERFACE,
                id -> new ExtDataControlManagerV1Protocol.Request.GetDataDevice(id, seat.id()));
        device.setHandler(this::told);
    }

    /** Begins, where the compositor offers it and has a seat. */
    static @Nullable DataControl bind(Registry registry, Listener listener) {
        return registry.find(ExtDataControlManagerV1Protocol.INTERFACE).isPresent()
                        && registry.find(WlSeatProtocol.INTERFACE).isPresent()
                ? new ExtDataControl(registry, listener)
                : null;
    }

    private void told(ExtDataControlDeviceV1Protocol.Event event) {
        switch (event) {
            case ExtDataControlDeviceV1Protocol.Event.DataOffer(int id) -> {
                var proxy = device.connection().proxy(id, ExtDataControlOfferV1Protocol.INTERFACE);
                proxy.ifPresent(made -> offers.put(id, new Received(made)));
            }
            case ExtDataControlDeviceV1Protocol.Event.Selection(int id) ->
                listener.selected(Selection.CLIPBOARD, taken(id));
            case ExtDataControlDeviceV1Protocol.Event.PrimarySelection(int id) ->
                listener.selected(Selection.PRIMARY, taken(id));
            case ExtDataControlDeviceV1Protocol.Event.Finished() -> {
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
                ExtDataControlSourceV1Protocol.INTERFACE,
                ExtDataControlManagerV1Protocol.Request.CreateDataSource::new);
        mimeTypes.forEach(type -> source.send(new ExtDataControlSourceV1Protocol.Request.Offer(type)));
        source.setHandler(event -> {
            switch (event) {
                case ExtDataControlSourceV1Protocol.Event.Send(String mimeType, WireFd fd) ->
                    giver.send(mimeType, fd.take(Fd.class));
                case ExtDataControlSourceV1Protocol.Event.Cancelled() -> giver.cancelled();
            }
        });
        if (device.isAlive()) {
            device.send(
                    selection == Selection.CLIPBOARD
                            ? new ExtDataControlDeviceV1Protocol.Request.SetSelection(source.id())
                            : new ExtDataControlDeviceV1Protocol.Request.SetPrimarySelection(source.id()));
        }
        return () -> {
            if (source.isAlive()) {
                source.send(new ExtDataControlSourceV1Protocol.Request.Destroy());
            }
        };
    }

    /** An offer as its types come in. */
    private static final class Received implements Offer {
        private final Proxy<ExtDataControlOfferV1Protocol.Request, ExtDataControlOfferV1Protocol.Event> proxy;
        private final List<String> mimeTypes = new ArrayList<>();

        Received(Proxy<ExtDataControlOfferV1Protocol.Request, ExtDataControlOfferV1Protocol.Event> proxy) {
            this.proxy = proxy;
            proxy.setHandler(event -> {
                switch (event) {
                    case ExtDataControlOfferV1Protocol.Event.Offer(String mimeType) -> {
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
                proxy.send(new ExtDataControlOfferV1Protocol.Request.Receive(mimeType, WireFd.owning(writeEnd)));
            } else {
                writeEnd.close();
            }
        }

        @Override
        public void destroy() {
            if (proxy.isAlive()) {
                proxy.send(new ExtDataControlOfferV1Protocol.Request.Destroy());
            }
        }
    }
}
