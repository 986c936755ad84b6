package org.wayray.compositor.globals;

import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceState;
import org.wayray.wayland.protocols.alphamodifier.WpAlphaModifierSurfaceV1Protocol;
import org.wayray.wayland.protocols.alphamodifier.WpAlphaModifierV1Protocol;
import org.wayray.wayland.protocols.alphamodifier.WpAlphaModifierV1Protocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * wp_alpha_modifier_v1: translucency of whole surfaces. The factor is applied to the encoded colours, as all blending here, and
 * with eight bits.
 *
 * <p>Confined to the session loop.
 */
public final class WpAlphaModifierV1 {
    public static final int VERSION = 1;

    /** Offers the global. */
    public WpAlphaModifierV1(Display display) {
        display.global(
                WpAlphaModifierV1Protocol.INTERFACE, VERSION, resource -> resource.setHandler(new Bound(resource)));
    }

    private record Bound(Resource<Request, NoMessage> resource) implements RequestHandler<Request> {
        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Destroy() -> {}
                case Request.GetSurface(int id, int surface) -> getSurface(id, surface);
            }
        }

        private void getSurface(int id, int surfaceId) {
            var surface = WlSurface.of(resource.client(), surfaceId);
            if (WlSurface.extension(surface, WpAlphaModifierSurfaceV1Protocol.INTERFACE)
                    .isPresent()) {
                throw new ProtocolException(
                        resource,
                        WpAlphaModifierV1Protocol.Error.ALREADY_CONSTRUCTED,
                        "wl_surface@" + surfaceId + " has an alpha modifier already");
            }
            new Modifier(
                    resource.client().create(WpAlphaModifierSurfaceV1Protocol.INTERFACE, id, resource.version()),
                    surface);
        }
    }

    /** wp_alpha_modifier_surface_v1: the factor of one surface. */
    private record Modifier(Resource<WpAlphaModifierSurfaceV1Protocol.Request, NoMessage> resource, Surface surface)
            implements RequestHandler<WpAlphaModifierSurfaceV1Protocol.Request> {
        Modifier {
            resource.setHandler(this);
            WlSurface.extend(surface, resource);
            resource.onDestroy(() -> surface.setOpacity(SurfaceState.OPAQUE));
        }

        @Override
        public void handle(WpAlphaModifierSurfaceV1Protocol.Request request) {
            switch (request) {
                case WpAlphaModifierSurfaceV1Protocol.Request.Destroy() -> {}
                case WpAlphaModifierSurfaceV1Protocol.Request.SetMultiplier(int factor) -> setMultiplier(factor);
            }
        }

        private void setMultiplier(int factor) {
            if (!surface.isAlive()) {
                throw new ProtocolException(
                        resource, WpAlphaModifierSurfaceV1Protocol.Error.NO_SURFACE, "the surface is gone");
            }
            surface.setOpacity(
                    (int) ((Integer.toUnsignedLong(factor) * SurfaceState.OPAQUE + 0x7fff_ffffL) / 0xffff_ffffL));
        }
    }
}
