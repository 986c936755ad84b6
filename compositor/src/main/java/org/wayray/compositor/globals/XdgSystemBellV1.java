package org.wayray.compositor.globals;

import java.util.Optional;
import org.wayray.compositor.wm.Bell;
import org.wayray.compositor.wm.FloatingWindowManager;
import org.wayray.compositor.wm.Window;
import org.wayray.wayland.protocols.xdgsystembell.XdgSystemBellV1Protocol;
import org.wayray.wayland.protocols.xdgsystembell.XdgSystemBellV1Protocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;
import org.wayray.wayland.wire.NoMessage;

/**
 * xdg_system_bell_v1: the bell, rung for a window or for none.
 *
 * <p>Confined to the session loop.
 */
public final class XdgSystemBellV1 {
    public static final int VERSION = 1;

    private final Display display;
    private final FloatingWindowManager windows;
    private final Bell bell;

    /** Offers the global. */
    public XdgSystemBellV1(Display display, FloatingWindowManager windows, Bell bell) {
        this.display = display;
        this.windows = windows;
        this.bell = bell;
        display.global(
                XdgSystemBellV1Protocol.INTERFACE, VERSION, resource -> resource.setHandler(new Bound(resource)));
    }

    private final class Bound implements RequestHandler<Request> {
        private final Resource<Request, NoMessage> resource;

        Bound(Resource<Request, NoMessage> resource) {
            this.resource = resource;
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Destroy() -> {}
                case Request.Ring(int surface) ->
                    bell.ring(window(surface), display.loop().nowNanos());
            }
        }

        private Optional<Window> window(int surface) {
            return surface == 0 ? Optional.empty() : windows.windowOf(WlSurface.of(resource.client(), surface));
        }
    }
}
