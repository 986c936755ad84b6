package org.wayray.compositor.globals.xdgshell;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceTree;
import org.wayray.compositor.seat.PopupGrabs;
import org.wayray.compositor.wm.Positioner;
import org.wayray.wayland.protocols.xdgshell.XdgPopupProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgPopupProtocol.Event;
import org.wayray.wayland.protocols.xdgshell.XdgPopupProtocol.Request;
import org.wayray.wayland.protocols.xdgshell.XdgWmBaseProtocol;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * xdg_popup: a menu or tooltip, placed by rules relative to its parent, kept on the parent's output as far as the rules allow.
 *
 * <p>A popup that is dismissed is out of sight and stays so; its client is to destroy it. A grab is dismissed at once if its
 * serial is of no input event that the client was sent lately. A grab for a popup of a window, while another popup of the
 * client has one, dismisses that one: the menu bar's next menu. Confined to the session loop.
 */
final class XdgPopup implements XdgRole, PopupGrabs.Popup, RequestHandler<Request> {
    /** Popups above each other, from the one of a window to the topmost. Their trees are walked by recursion. */
    static final int MAX_DEPTH = 64;

    private static final int REPOSITION_SINCE = 3;

    private final Resource<Request, Event> resource;
    private final XdgWmBase shell;
    private final XdgSurface owner;
    private final @Nullable XdgSurface parent;
    private Positioner rules;
    private OptionalInt token = OptionalInt.empty();
    /** Where the popup lies, or will with the next commit, relative to the parent's window geometry. */
    private Rect<Logical> place = Rect.empty();
    /** The place that was sent to the client last. */
    private Rect<Logical> placeSent = Rect.empty();

    private boolean dismissed;
    private boolean grabbed;
    private @Nullable SurfaceTree tree;

