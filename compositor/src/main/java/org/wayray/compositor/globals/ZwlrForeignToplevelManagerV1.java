package org.wayray.compositor.globals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.wm.Window;
import org.wayray.compositor.wm.WindowList;
import org.wayray.compositor.wm.WindowManager;
import org.wayray.wayland.protocols.wlrforeigntoplevelmanagement.ZwlrForeignToplevelHandleV1Protocol;
import org.wayray.wayland.protocols.wlrforeigntoplevelmanagement.ZwlrForeignToplevelHandleV1Protocol.State;
import org.wayray.wayland.protocols.wlrforeigntoplevelmanagement.ZwlrForeignToplevelManagerV1Protocol;
import org.wayray.wayland.protocols.wlrforeigntoplevelmanagement.ZwlrForeignToplevelManagerV1Protocol.Event;
import org.wayray.wayland.protocols.wlrforeigntoplevelmanagement.ZwlrForeignToplevelManagerV1Protocol.Request;
import org.wayray.wayland.server.Client;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * zwlr_foreign_toplevel_manager_v1: lists all windows for task bars, which may act on them in the user's place.
 *
 * <p>Deliberately left out: what the rectangle of a task bar's entry is good for, as nothing flies there. Confined to the session
 * loop.
 */
public final class ZwlrForeignToplevelManagerV1 extends ForeignToplevels {
    public static final int VERSION = 3;

    private static final int FULLSCREEN_SINCE = 2;

    private final WlOutputs outputs;
    private final WindowManager windowManager;

    /** Offers the global. */
    public ZwlrForeignToplevelManagerV1(
            Display display, WlOutputs outputs, WindowList windows, WindowManager windowManager) {
        super(windows);
        this.outputs = outputs;
        this.windowManager = windowManager;
        outputs.addListener(this::outputBound);
        display.global(ZwlrForeignToplevelManagerV1Protocol.INTERFACE, VERSION, this::bind);
    }

    private void bind(Resource<Request, Event> resource) {
        var listing = new Listing(resource);
        resource.setHandler(new Bound(resource, listing));
        listing.start();
    }

