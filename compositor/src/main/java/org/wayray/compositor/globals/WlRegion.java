package org.wayray.compositor.globals;

import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;
import org.wayray.wayland.protocols.core.WlRegionProtocol.Request;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * wl_region: a set of logical pixels that a client puts together.
 *
 * <p>Confined to the session loop.
 */
final class WlRegion implements RequestHandler<Request> {
    /** The work for each request grows with the rectangles; this many is a thousand times what applications use. */
    private static final int MOST_RECTS = 4096;

    private final Resource<Request, NoMessage> resource;
    private Region<Logical> region = Region.empty();

    WlRegion(Resource<Request, NoMessage> resource) {
        this.resource = resource;
        resource.setHandler(this);
    }

    /** What the client has put together so far. */
    Region<Logical> region() {
        return region;
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> {}
            case Request.Add(int x, int y, int width, int height) ->
                set(region.union(Rect.clamped(x, y, width, height)));
            case Request.Subtract(int x, int y, int width, int height) ->
                set(region.subtract(Rect.<Logical>clamped(x, y, width, height)));
        }
    }

    private void set(Region<Logical> changed) {
        if (changed.size() > MOST_RECTS) {
            resource.client()
                    .protocolError(
                            resource,
                            WlDisplayProtocol.Error.NO_MEMORY.value(),
                            "a region of more than " + MOST_RECTS + " rectangles");
            return;
        }
        region = changed;
    }
}