    XdgPopup(
            Resource<Request, Event> resource,
            XdgWmBase shell,
            XdgSurface owner,
            Optional<XdgSurface> parent,
            Positioner rules) {
        this.resource = resource;
        this.shell = shell;
        this.owner = owner;
        this.parent = parent.orElse(null);
        this.rules = rules;
        resource.setHandler(this);
        parent.ifPresent(surface -> {
            surface.addPopup(this);
            resource.onDestroy(() -> surface.removePopup(this));
        });
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> destroy();
            case Request.Grab(int seat, int serial) -> grab(serial);
            case Request.Reposition(int positioner, int newToken) -> reposition(positioner, newToken);
        }
    }

    private void destroy() {
        if (owner.hasPopups()) {
            throw baseError(XdgWmBaseProtocol.Error.NOT_THE_TOPMOST_POPUP, "destroyed before a popup above it");
        }
    }

    private void grab(int serial) {
        if (owner.isMapped()) {
            throw new ProtocolException(
                    resource, XdgPopupProtocol.Error.INVALID_GRAB, "grab of a popup that is mapped already");
        }
        if (dismissed || grabbed) {
            return;
        }
        var popups = shell.seat().popups();
        if (parent != null && parent.role().orElse(null) instanceof XdgPopup below) {
            if (below.dismissed) {
                dismiss();
                return;
            }
            if (!below.grabbed) {
                throw new ProtocolException(
                        resource, XdgPopupProtocol.Error.INVALID_GRAB, "grab above a popup that has no grab");
            }
            if (popups.topmost().filter(topmost -> topmost == below).isEmpty()) {
                throw baseError(
                        XdgWmBaseProtocol.Error.NOT_THE_TOPMOST_POPUP, "grab above a popup that is not the topmost");
            }
        } else {
            popups.dismissAll();
        }
        if (shell.seat().serials().wasIssuedTo(resource.client(), serial)) {
            grabbed = true;
            popups.add(this);
        } else {
            dismiss();
        }
    }

    private void reposition(int positionerId, int newToken) {
        rules = resource.client()
                .handler(positionerId, XdgPositioner.class)
                .rules()
                .orElseThrow(() -> baseError(
                        XdgWmBaseProtocol.Error.INVALID_POSITIONER,
                        "xdg_positioner@" + positionerId + " has no size or no anchor rectangle"));
        token = OptionalInt.of(newToken);
        if (owner.isStarted() && !dismissed) {
            configure();
        }
    }

    private void configure() {
        var next = rules.place(bounds());
        placeSent = next;
        token.ifPresent(value -> resource.send(new Event.Repositioned(value)));
        token = OptionalInt.empty();
        resource.send(new Event.Configure(next.x(), next.y(), next.width(), next.height()));
        owner.configure(() -> place = next);
    }

    @Override
    public void beforeCommit() {
        if (parent == null) {
            throw baseError(XdgWmBaseProtocol.Error.INVALID_POPUP_PARENT, "the popup has no parent");
        }
    }

    @Override
    public void start() {
        if (!dismissed) {
            configure();
        }
    }

    @Override
    public void committed() {
        placeTree();
        owner.placePopups();
    }

    @Override
    public void map() {
        var below = parent == null
                ? Optional.<SurfaceTree>empty()
                : parent.surface().tree();
        if (dismissed) {
            return;
        }
        if (below.isEmpty()) {
            dismiss();
        } else {
            tree = below.get().addChild(owner.surface(), offset());
        }
    }

    @Override
    public void unmap() {
        hide();
        grabbed = false;
    }

    /** The parent's place or size changed, or what the popup is kept inside of. */
    void placeAgain() {
        placeTree();
        boolean follows = rules.reactive() && resource.version() >= REPOSITION_SINCE;
        if (follows && owner.isStarted() && !dismissed && !owner.isConfiguring()) {
            if (!rules.place(bounds()).equals(placeSent)) {
                configure();
            }
        }
    }

    @Override
    public Surface surface() {
        return owner.surface();
    }

    @Override
    public void dismiss() {
        if (!dismissed) {
            dismissed = true;
            owner.dismissPopups();
            hide();
            resource.send(new Event.PopupDone());
        }
    }

    /** Whether {@link #MAX_DEPTH} allows for a popup above this one. */
    boolean hasDepthForAnother() {
        int depth = 1;
        XdgSurface below = parent;
        // ends also if the roles of dismissed popups were made anew in a circle
        while (depth < MAX_DEPTH && below != null && below.role().orElse(null) instanceof XdgPopup popup) {
            depth++;
            below = popup.parent;
        }
        return depth < MAX_DEPTH;
    }

    boolean isDismissed() {
        return dismissed;
    }

    private void hide() {
        if (tree != null) {
            tree.remove();
            tree = null;
        }
        shell.seat().popups().remove(this);
    }

    private void placeTree() {
        if (tree != null) {
            tree.moveTo(offset());
        }
    }

    /** From the parent surface's top left corner to this one's. */
    private Offset<Logical> offset() {
        Offset<Logical> origin =
                parent == null ? Offset.zero() : parent.windowGeometry().origin();
        return origin.plus(place.origin()).minus(owner.windowGeometry().origin());
    }

    /** What the popup is kept inside of, relative to the parent's window geometry: the output that the parent is on. */
    private Rect<Logical> bounds() {
        if (parent == null) {
            return Rect.empty();
        }
        var origin = parent.windowPosition().orElse(Offset.zero());
        var size = parent.windowGeometry().size();
        var centre = new Point<Logical>(origin.x() + size.width() / 2.0, origin.y() + size.height() / 2.0);
        return shell.scene()
                .outputAt(centre)
                .or(() -> shell.scene().outputs().stream().findFirst())
                .map(Output::logicalBounds)
                .orElse(Rect.everything())
                .translated(Offset.<Logical>zero().minus(origin));
    }

    private ProtocolException baseError(XdgWmBaseProtocol.Error code, String message) {
        return owner.base().error(code, resource + ": " + message);
    }
}
