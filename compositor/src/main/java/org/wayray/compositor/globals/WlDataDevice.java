package org.wayray.compositor.globals;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceRole;
import org.wayray.compositor.seat.DataSource;
import org.wayray.compositor.seat.DragOffer;
import org.wayray.compositor.seat.DragSource;
import org.wayray.compositor.seat.Seat;
import org.wayray.wayland.protocols.core.WlDataDeviceProtocol;
import org.wayray.wayland.protocols.core.WlDataDeviceProtocol.Event;
import org.wayray.wayland.protocols.core.WlDataDeviceProtocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * wl_data_device: one client's way to the selection and to drag and drop.
 *
 * <p>Only who has the keyboard may replace the selection; the source of others is cancelled at once. Confined to the session
 * loop.
 */
final class WlDataDevice implements RequestHandler<Request> {
    private final Resource<Request, Event> resource;
    private final Seat seat;
    private final PacedNews selection;
    private @Nullable WlDataOffer selectionOffer;

    WlDataDevice(Resource<Request, Event> resource, Seat seat) {
        this.resource = resource;
        this.seat = seat;
        selection = new PacedNews(resource, this::tellSelection);
        resource.setHandler(this);
        resource.onDestroy(this::selectionLost);
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.StartDrag(int source, int origin, int icon, int serial) ->
                startDrag(source, origin, icon, serial);
            case Request.SetSelection(int source, int serial) -> setSelection(source, serial);
            case Request.Release() -> {}
        }
    }

    private void startDrag(int sourceId, int originId, int iconId, int serial) {
        var client = resource.client();
        var source = client.find(sourceId, WlDataSource.class);
        var icon = iconId == 0 ? Optional.<Surface>empty() : Optional.of(WlSurface.of(client, iconId));
        if (icon.isPresent() && !icon.get().assignRole(SurfaceRole.DRAG_ICON)) {
            throw new ProtocolException(
                    resource,
                    WlDataDeviceProtocol.Error.ROLE,
                    "wl_surface@" + iconId + " cannot be a drag icon, it has another role");
        }
        source.ifPresent(data -> data.useForDrag(resource));
        if (!seat.drag().start(source.map(DragSource.class::cast), WlSurface.of(client, originId), icon, serial)) {
            source.ifPresent(WlDataSource::dragCancelled);
        }
    }

    private void setSelection(int sourceId, int serial) {
        var client = resource.client();
        var source = client.find(sourceId, WlDataSource.class);
        source.ifPresent(data -> data.useForSelection(resource));
        if (!seat.mayCopy(client)
                || !seat.selection().request(source, serial, client.display().serial())) {
            source.filter(data -> !isSelection(data)).ifPresent(WlDataSource::cancelled);
        }
    }

    private boolean isSelection(DataSource source) {
        return seat.selection().source().filter(source::equals).isPresent();
    }

    /** The client has the keyboard, and the selection is another one: the offer before is void. */
    void selectionChanged() {
        selectionLost();
        selection.tell();
    }

    private void tellSelection() {
        selectionLost();
        if (!seat.hasKeyboard(resource.client())) {
            return;
        }
        var source = seat.selection().source();
        if (source.isEmpty()) {
            resource.send(new Event.Selection(0));
            return;
        }
        var offer = WlDataOffer.ofSelection(resource, source.get());
        selectionOffer = offer;
        resource.send(new Event.Selection(offer.id()));
    }

    /** The client may no longer read the selection: it lost the keyboard, or the selection is another one. */
    void selectionLost() {
        if (selectionOffer != null) {
            selectionOffer.revoke();
            selectionOffer = null;
        }
    }

    void enter(Surface surface, int serial, Point<Logical> at, Optional<DragOffer> drag) {
        if (surface.isAlive()) {
            var offer = drag.map(data -> WlDataOffer.ofDrag(resource, data));
            resource.send(new Event.Enter(
                    serial,
                    WlSurface.idOf(surface),
                    at.x(),
                    at.y(),
                    offer.map(WlDataOffer::id).orElse(0)));
            offer.ifPresent(WlDataOffer::entered);
        }
    }

    void leave() {
        resource.send(new Event.Leave());
    }

    void motion(int timeMs, Point<Logical> at) {
        resource.send(new Event.Motion(timeMs, at.x(), at.y()));
    }

    void drop() {
        resource.send(new Event.Drop());
    }
}
