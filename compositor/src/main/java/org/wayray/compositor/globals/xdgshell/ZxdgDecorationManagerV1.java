package org.wayray.compositor.globals.xdgshell;

import org.wayray.wayland.protocols.xdgdecoration.ZxdgDecorationManagerV1Protocol;
import org.wayray.wayland.protocols.xdgdecoration.ZxdgDecorationManagerV1Protocol.Request;
import org.wayray.wayland.protocols.xdgdecoration.ZxdgToplevelDecorationV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * zxdg_decoration_manager_v1: who draws title bars.
 *
 * <p>The answer is the client, also to those who would rather not: this server draws none, and a window that believed
 * otherwise would have no way to be moved or closed by what it shows. Those who cannot draw any are still moved with Alt and a
 * drag and closed with Alt+F4. Confined to the session loop.
 */
public final class ZxdgDecorationManagerV1 {
    public static final int VERSION = 1;

    /** Offers the global. */
    public ZxdgDecorationManagerV1(Display display) {
        display.global(ZxdgDecorationManagerV1Protocol.INTERFACE, VERSION, this::bind);
    }

    private void bind(Resource<Request, NoMessage> resource) {
        resource.setHandler(request -> {
            switch (request) {
                case Request.Destroy() -> {}
                case Request.GetToplevelDecoration(int id, int toplevel) ->
                    getToplevelDecoration(resource, id, toplevel);
            }
        });
    }

    private void getToplevelDecoration(Resource<Request, NoMessage> from, int id, int toplevelId) {
        var client = from.client();
        var toplevel = client.handler(toplevelId, XdgToplevel.class);
        if (toplevel.decoration().isPresent()) {
            throw new ProtocolException(
                    from,
                    ZxdgToplevelDecorationV1Protocol.Error.ALREADY_CONSTRUCTED,
                    "xdg_toplevel@" + toplevelId + " has a decoration already");
        }
        var surface = toplevel.owner().surface();
        if (surface.hasContent() || surface.pending().buffer() != null) {
            throw new ProtocolException(
                    from,
                    ZxdgToplevelDecorationV1Protocol.Error.UNCONFIGURED_BUFFER,
                    "xdg_toplevel@" + toplevelId + " has a buffer already");
        }
        new ZxdgToplevelDecorationV1(
                client.create(ZxdgToplevelDecorationV1Protocol.INTERFACE, id, from.version()), from, toplevel);
    }
}
