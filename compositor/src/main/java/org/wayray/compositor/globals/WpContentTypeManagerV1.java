package org.wayray.compositor.globals;

import org.wayray.compositor.scene.ContentType;
import org.wayray.compositor.scene.Surface;
import org.wayray.wayland.protocols.contenttype.WpContentTypeManagerV1Protocol;
import org.wayray.wayland.protocols.contenttype.WpContentTypeManagerV1Protocol.Request;
import org.wayray.wayland.protocols.contenttype.WpContentTypeV1Protocol;
import org.wayray.wayland.protocols.contenttype.WpContentTypeV1Protocol.Type;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * wp_content_type_manager_v1: what clients say that they show. Kept with the surface, for those who encode its pictures; a type
 * that is not known counts as none.
 *
 * <p>Confined to the session loop.
 */
public final class WpContentTypeManagerV1 {
    public static final int VERSION = 1;

    /** Offers the global. */
    public WpContentTypeManagerV1(Display display) {
        display.global(
                WpContentTypeManagerV1Protocol.INTERFACE,
                VERSION,
                resource -> resource.setHandler(new Bound(resource)));
    }

    private record Bound(Resource<Request, NoMessage> resource) implements RequestHandler<Request> {
        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Destroy() -> {}
                case Request.GetSurfaceContentType(int id, int surface) -> getSurfaceContentType(id, surface);
            }
        }

        private void getSurfaceContentType(int id, int surfaceId) {
            var surface = WlSurface.of(resource.client(), surfaceId);
            if (WlSurface.extension(surface, WpContentTypeV1Protocol.INTERFACE).isPresent()) {
                throw new ProtocolException(
                        resource,
                        WpContentTypeManagerV1Protocol.Error.ALREADY_CONSTRUCTED,
                        "wl_surface@" + surfaceId + " has a content type already");
            }
            new Described(resource.client().create(WpContentTypeV1Protocol.INTERFACE, id, resource.version()), surface);
        }
    }

    /** wp_content_type_v1: the type of one surface. Without effect once the surface is gone. */
    private record Described(Resource<WpContentTypeV1Protocol.Request, NoMessage> resource, Surface surface)
            implements RequestHandler<WpContentTypeV1Protocol.Request> {
        Described {
            resource.setHandler(this);
            WlSurface.extend(surface, resource);
            resource.onDestroy(() -> surface.setContentType(ContentType.NONE));
        }

        @Override
        public void handle(WpContentTypeV1Protocol.Request request) {
            switch (request) {
                case WpContentTypeV1Protocol.Request.Destroy() -> {}
                case WpContentTypeV1Protocol.Request.SetContentType(int type) ->
                    surface.setContentType(Type.of(type)
                            .map(WpContentTypeManagerV1::contentType)
                            .orElse(ContentType.NONE));
            }
        }
    }

    private static ContentType contentType(Type type) {
        return switch (type) {
            case NONE -> ContentType.NONE;
            case PHOTO -> ContentType.PHOTO;
            case VIDEO -> ContentType.VIDEO;
            case GAME -> ContentType.GAME;
        };
    }
}
