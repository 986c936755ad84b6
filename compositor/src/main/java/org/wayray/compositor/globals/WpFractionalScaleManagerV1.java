package org.wayray.compositor.globals;

import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.scene.Surface;
import org.wayray.wayland.protocols.fractionalscale.WpFractionalScaleManagerV1Protocol;
import org.wayray.wayland.protocols.fractionalscale.WpFractionalScaleManagerV1Protocol.Request;
import org.wayray.wayland.protocols.fractionalscale.WpFractionalScaleV1Protocol;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * wp_fractional_scale_manager_v1: tells clients the scale to draw at, be it whole or not. The densest output that a surface is on
 * decides; a surface that is on none yet is told the scale of the output where it likely will be, so that its first content fits.
 *
 * <p>Confined to the session loop.
 */
public final class WpFractionalScaleManagerV1 {
    public static final int VERSION = 1;

    /** Offers the global. */
    public WpFractionalScaleManagerV1(Display display) {
        display.global(
                WpFractionalScaleManagerV1Protocol.INTERFACE,
                VERSION,
                resource -> resource.setHandler(new Bound(resource)));
    }

    private record Bound(Resource<Request, NoMessage> resource) implements RequestHandler<Request> {
        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Destroy() -> {}
                case Request.GetFractionalScale(int id, int surface) -> getFractionalScale(id, surface);
            }
        }

        private void getFractionalScale(int id, int surfaceId) {
            var surface = WlSurface.of(resource.client(), surfaceId);
            if (WlSurface.extension(surface, WpFractionalScaleV1Protocol.INTERFACE)
                    .isPresent()) {
                throw new ProtocolException(
                        resource,
                        WpFractionalScaleManagerV1Protocol.Error.FRACTIONAL_SCALE_EXISTS,
                        "wl_surface@" + surfaceId + " has a fractional scale already");
            }
            new FractionalScale(
                    resource.client().create(WpFractionalScaleV1Protocol.INTERFACE, id, resource.version()), surface);
        }
    }

    /** wp_fractional_scale_v1: the scale of one surface. */
    private static final class FractionalScale implements RequestHandler<WpFractionalScaleV1Protocol.Request> {
        private final Resource<WpFractionalScaleV1Protocol.Request, WpFractionalScaleV1Protocol.Event> resource;
        private int told;

        FractionalScale(
                Resource<WpFractionalScaleV1Protocol.Request, WpFractionalScaleV1Protocol.Event> resource,
                Surface surface) {
            this.resource = resource;
            resource.setHandler(this);
            WlSurface.extend(surface, resource);
            WlSurface.setScaleListener(surface, this::tell);
            resource.onDestroy(() -> WlSurface.setScaleListener(surface, null));
        }

        @Override
        public void handle(WpFractionalScaleV1Protocol.Request request) {
            switch (request) {
                case WpFractionalScaleV1Protocol.Request.Destroy() -> {}
            }
        }

        private void tell(Scale scale) {
            if (scale.in120ths() != told) {
                told = scale.in120ths();
                resource.send(new WpFractionalScaleV1Protocol.Event.PreferredScale(told));
            }
        }
    }
}
