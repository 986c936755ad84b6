package org.wayray.compositor.globals;

import org.wayray.compositor.scene.Surface;
import org.wayray.wayland.protocols.tearingcontrol.WpTearingControlManagerV1Protocol;
import org.wayray.wayland.protocols.tearingcontrol.WpTearingControlManagerV1Protocol.Request;
import org.wayray.wayland.protocols.tearingcontrol.WpTearingControlV1Protocol;
import org.wayray.wayland.protocols.tearingcontrol.WpTearingControlV1Protocol.PresentationHint;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * wp_tearing_control_manager_v1: whether a surface would rather be shown early than whole. Kept with the surface. Viewers show
 * whole frames only, each as soon as it is there, so nothing else follows from it.
 *
 * <p>Confined to the session loop.
 */
public final class WpTearingControlManagerV1 {
    public static final int VERSION = 1;

    /** Offers the global. */
    public WpTearingControlManagerV1(Display display) {
        display.global(
                WpTearingControlManagerV1Protocol.INTERFACE,
                VERSION,
                resource -> resource.setHandler(new Bound(resource)));
    }

    private record Bound(Resource<Request, NoMessage> resource) implements RequestHandler<Request> {
        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Destroy() -> {}
                case Request.GetTearingControl(int id, int surface) -> getTearingControl(id, surface);
            }
        }

        private void getTearingControl(int id, int surfaceId) {
            var surface = WlSurface.of(resource.client(), surfaceId);
            if (WlSurface.extension(surface, WpTearingControlV1Protocol.INTERFACE)
                    .isPresent()) {
                throw new ProtocolException(
                        resource,
                        WpTearingControlManagerV1Protocol.Error.TEARING_CONTROL_EXISTS,
                        "wl_surface@" + surfaceId + " has a tearing control already");
            }
            new Control(
                    resource.client().create(WpTearingControlV1Protocol.INTERFACE, id, resource.version()), surface);
        }
    }

    /** wp_tearing_control_v1: the hint of one surface. Without effect once the surface is gone. */
    private record Control(Resource<WpTearingControlV1Protocol.Request, NoMessage> resource, Surface surface)
            implements RequestHandler<WpTearingControlV1Protocol.Request> {
        Control {
            resource.setHandler(this);
            WlSurface.extend(surface, resource);
            resource.onDestroy(() -> surface.setTearing(false));
        }

        @Override
        public void handle(WpTearingControlV1Protocol.Request request) {
            switch (request) {
                case WpTearingControlV1Protocol.Request.SetPresentationHint(int hint) ->
                    surface.setTearing(hint == PresentationHint.ASYNC.value());
                case WpTearingControlV1Protocol.Request.Destroy() -> {}
            }
        }
    }
}
