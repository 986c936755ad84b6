package org.wayray.compositor.globals.xdgshell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.globals.PerClient;
import org.wayray.compositor.globals.WlSurface;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceRole;
import org.wayray.compositor.seat.Seat;
import org.wayray.compositor.wm.WindowManager;
import org.wayray.posix.event.Timer;
import org.wayray.wayland.protocols.xdgshell.XdgPositionerProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgWmBaseProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgWmBaseProtocol.Event;
import org.wayray.wayland.protocols.xdgshell.XdgWmBaseProtocol.Request;
import org.wayray.wayland.server.Display;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * xdg_wm_base: lets clients make windows and popups of their surfaces.
 *
 * <p>Deliberately left out: disconnecting a client that does not answer a ping. Its windows are marked unresponsive until it
 * answers; a debugger or a swapped-out application is no reason to lose the user's work. Confined to the session loop.
 */
public final class XdgWmBase {
    public static final int VERSION = 6;

    /** How long a client may take to answer a ping before its windows are marked. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Windows that a client may have at once: whoever orders or lists windows goes through them, and each may have an icon. */
    static final int MOST_WINDOWS = 1024;

    private final Display display;
    private final Scene scene;
    private final Seat seat;
    private final WindowManager windowManager;
    private final boolean lenient;
    /** The surfaces of all clients that have an xdg_surface. */
    private final Set<Surface> inUse = new HashSet<>();

    private final PerClient<XdgToplevel> toplevels = new PerClient<>();

    /** Offers the global; {@code windowManager} decides what becomes of the windows. */
    public XdgWmBase(Display display, Scene scene, Seat seat, WindowManager windowManager) {
        this(display, scene, seat, windowManager, false);
    }

    /** @param lenient for conformance runs only: a buffer before the first acknowledged configure maps the surface */
    public XdgWmBase(Display display, Scene scene, Seat seat, WindowManager windowManager, boolean lenient) {
        this.display = display;
        this.scene = scene;
        this.seat = seat;
        this.windowManager = windowManager;
        this.lenient = lenient;
        display.global(XdgWmBaseProtocol.INTERFACE, VERSION, Bound::new);
    }

    /** The windows of clients, mapped or not. */
    PerClient<XdgToplevel> toplevels() {
        return toplevels;
    }

    Scene scene() {
        return scene;
    }

    Seat seat() {
        return seat;
    }

    WindowManager windowManager() {
        return windowManager;
    }

    boolean isLenient() {
        return lenient;
    }

    int nextSerial() {
        return display.nextSerial();
    }

    /** One client's binding, with the surfaces made through it. */
    final class Bound implements RequestHandler<Request> {
        private final Resource<Request, Event> resource;
        private final List<XdgSurface> surfaces = new ArrayList<>();
        private @Nullable Timer patience;
        private int pingSerial;

        Bound(Resource<Request, Event> resource) {
            this.resource = resource;
            resource.setHandler(this);
            resource.onDestroy(this::cancelPing);
        }

        @Override
        public void handle(Request request) {
            switch (request) {
                case Request.Destroy() -> destroy();
                case Request.CreatePositioner(int id) ->
                    new XdgPositioner(
                            resource.client().create(XdgPositionerProtocol.INTERFACE, id, resource.version()));
                case Request.GetXdgSurface(int id, int surface) -> getXdgSurface(id, surface);
                case Request.Pong(int serial) -> pong(serial);
            }
        }

        private void destroy() {
            if (!surfaces.isEmpty()) {
                throw error(XdgWmBaseProtocol.Error.DEFUNCT_SURFACES, "destroyed before its surfaces");
            }
        }

        private void getXdgSurface(int id, int surfaceId) {
            var surface = WlSurface.of(resource.client(), surfaceId);
            if (surface.role().filter(role -> !isShellRole(role)).isPresent() || inUse.contains(surface)) {
                throw error(
                        XdgWmBaseProtocol.Error.ROLE,
                        "wl_surface@" + surfaceId + " has another role or an xdg_surface already");
            }
            if (surface.hasContent() || surface.pending().buffer() != null) {
                throw error(
                        XdgWmBaseProtocol.Error.INVALID_SURFACE_STATE,
                        "wl_surface@" + surfaceId + " has a buffer already");
            }
            var created = resource.client().create(XdgSurfaceProtocol.INTERFACE, id, resource.version());
            var xdgSurface = new XdgSurface(created, XdgWmBase.this, this, surface);
            surfaces.add(xdgSurface);
            inUse.add(surface);
            created.onDestroy(() -> {
                surfaces.remove(xdgSurface);
                inUse.remove(surface);
            });
        }

        private void pong(int serial) {
            if (patience != null && serial == pingSerial) {
                cancelPing();
                markWindows(true);
            }
        }

        /** Asks the client for a sign of life, unless it owes one already. */
        void ping() {
            if (patience == null) {
                pingSerial = nextSerial();
                patience = display.loop().schedule(PATIENCE, () -> markWindows(false));
                resource.send(new Event.Ping(pingSerial));
            }
        }

        private void cancelPing() {
            if (patience != null) {
                patience.cancel();
                patience = null;
            }
        }

        private void markWindows(boolean responsive) {
            surfaces.forEach(surface -> surface.window().ifPresent(window -> window.setResponsive(responsive)));
        }

        ProtocolException error(XdgWmBaseProtocol.Error code, String message) {
            return new ProtocolException(resource, code, message);
        }
    }

    private static boolean isShellRole(SurfaceRole role) {
        return role == SurfaceRole.TOPLEVEL || role == SurfaceRole.POPUP;
    }
}
