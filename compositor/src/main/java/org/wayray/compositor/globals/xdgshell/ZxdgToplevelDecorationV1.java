package org.wayray.compositor.globals.xdgshell;

import org.wayray.wayland.protocols.xdgdecoration.ZxdgToplevelDecorationV1Protocol;
import org.wayray.wayland.protocols.xdgdecoration.ZxdgToplevelDecorationV1Protocol.Event;
import org.wayray.wayland.protocols.xdgdecoration.ZxdgToplevelDecorationV1Protocol.Mode;
import org.wayray.wayland.protocols.xdgdecoration.ZxdgToplevelDecorationV1Protocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * zxdg_toplevel_decoration_v1: what was agreed for one window; always client_side, see {@link ZxdgDecorationManagerV1}. Each wish
 * of the client is answered by a configure. Confined to the session loop.
 */
final class ZxdgToplevelDecorationV1 implements RequestHandler<Request> {
    private final Resource<Request, Event> resource;
    private final XdgToplevel toplevel;
    private boolean due = true;

    ZxdgToplevelDecorationV1(Resource<Request, Event> resource, XdgToplevel toplevel) {
        this.resource = resource;
        this.toplevel = toplevel;
        toplevel.setDecoration(this);
        resource.setHandler(this);
        resource.onDestroy(() -> toplevel.setDecoration(null));
        toplevel.window().configure();
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> {}
            case Request.SetMode(int mode) -> setMode(mode);
            case Request.UnsetMode() -> answer();
        }
    }

    private void setMode(int mode) {
        if (Mode.of(mode).isEmpty()) {
            throw new ProtocolException(resource, ZxdgToplevelDecorationV1Protocol.Error.INVALID_MODE, "mode " + mode);
        }
        answer();
    }

    /** To a client that has not begun to set the window up there is no configure yet, so that it is told by itself. */
    private void answer() {
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
            resource.send(new Event.Configure(Mode.CLIENT_SIDE.value()));
        }
    }

    /** The error of a client that destroys the window first. */
    ProtocolException orphaned() {
        return new ProtocolException(
                resource,
                ZxdgToplevelDecorationV1Protocol.Error.ORPHANED,
                "xdg_toplevel destroyed before its decoration");
    }
}
