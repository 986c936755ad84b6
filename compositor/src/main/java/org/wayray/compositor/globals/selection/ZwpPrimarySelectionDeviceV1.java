package org.wayray.compositor.globals.selection;

import org.jspecify.annotations.Nullable;
import org.wayray.compositor.globals.PacedNews;
import org.wayray.compositor.seat.DataSource;
import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.protocols.wpprimaryselection.ZwpPrimarySelectionDeviceV1Protocol.Event;
import org.wayray.wayland.protocols.wpprimaryselection.ZwpPrimarySelectionDeviceV1Protocol.Request;
import org.wayray.wayland.protocols.wpprimaryselection.ZwpPrimarySelectionOfferV1Protocol;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * zwp_primary_selection_device_v1: one client's way to the primary selection. Who may replace it is the same as for the
 * clipboard. The protocol asks for the serial of a press before data is received, but gives the request none; the keyboard's
 * focus stands for it. Confined to the session loop.
 */
final class ZwpPrimarySelectionDeviceV1 implements RequestHandler<Request> {
    private final Resource<Request, Event> resource;
    private final Seat seat;
    private final PacedNews selection;
    private @Nullable SelectionOffer offer;

    ZwpPrimarySelectionDeviceV1(Resource<Request, Event> resource, Seat seat) {
        this.resource = resource;
        this.seat = seat;
        selection = new PacedNews(resource, this::tellSelection);
        resource.setHandler(this);
        resource.onDestroy(this::revoke);
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.SetSelection(int source, int serial) -> setSelection(source, serial);
            case Request.Destroy() -> {}
        }
    }

    private void setSelection(int sourceId, int serial) {
        var client = resource.client();
        var source = client.find(sourceId, ZwpPrimarySelectionSourceV1.class);
        if (!seat.mayCopy(client)
                || !seat.primarySelection()
                        .request(source, serial, client.display().serial())) {
            source.ifPresent(ZwpPrimarySelectionSourceV1::cancelled);
        }
    }

    /** What the client may read is another selection now, or none: the offer before is void. */
    void selectionChanged() {
        revoke();
        selection.tell();
    }

    private void tellSelection() {
        revoke();
        if (seat.hasKeyboard(resource.client())) {
            seat.primarySelection().source().ifPresent(this::announce);
        }
        resource.send(new Event.Selection(offer == null ? 0 : offer.id()));
    }

    private void announce(DataSource source) {
        var object = resource.client().create(ZwpPrimarySelectionOfferV1Protocol.INTERFACE, resource.version());
        var next = new SelectionOffer(object.id(), source);
        object.setHandler(request -> {
            switch (request) {
                case ZwpPrimarySelectionOfferV1Protocol.Request.Receive(var mimeType, var fd) ->
                    next.receive(mimeType, fd);
                case ZwpPrimarySelectionOfferV1Protocol.Request.Destroy() -> {}
            }
        });
        resource.send(new Event.DataOffer(object.id()));
        source.mimeTypes()
                .forEach(mimeType -> object.send(new ZwpPrimarySelectionOfferV1Protocol.Event.Offer(mimeType)));
        offer = next;
    }

    private void revoke() {
        if (offer != null) {
            offer.revoke();
            offer = null;
        }
    }
}
