package org.wayray.compositor.globals;

import org.wayray.compositor.scene.Surface;
import org.wayray.wayland.protocols.viewporter.WpViewportProtocol;
import org.wayray.wayland.protocols.viewporter.WpViewporterProtocol;
import org.wayray.wayland.protocols.viewporter.WpViewporterProtocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * wp_viewporter: lets clients crop and scale the content of their surfaces. Nothing is left out.
 *
 * <p>Confined to the session loop.
 */
public final class WpViewporter {
    public static final int VERSION = 1;

    public WpViewporter(Display display) {
        display.global(WpViewporterProtocol.INTERFACE, VERSION, resource -> resource.setHandler(new Bound(resource)));
    }

    private record Bound(Resource<Request, NoMessage> resource) implements RequestHandler<Request> {
        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Destroy() -> {}
                case Request.GetViewport(int id, int surface) -> getViewport(id, surface);
            }
        }

        private void getViewport(int id, int surfaceId) {
            Surface surface = WlSurface.of(resource.client(), surfaceId);
            if (WlSurface.extension(surface, WpViewportProtocol.INTERFACE).isPresent()) {
                throw new ProtocolException(
                        resource,
                        WpViewporterProtocol.Error.VIEWPORT_EXISTS,
                        "wl_surface@" + surfaceId + " has a viewport already");
            }
            new WpViewport(resource.client().create(WpViewportProtocol.INTERFACE, id, resource.version()), surface);
        }
    }
}
