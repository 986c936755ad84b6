package org.wayray.compositor.globals;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.wm.Window;
import org.wayray.compositor.wm.WindowList;
import org.wayray.wayland.protocols.extforeigntoplevellist.ExtForeignToplevelHandleV1Protocol;
import org.wayray.wayland.protocols.extforeigntoplevellist.ExtForeignToplevelListV1Protocol;
import org.wayray.wayland.protocols.extforeigntoplevellist.ExtForeignToplevelListV1Protocol.Event;
import org.wayray.wayland.protocols.extforeigntoplevellist.ExtForeignToplevelListV1Protocol.Request;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * ext_foreign_toplevel_list_v1: names all windows, for what other protocols do with them. Nothing is left out.
 *
 * <p>Confined to the session loop.
 */
public final class ExtForeignToplevelListV1 extends ForeignToplevels {
    public static final int VERSION = 1;

    /** Offers the global. */
    public ExtForeignToplevelListV1(Display display, WindowList windows) {
        super(windows);
        display.global(ExtForeignToplevelListV1Protocol.INTERFACE, VERSION, this::bind);
    }

    private void bind(Resource<Request, Event> resource) {
        var listing = new Listing(resource);
        resource.setHandler(new Bound(resource, listing));
        listing.start();
    }

    /** The window that a client means by an object id that is an ext_foreign_toplevel_handle_v1, while it is mapped. */
    public static Optional<Window> find(Client client, int id) {
        return client.find(id, ToplevelHandle.class).map(handle -> handle.window);
    }

    @Override
    Handle announce(Listing listing, Window window) {
        var bound = listing.resource().handler(Bound.class).orElseThrow();
        var created =
                bound.resource.client().create(ExtForeignToplevelHandleV1Protocol.INTERFACE, bound.resource.version());
        bound.resource.send(new Event.Toplevel(created.id()));
        return new ToplevelHandle(created, window);
    }

    private record Bound(Resource<Request, Event> resource, Listing listing) implements RequestHandler<Request> {
        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Stop() -> {
                    listing.stop();
                    resource.send(new Event.Finished());
                }
                case Request.Destroy() -> {}
            }
        }
    }

    /** ext_foreign_toplevel_handle_v1: one window on one list. */
    private static final class ToplevelHandle extends Handle
            implements RequestHandler<ExtForeignToplevelHandleV1Protocol.Request> {
        private final Resource<ExtForeignToplevelHandleV1Protocol.Request, ExtForeignToplevelHandleV1Protocol.Event>
                resource;
        private final Window window;
        private @Nullable String title;
        private @Nullable String appId;

        ToplevelHandle(
                Resource<ExtForeignToplevelHandleV1Protocol.Request, ExtForeignToplevelHandleV1Protocol.Event> resource,
                Window window) {
            super(resource);
            this.resource = resource;
            this.window = window;
            resource.setHandler(this);
            resource.send(new ExtForeignToplevelHandleV1Protocol.Event.Identifier(window.identifier()));
        }

        @Override
        public void handle(ExtForeignToplevelHandleV1Protocol.Request request) {
            switch (request) {
                case ExtForeignToplevelHandleV1Protocol.Request.Destroy() -> {}
            }
        }

        @Override
        void update() {
            boolean different = false;
            if (!window.title().equals(title)) {
                different = true;
                title = window.title();
                resource.send(new ExtForeignToplevelHandleV1Protocol.Event.Title(title));
            }
            if (!window.appId().equals(appId)) {
                different = true;
                appId = window.appId();
                resource.send(new ExtForeignToplevelHandleV1Protocol.Event.AppId(appId));
            }
            if (different) {
                resource.send(new ExtForeignToplevelHandleV1Protocol.Event.Done());
            }
        }

        @Override
        void close() {
            resource.send(new ExtForeignToplevelHandleV1Protocol.Event.Closed());
        }
    }
}
