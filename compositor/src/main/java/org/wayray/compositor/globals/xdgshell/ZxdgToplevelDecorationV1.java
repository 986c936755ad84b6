package org.wayray.compositor.globals.xdgshell;

import org.wayray.wayland.protocols.xdgdecoration.ZxdgToplevelDecorationV1Protocol;
import org.wayray.wayland.protocols.xdgdecoration.ZxdgToplevelDecorationV1Protocol.Event;
import org.wayray.wayland.protocols.xdgdecoration.ZxdgToplevelDecorationV1Protocol.Mode;
import org.wayray.wayland.protocols.xdgdecoration.ZxdgToplevelDecorationV1Protocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * zxdg_toplevel_decoration_v1: what was agreed for one window. It is client_side, see {@link ZxdgDecorationManagerV1}, with one
 * exception: who makes this object for a window that has been configured already gets what it asks for, and so a window without
 * a title bar. Only SDL does that, and where 2.26 is refused it takes its first window away and never brings it back.
 *
 * <p>Each wish of the client is answered by a configure; a new object is told with the next one. Confined to the session loop.
 */
final class ZxdgToplevelDecorationV1 implements RequestHandler<Request> {
    private final Resource<Request, Event> resource;
    private final Resource<?, ?> manager;
    private final XdgToplevel toplevel;
    /** The window was configured before this object was there. */
    private final boolean late;

    private Mode mode = Mode.CLIENT_SIDE;
    private boolean due = true;

    ZxdgToplevelDecorationV1(Resource<Request, Event> resource, Resource<?, ?> manager, XdgToplevel toplevel) {
        this.resource = resource;
        this.manager = manager;
        this.toplevel = toplevel;
        late = toplevel.owner().isStarted();
        toplevel.setDecoration(this);
        resource.setHandler(this);
        resource.onDestroy(() -> toplevel.setDecoration(null));
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> {}
            case Request.SetMode(int mode) -> setMode(mode);
            case Request.UnsetMode() -> answer(Mode.CLIENT_SIDE);
        }
    }

    private void setMode(int value) {
        var wish = Mode.of(value)
                .orElseThrow(() -> new ProtocolException(
                        resource, ZxdgToplevelDecorationV1Protocol.Error.INVALID_MODE, "mode " + value));
        answer(late ? wish : Mode.CLIENT_SIDE);
    }

    /** To a client that has not begun to set the window up there is no configure yet, so that it is told by itself. */
    private void answer(Mode next) {
        mode = next;
        due = true;
        if (toplevel.window().isStarted()) {
            toplevel.window().configure();
        } else {
            configure();
        }
    }

    /** Part of each configure of the window: says the mode if the client does not know it. */
    void configure() {
        if (due) {
            due = false;
            resource.send(new Event.Configure(mode.value()));
        }
    }

    /**
     * The error of a client that destroys the window first. Like those about a decoration that may not be made, it comes on the
     * manager, as long as there is one.
     */
    ProtocolException orphaned() {
        return new ProtocolException(
                manager.isAlive() ? manager : resource,
                ZxdgToplevelDecorationV1Protocol.Error.ORPHANED,
                "xdg_toplevel destroyed before its decoration");
    }
}
