package org.wayray.compositor.globals;

import org.wayray.compositor.scene.Subsurface;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceRole;
import org.wayray.wayland.protocols.core.WlSubcompositorProtocol;
import org.wayray.wayland.protocols.core.WlSubcompositorProtocol.Request;
import org.wayray.wayland.protocols.core.WlSubsurfaceProtocol;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * wl_subcompositor: makes surfaces parts of other surfaces. Nothing is left out.
 *
 * <p>Confined to the session loop.
 */
public final class WlSubcompositor {
    public static final int VERSION = 1;

    public WlSubcompositor(Display display) {
        display.global(
                WlSubcompositorProtocol.INTERFACE, VERSION, resource -> resource.setHandler(new Bound(resource)));
    }

    private record Bound(Resource<Request, NoMessage> resource) implements RequestHandler<Request> {
        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Destroy() -> {}
                case Request.GetSubsurface(int id, int surface, int parent) -> getSubsurface(id, surface, parent);
            }
        }

        private void getSubsurface(int id, int surfaceId, int parentId) {
            Client client = resource.client();
            Surface surface = WlSurface.of(client, surfaceId);
            Surface parent = WlSurface.of(client, parentId);
            if (WlSurface.hasRoleObject(surface)
                    || surface.subsurface().isPresent()
                    || !surface.assignRole(SurfaceRole.SUBSURFACE)) {
                throw error(
                        WlSubcompositorProtocol.Error.BAD_SURFACE, "wl_surface@" + surfaceId + " has a role already");
            }
            if (surface.isAncestorOf(parent)) {
                throw error(
                        WlSubcompositorProtocol.Error.BAD_PARENT,
                        "wl_surface@" + parentId + " is a part of wl_surface@" + surfaceId);
            }
            if (!parent.hasDepthFor(surface)) {
                throw error(
                        WlSubcompositorProtocol.Error.BAD_PARENT,
                        "subsurfaces are nested deeper than " + Subsurface.MAX_DEPTH);
            }
            new WlSubsurface(
                    client.create(WlSubsurfaceProtocol.INTERFACE, id, resource.version()),
                    parent.addSubsurface(surface));
        }

        private ProtocolException error(WlSubcompositorProtocol.Error code, String message) {
            return new ProtocolException(resource, code, message);
        }
    }
}