    private record Bound(Resource<Request, Event> resource, Listing listing) implements RequestHandler<Request> {
        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Stop() -> {
                    listing.stop();
                    resource.send(new Event.Finished());
                    resource.destroy();
                }
            }
        }
    }

    @Override
    Handle announce(Listing listing, Window window) {
        var bound = listing.resource().handler(Bound.class).orElseThrow();
        var created =
                bound.resource.client().create(ZwlrForeignToplevelHandleV1Protocol.INTERFACE, bound.resource.version());
        bound.resource.send(new Event.Toplevel(created.id()));
        return new ToplevelHandle(created, listing, window);
    }

    private void outputBound(Output output, Client client, int id) {
        handles(client).forEach(handle -> ((ToplevelHandle) handle).outputBound(output, id));
    }

    /** zwlr_foreign_toplevel_handle_v1: one window on one list. */
    private final class ToplevelHandle extends Handle
            implements RequestHandler<ZwlrForeignToplevelHandleV1Protocol.Request> {
        private final Resource<ZwlrForeignToplevelHandleV1Protocol.Request, ZwlrForeignToplevelHandleV1Protocol.Event>
                resource;
        private final Listing listing;
        private final Window window;
        private String title = "";
        private String appId = "";
        private final Set<Output> on = new HashSet<>();
        private @Nullable List<State> states;
        private int parent;

        ToplevelHandle(
                Resource<ZwlrForeignToplevelHandleV1Protocol.Request, ZwlrForeignToplevelHandleV1Protocol.Event>
                        resource,
                Listing listing,
                Window window) {
            super(resource);
            this.resource = resource;
            this.listing = listing;
            this.window = window;
            resource.setHandler(this);
        }

        @Override
        public void handle(ZwlrForeignToplevelHandleV1Protocol.Request request) {
            switch (request) {
                case ZwlrForeignToplevelHandleV1Protocol.Request.SetMaximized() ->
                    windowManager.maximizeRequested(window, true);
                case ZwlrForeignToplevelHandleV1Protocol.Request.UnsetMaximized() ->
                    windowManager.maximizeRequested(window, false);
                case ZwlrForeignToplevelHandleV1Protocol.Request.SetMinimized() ->
                    windowManager.minimizeRequested(window);
                case ZwlrForeignToplevelHandleV1Protocol.Request.UnsetMinimized() -> unminimize();
                case ZwlrForeignToplevelHandleV1Protocol.Request.Activate(int seat) -> windowManager.activate(window);
                case ZwlrForeignToplevelHandleV1Protocol.Request.Close() ->
                    window.client().close();
                case ZwlrForeignToplevelHandleV1Protocol.Request.SetRectangle(
                        int surface,
                        int x,
                        int y,
                        int width,
                        int height) -> setRectangle(width, height);
                case ZwlrForeignToplevelHandleV1Protocol.Request.Destroy() -> {}
                case ZwlrForeignToplevelHandleV1Protocol.Request.SetFullscreen(int output) ->
                    windowManager.fullscreenRequested(window, true, WlOutputs.find(resource.client(), output));
                case ZwlrForeignToplevelHandleV1Protocol.Request.UnsetFullscreen() ->
                    windowManager.fullscreenRequested(window, false, Optional.empty());
            }
        }

        private void unminimize() {
            if (window.isMinimized()) {
                windowManager.activate(window);
            }
        }

        private void setRectangle(int width, int height) {
            if (width < 0 || height < 0) {
                throw new ProtocolException(
                        resource,
                        ZwlrForeignToplevelHandleV1Protocol.Error.INVALID_RECTANGLE,
                        "rectangle of " + width + "x" + height);
            }
        }

        @Override
        void update() {
            boolean different = updateNames() | updateOutputs();
            var now = states();
            if (!now.equals(states)) {
                different = true;
                states = now;
                resource.send(new ZwlrForeignToplevelHandleV1Protocol.Event.State(WireArray.ofEnums(now)));
            }
            int parentNow =
                    window.parent().map(listing::handle).map(Handle::idIfAlive).orElse(0);
            if (parentNow != parent) {
                different = true;
                parent = parentNow;
                resource.send(new ZwlrForeignToplevelHandleV1Protocol.Event.Parent(parent));
            }
            if (different) {
                resource.send(new ZwlrForeignToplevelHandleV1Protocol.Event.Done());
            }
        }

        private boolean updateNames() {
            boolean different = false;
            if (!window.title().equals(title)) {
                different = true;
                title = window.title();
                resource.send(new ZwlrForeignToplevelHandleV1Protocol.Event.Title(title));
            }
            if (!window.appId().equals(appId)) {
                different = true;
                appId = window.appId();
                resource.send(new ZwlrForeignToplevelHandleV1Protocol.Event.AppId(appId));
            }
            return different;
        }

        private boolean updateOutputs() {
            var now = window.surface().outputs();
            boolean different = false;
            for (var output : now) {
                if (on.add(output)) {
                    different = true;
                    outputs.resources(output, resource.client())
                            .forEach(
                                    id -> resource.send(new ZwlrForeignToplevelHandleV1Protocol.Event.OutputEnter(id)));
                }
            }
            for (var output : List.copyOf(on)) {
                if (!now.contains(output)) {
                    different = true;
                    on.remove(output);
                    outputs.resources(output, resource.client())
                            .forEach(
                                    id -> resource.send(new ZwlrForeignToplevelHandleV1Protocol.Event.OutputLeave(id)));
                }
            }
            return different;
        }

        private void outputBound(Output output, int id) {
            if (on.contains(output)) {
                resource.send(new ZwlrForeignToplevelHandleV1Protocol.Event.OutputEnter(id));
                resource.send(new ZwlrForeignToplevelHandleV1Protocol.Event.Done());
            }
        }

        private List<State> states() {
            var now = new ArrayList<State>();
            if (window.isMaximized()) {
                now.add(State.MAXIMIZED);
            }
            if (window.isMinimized()) {
                now.add(State.MINIMIZED);
            }
            if (window.isActivated()) {
                now.add(State.ACTIVATED);
            }
            if (window.isFullscreen() && resource.version() >= FULLSCREEN_SINCE) {
                now.add(State.FULLSCREEN);
            }
            return now;
        }

        @Override
        void close() {
            resource.send(new ZwlrForeignToplevelHandleV1Protocol.Event.Closed());
        }
    }
}
