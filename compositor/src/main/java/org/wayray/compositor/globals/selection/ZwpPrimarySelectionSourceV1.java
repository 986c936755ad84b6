package org.wayray.compositor.globals.selection;

import java.util.List;
import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.protocols.wpprimaryselection.ZwpPrimarySelectionSourceV1Protocol.Event;
import org.wayray.wayland.protocols.wpprimaryselection.ZwpPrimarySelectionSourceV1Protocol.Request;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.WireFd;

/** zwp_primary_selection_source_v1: what a client has marked. Confined to the session loop. */
final class ZwpPrimarySelectionSourceV1 extends SelectionSource implements RequestHandler<Request> {
    private final Resource<Request, Event> resource;

    ZwpPrimarySelectionSourceV1(Resource<Request, Event> resource, Seat seat) {
        super(resource, List.of(seat.primarySelection()));
        this.resource = resource;
        resource.setHandler(this);
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Offer(String mimeType) -> offer(mimeType);
            case Request.Destroy() -> {}
        }
    }

    @Override
    void sendTo(String mimeType, WireFd target) {
        resource.send(new Event.Send(mimeType, target));
    }

    @Override
    public void cancelled() {
        resource.send(new Event.Cancelled());
    }
}
