package org.wayray.compositor.globals;

import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.Viewport;
import org.wayray.wayland.protocols.viewporter.WpViewportProtocol;
import org.wayray.wayland.protocols.viewporter.WpViewportProtocol.Request;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * wp_viewport: how one surface is cropped and scaled. When it is destroyed, the surface's next commit takes that back.
 *
 * <p>Confined to the session loop.
 */
final class WpViewport implements RequestHandler<Request> {
    private final Resource<Request, NoMessage> resource;
    private final Surface surface;

    WpViewport(Resource<Request, NoMessage> resource, Surface surface) {
        this.resource = resource;
        this.surface = surface;
        WlSurface.extend(surface, resource);
        resource.setHandler(this);
        resource.onDestroy(() -> surface.setViewport(Viewport.NONE));
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> {}
            case Request.SetSource(double x, double y, double width, double height) -> setSource(x, y, width, height);
            case Request.SetDestination(int width, int height) -> setDestination(width, height);
        }
    }

    private void setSource(double x, double y, double width, double height) {
        requireSurface();
        Viewport viewport = surface.pending().viewport();
        if (x == -1 && y == -1 && width == -1 && height == -1) {
            surface.setViewport(viewport.withSource(null));
        } else if (x < 0 || y < 0 || width <= 0 || height <= 0) {
            throw error(WpViewportProtocol.Error.BAD_VALUE, "source " + width + "x" + height + " at " + x + ", " + y);
        } else {
            surface.setViewport(viewport.withSource(new Viewport.Source(x, y, width, height)));
        }
    }

    private void setDestination(int width, int height) {
        requireSurface();
        Viewport viewport = surface.pending().viewport();
        if (width == -1 && height == -1) {
            surface.setViewport(viewport.withDestination(null));
        } else if (width <= 0 || height <= 0) {
            throw error(WpViewportProtocol.Error.BAD_VALUE, "destination " + width + "x" + height);
        } else {
            surface.setViewport(viewport.withDestination(new Size<>(width, height)));
        }
    }

    private void requireSurface() {
        if (!surface.isAlive()) {
            throw error(WpViewportProtocol.Error.NO_SURFACE, "the surface is gone");
        }
    }

    private ProtocolException error(WpViewportProtocol.Error code, String message) {
        return new ProtocolException(resource, code, message);
    }
}
