package org.wayray.compositor.globals.xdgshell;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Logical;
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
public final class XdgPopup implements XdgRole, PopupGrabs.Popup, RequestHandler<Request> {
    /** Popups above each other, from the one of a window to the topmost. Their trees are walked by recursion. */
    static final int MAX_DEPTH = 64;

    private static final int REPOSITION_SINCE = 3;

    private final Resource<Request, Event> resource;
    private final XdgWmBase shell;
    private final XdgSurface owner;
    private @Nullable PopupParent parent;
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
        this.rules = rules;
        resource.setHandler(this);
        parent.ifPresent(this::belongTo);
    }

    private void belongTo(PopupParent newParent) {
        parent = newParent;
        newParent.popups().add(this);
        resource.onDestroy(() -> newParent.popups().remove(this));
    }

    /**
     * Gives the popup the parent that it was made without.
     *
     * @return false if it has one, or was committed already
     */
    public boolean adopt(PopupParent newParent) {
        if (parent != null || owner.isStarted()) {
            return false;
        }
        belongTo(newParent);
        return true;
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
        if (owner.popups().hasOpen()) {
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
        if (parentPopup(parent) instanceof XdgPopup below) {
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
        placeAgain(); // what came while the client owed an answer was not sent
        owner.popups().placeAgain();
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
            owner.popups().dismissAll();
            hide();
            resource.send(new Event.PopupDone());
        }
    }

    /** Whether {@link #MAX_DEPTH} allows for a popup above this one. */
    boolean hasDepthForAnother() {
        int depth = 1;
        PopupParent below = parent;
        // ends also if the roles of dismissed popups were made anew in a circle
        while (depth < MAX_DEPTH && parentPopup(below) instanceof XdgPopup popup) {
            depth++;
            below = popup.parent;
        }
        return depth < MAX_DEPTH;
    }

    private static @Nullable XdgPopup parentPopup(@Nullable PopupParent parent) {
        return parent instanceof XdgSurface surface && surface.role().orElse(null) instanceof XdgPopup popup
                ? popup
                : null;
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

    /** What the popup is kept inside of, relative to the parent's window geometry. */
    private Rect<Logical> bounds() {
        PopupParent below = parent;
        if (below == null) {
            return Rect.empty();
        }
        var origin = below.surface()
                .scenePosition()
                .map(position -> position.plus(below.windowGeometry().origin()))
                .orElse(Offset.zero());
        return shell.windowManager()
                .popupBounds(below.surface())
                .translated(Offset.<Logical>zero().minus(origin));
    }

    private ProtocolException baseError(XdgWmBaseProtocol.Error code, String message) {
        return owner.base().error(code, resource + ": " + message);
    }
}
