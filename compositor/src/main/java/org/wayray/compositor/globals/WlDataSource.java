package org.wayray.compositor.globals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.wayray.compositor.seat.DragAction;
import org.wayray.compositor.seat.DragSource;
import org.wayray.compositor.seat.Seat;
import org.wayray.posix.Fd;
import org.wayray.wayland.protocols.core.WlDataDeviceProtocol;
import org.wayray.wayland.protocols.core.WlDataSourceProtocol;
import org.wayray.wayland.protocols.core.WlDataSourceProtocol.Event;
import org.wayray.wayland.protocols.core.WlDataSourceProtocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.WireFd;

/**
 * wl_data_source: data that a client offers, as selection or by dragging it once. GTK 3 makes each of its sources the selection
 * twice, the second time with one more format, so that this is no error as long as it is not dragged. Sources older than version 3
 * know nothing of actions, they offer copies, and are not told that a drag failed. Confined to the session loop.
 */
final class WlDataSource implements DragSource, RequestHandler<Request> {
    private static final int FAILED_DRAGS_SINCE = 3;

    private final Resource<Request, Event> resource;
    private final MimeTypes mimeTypes = new MimeTypes();
    private final Seat seat;
    private final PacedNews negotiation;
    private OptionalInt actions = OptionalInt.empty();
    private Optional<String> target = Optional.empty();
    private int action = DragAction.NONE;
    private boolean targetUntold;
    private boolean actionUntold;
    private boolean selected;
    private boolean dragged;

    WlDataSource(Resource<Request, Event> resource, Seat seat) {
        this.resource = resource;
        this.seat = seat;
        negotiation = new PacedNews(resource, this::tellNow);
        resource.setHandler(this);
        resource.onDestroy(this::destroyed);
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Offer(String mimeType) -> mimeTypes.add(mimeType);
            case Request.Destroy() -> {}
            case Request.SetActions(int dndActions) -> setActions(dndActions);
        }
    }

    private void setActions(int mask) {
        if (!DragAction.isMask(mask)) {
            throw new ProtocolException(
                    resource,
                    WlDataSourceProtocol.Error.INVALID_ACTION_MASK,
                    "action mask " + Integer.toHexString(mask));
        }
        if (selected || dragged || actions.isPresent()) {
            throw invalidSource("actions can be set once, before the source is used");
        }
        actions = OptionalInt.of(mask);
    }

    /** Marks the source as dragged; {@code device} is what the client asked. */
    void useForDrag(Resource<?, ?> device) {
        if (selected || dragged) {
            throw usedBefore(device);
        }
        dragged = true;
    }

    /** Marks the source as selection; {@code device} is what the client asked. */
    void useForSelection(Resource<?, ?> device) {
        if (actions.isPresent()) {
            throw invalidSource("a source with actions is for drag and drop only");
        }
        if (dragged) {
            throw usedBefore(device);
        }
        selected = true;
    }

    private ProtocolException usedBefore(Resource<?, ?> device) {
        return new ProtocolException(
                device, WlDataDeviceProtocol.Error.USED_SOURCE, resource + " has been used already");
    }

    @Override
    public List<String> mimeTypes() {
        return mimeTypes.list();
    }

    @Override
    public void send(String mimeType, Fd target) {
        if (resource.client().isBehind()) {
            // who asks faster than the source can answer gets nothing, rather than the source disconnected
            target.close();
        } else {
            resource.send(new Event.Send(mimeType, WireFd.owning(target)));
        }
    }

    @Override
    public void cancelled() {
        resource.send(new Event.Cancelled());
    }

    @Override
    public int actions() {
        return actions.orElse(DragAction.COPY);
    }

    @Override
    public void target(Optional<String> mimeType) {
        target = mimeType;
        targetUntold = true;
        tell();
    }

    @Override
    public void action(int action) {
        this.action = action;
        actionUntold = true;
        tell();
    }

    /** Only the newest answer counts: a receiver that gives many makes a source that is busy hear few. */
    private void tell() {
        negotiation.tell();
    }

    private void tellNow() {
        if (targetUntold) {
            targetUntold = false;
            resource.send(new Event.Target(target.orElse(null)));
        }
        if (actionUntold) {
            actionUntold = false;
            resource.send(new Event.Action(action));
        }
    }

    @Override
    public void dropPerformed() {
        tellNow();
        resource.send(new Event.DndDropPerformed());
    }

    @Override
    public void finished() {
        tellNow();
        resource.send(new Event.DndFinished());
    }

    @Override
    public void dragCancelled() {
        if (resource.version() >= FAILED_DRAGS_SINCE) {
            cancelled();
        }
    }

    private void destroyed() {
        seat.drag().sourceGone(this);
        seat.selection().sourceGone(this);
    }

    private ProtocolException invalidSource(String message) {
        return new ProtocolException(resource, WlDataSourceProtocol.Error.INVALID_SOURCE, message);
    }
}
