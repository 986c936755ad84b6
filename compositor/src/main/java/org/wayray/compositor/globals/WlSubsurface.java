package org.wayray.compositor.globals;

import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.scene.InvalidCommitException;
import org.wayray.compositor.scene.Subsurface;
import org.wayray.compositor.scene.Surface;
import org.wayray.wayland.protocols.core.WlSubsurfaceProtocol;
import org.wayray.wayland.protocols.core.WlSubsurfaceProtocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * wl_subsurface: a client's requests to a {@link Subsurface}. Inert once one of its two surfaces is gone.
 *
 * <p>Confined to the session loop.
 */
final class WlSubsurface implements RequestHandler<Request> {
    private final Resource<Request, NoMessage> resource;
    private final Subsurface subsurface;

    WlSubsurface(Resource<Request, NoMessage> resource, Subsurface subsurface) {
        this.resource = resource;
        this.subsurface = subsurface;
        resource.setHandler(this);
        resource.onDestroy(subsurface::destroy);
        subsurface.onDestroy(resource::makeInert);
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> {}
            case Request.SetPosition(int x, int y) -> subsurface.setPosition(Offset.clamped(x, y));
            case Request.PlaceAbove(int sibling) -> place(sibling, true);
            case Request.PlaceBelow(int sibling) -> place(sibling, false);
            case Request.SetSync() -> setSynchronized(true);
            case Request.SetDesync() -> setSynchronized(false);
        }
    }

    private void place(int siblingId, boolean above) {
        Surface sibling = WlSurface.of(resource.client(), siblingId);
        if (!(above ? subsurface.placeAbove(sibling) : subsurface.placeBelow(sibling))) {
            throw new ProtocolException(
                    resource,
                    WlSubsurfaceProtocol.Error.BAD_SURFACE,
                    "wl_surface@" + siblingId + " is neither a sibling nor the parent");
        }
    }

    private void setSynchronized(boolean on) {
        try {
            subsurface.setSynchronized(on);
        } catch (InvalidCommitException e) {
            throw WlSurface.error(subsurface.surface(), e);
        }
    }
}
