package org.wayray.compositor.globals;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.seat.DataSource;
import org.wayray.compositor.seat.DragAction;
import org.wayray.compositor.seat.DragOffer;
import org.wayray.posix.Fd;
import org.wayray.wayland.protocols.core.WlDataDeviceProtocol;
import org.wayray.wayland.protocols.core.WlDataOfferProtocol;
import org.wayray.wayland.protocols.core.WlDataOfferProtocol.Event;
import org.wayray.wayland.protocols.core.WlDataOfferProtocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.WireFd;

/**
 * wl_data_offer: data that a client may ask for, of the selection or of a drag. Once the selection is another one, or the drag
 * is elsewhere, asking gives nothing: the descriptor is closed. Confined to the session loop.
 */
final class WlDataOffer implements DragOffer.Receiver, RequestHandler<Request> {
    private static final int ACTIONS_SINCE = 3;

    private final Resource<Request, Event> resource;
    private @Nullable DataSource selection;
    private final @Nullable DragOffer drag;
    private boolean finished;

    private WlDataOffer(Resource<Request, Event> resource, @Nullable DataSource selection, @Nullable DragOffer drag) {
        this.resource = resource;
        this.selection = selection;
        this.drag = drag;
        resource.setHandler(this);
    }

    /** Announces the selection to a data device. */
    static WlDataOffer ofSelection(Resource<?, WlDataDeviceProtocol.Event> device, DataSource source) {
        var offer = new WlDataOffer(announce(device, source.mimeTypes()), source, null);
        offer.resource.onDestroy(offer::revoke);
        return offer;
    }

    /** Announces what is dragged to a data device. */
    static WlDataOffer ofDrag(Resource<?, WlDataDeviceProtocol.Event> device, DragOffer drag) {
        var offer = new WlDataOffer(announce(device, drag.mimeTypes()), null, drag);
        offer.resource.send(new Event.SourceActions(drag.sourceActions()));
        offer.resource.onDestroy(drag::letGo);
        return offer;
    }

    private static Resource<Request, Event> announce(
            Resource<?, WlDataDeviceProtocol.Event> device, List<String> mimeTypes) {
        var resource = device.client().create(WlDataOfferProtocol.INTERFACE, device.version());
        device.send(new WlDataDeviceProtocol.Event.DataOffer(resource.id()));
        mimeTypes.forEach(mimeType -> resource.send(new Event.Offer(mimeType)));
        return resource;
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Accept(int ignored, var mimeType) -> accept(Optional.ofNullable(mimeType));
            case Request.Receive(String mimeType, WireFd fd) -> receive(mimeType, fd);
            case Request.Destroy() -> {}
            case Request.Finish() -> finish();
            case Request.SetActions(int dndActions, int preferred) -> setActions(dndActions, preferred);
        }
    }

    private void accept(Optional<String> mimeType) {
        if (drag != null && !finished) {
            drag.accept(mimeType);
        }
    }

    private void receive(String mimeType, WireFd fd) {
        if (drag != null) {
            drag.receive(mimeType, fd.take(Fd.class));
        } else if (selection != null) {
            selection.send(mimeType, fd.take(Fd.class));
        }
    }

    private void finish() {
        if (drag == null) {
            throw error(WlDataOfferProtocol.Error.INVALID_FINISH, "finish of an offer that was not dragged");
        }
        if (finished) {
            throw error(WlDataOfferProtocol.Error.INVALID_FINISH, "finished twice");
        }
        if (drag.isEnded()) {
            // the source went away while the request was on its way
            return;
        }
        if (!drag.mayFinish()) {
            throw error(
                    WlDataOfferProtocol.Error.INVALID_FINISH, "finish before a drop, or without a format or an action");
        }
        finished = true;
        drag.finish();
    }

    private void setActions(int actions, int preferred) {
        if (drag == null) {
            throw error(WlDataOfferProtocol.Error.INVALID_OFFER, "actions for an offer that was not dragged");
        }
        if (!DragAction.isMask(actions)) {
            throw error(WlDataOfferProtocol.Error.INVALID_ACTION_MASK, "action mask " + Integer.toHexString(actions));
        }
        if (!DragAction.isMask(preferred) || Integer.bitCount(preferred) > 1) {
            throw error(WlDataOfferProtocol.Error.INVALID_ACTION, "preferred action " + Integer.toHexString(preferred));
        }
        if (!finished) {
            drag.setActions(actions, preferred);
        }
    }

    int id() {
        return resource.id();
    }

    /** The client was told that the drag entered its surface with this offer. */
    void entered() {
        if (drag != null) {
            drag.giveTo(this);
        }
    }

    /** The selection may no longer be read by this offer. */
    void revoke() {
        selection = null;
    }

    @Override
    public boolean negotiates() {
        return resource.version() >= ACTIONS_SINCE;
    }

    @Override
    public void action(int action) {
        resource.send(new Event.Action(action));
    }

    private ProtocolException error(WlDataOfferProtocol.Error code, String message) {
        return new ProtocolException(resource, code, message);
    }
}
