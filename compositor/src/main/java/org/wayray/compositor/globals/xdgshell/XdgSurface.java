package org.wayray.compositor.globals.xdgshell;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.globals.WlSurface;
import org.wayray.compositor.scene.AppliedCommit;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;
import org.wayray.compositor.scene.SurfaceRole;
import org.wayray.compositor.scene.SurfaceState;
import org.wayray.compositor.wm.ConfigureLog;
import org.wayray.compositor.wm.Window;
import org.wayray.wayland.protocols.xdgshell.XdgPopupProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgSurfaceProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgSurfaceProtocol.Event;
import org.wayray.wayland.protocols.xdgshell.XdgSurfaceProtocol.Request;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgWmBaseProtocol;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * xdg_surface: what windows and popups have in common. Configures and their acknowledgements, window geometry, mapping and
 * unmapping.
 *
 * <p>A surface goes through: a role object is made; a commit without content, which is answered by the first configure; its
 * acknowledgement; a commit with content, which maps it. Taking the content away leads back to the state before the first of
 * these commits. Confined to the session loop.
 */
final class XdgSurface implements PopupParent, SurfaceListener, RequestHandler<Request> {
    private final Resource<Request, Event> resource;
    private final XdgWmBase shell;
    private final XdgWmBase.Bound base;
    private final Surface surface;
    private final ConfigureLog<Runnable> configures = new ConfigureLog<>();
    private final Popups popups = new Popups();
    private @Nullable XdgRole role;
    private boolean started;
    private boolean mapped;
    private @Nullable Rect<Logical> pendingGeometry;
    private @Nullable Rect<Logical> setGeometry;

    XdgSurface(Resource<Request, Event> resource, XdgWmBase shell, XdgWmBase.Bound base, Surface surface) {
        this.resource = resource;
        this.shell = shell;
        this.base = base;
        this.surface = surface;
        surface.addListener(this);
        resource.setHandler(this);
        resource.onDestroy(() -> surface.removeListener(this));
    }

    @Override
    public void handle(Request request) {
        switch (request) {
            case Request.Destroy() -> destroy();
            case Request.GetToplevel(int id) -> getToplevel(id);
            case Request.GetPopup(int id, int parent, int positioner) -> getPopup(id, parent, positioner);
            case Request.SetWindowGeometry(int x, int y, int width, int height) ->
                setWindowGeometry(x, y, width, height);
            case Request.AckConfigure(int serial) -> ackConfigure(serial);
        }
    }

    private void destroy() {
        if (role != null) {
            throw error(XdgSurfaceProtocol.Error.DEFUNCT_ROLE_OBJECT, "destroyed before its role object");
        }
    }

    private void getToplevel(int id) {
        assign(SurfaceRole.TOPLEVEL);
        var created = resource.client().create(XdgToplevelProtocol.INTERFACE, id, resource.version());
        var toplevel = new XdgToplevel(created, shell, this);
        shell.toplevels().add(created, toplevel, XdgWmBase.MOST_WINDOWS);
        play(toplevel, created);
    }

    private void getPopup(int id, int parentId, int positionerId) {
        var rules = resource.client()
                .handler(positionerId, XdgPositioner.class)
                .rules()
                .orElseThrow(() -> base.error(
                        XdgWmBaseProtocol.Error.INVALID_POSITIONER,
                        "xdg_positioner@" + positionerId + " has no size or no anchor rectangle"));
        var parent = resource.client().find(parentId, XdgSurface.class);
        if (parent.isPresent() && (parent.get().role == null || parent.get() == this)) {
            throw base.error(
                    XdgWmBaseProtocol.Error.INVALID_POPUP_PARENT, "xdg_surface@" + parentId + " cannot be a parent");
        }
        if (parent.isPresent() && parent.get().role instanceof XdgPopup below && !below.hasDepthForAnother()) {
            throw base.error(
                    XdgWmBaseProtocol.Error.INVALID_POPUP_PARENT,
                    "popups are nested deeper than " + XdgPopup.MAX_DEPTH);
        }
        assign(SurfaceRole.POPUP);
        var created = resource.client().create(XdgPopupProtocol.INTERFACE, id, resource.version());
        play(new XdgPopup(created, shell, this, parent, rules), created);
    }

    private void assign(SurfaceRole next) {
        if (role != null) {
            throw error(XdgSurfaceProtocol.Error.ALREADY_CONSTRUCTED, "has a role object already");
        }
        if (!surface.assignRole(next)) {
            throw base.error(XdgWmBaseProtocol.Error.ROLE, "the surface has another role");
        }
    }

    private void play(XdgRole next, Resource<?, ?> roleResource) {
        role = next;
        WlSurface.setRoleObject(surface, roleResource);
        roleResource.onDestroy(() -> {
            unmap();
            role = null;
        });
    }

    private void setWindowGeometry(int x, int y, int width, int height) {
        requireRole();
        if (width <= 0 || height <= 0) {
            throw error(XdgSurfaceProtocol.Error.INVALID_SIZE, "window geometry of " + width + "x" + height);
        }
        pendingGeometry = Rect.clamped(x, y, width, height);
    }

    private void ackConfigure(int serial) {
        requireRole();
        if (!configures.acknowledge(serial)) {
            throw error(
                    XdgSurfaceProtocol.Error.INVALID_SERIAL,
                    "no configure " + Integer.toUnsignedString(serial) + " waits for an acknowledgement");
        }
    }

    private void requireRole() {
        if (role == null) {
            throw error(XdgSurfaceProtocol.Error.NOT_CONSTRUCTED, "has no role object");
        }
    }

    /** Ends a configure sequence; {@code effect} runs when the client has acknowledged it and commits. */
    void configure(Runnable effect) {
        int serial = shell.nextSerial();
        configures.sent(serial, effect);
        resource.send(new Event.Configure(serial));
    }

    @Override
    public void beforeAttach(Surface attaching) {
        if (!started && !shell.isLenient()) {
            throw error(
                    XdgSurfaceProtocol.Error.UNCONFIGURED_BUFFER,
                    "a buffer was attached before the first configure was sent");
        }
    }

    @Override
    public void beforeCommit(Surface committed, SurfaceState pending) {
        requireRole();
        if (pending.attached() && pending.buffer() != null && !configures.isConfigured() && !shell.isLenient()) {
            throw error(
                    XdgSurfaceProtocol.Error.UNCONFIGURED_BUFFER,
                    "a buffer was committed before the first configure was acknowledged");
        }
        if (role != null) {
            role.beforeCommit();
        }
    }

    @Override
    public void applied(Surface committed, AppliedCommit commit) {
        if (role == null) {
            return;
        }
        if (pendingGeometry != null) {
            setGeometry = pendingGeometry;
            pendingGeometry = null;
        }
        configures.commit().ifPresent(Runnable::run);
        if (shell.isLenient() && surface.hasContent() && !configures.isConfigured()) {
            mapUnconfigured();
        }
        if (surface.hasContent()) {
            role.committed();
            if (!mapped) {
                mapped = true;
                role.map();
            }
        } else if (mapped) {
            unmap();
        } else if (!started) {
            started = true;
            role.start();
        }
    }

    /** In a lenient conformance run: as if the client had waited for its configure and followed it. */
    private void mapUnconfigured() {
        if (role != null && !started) {
            started = true;
            role.start();
        }
        configures.newest().ifPresent(Runnable::run);
    }

    @Override
    public void destroyed(Surface gone) {
        unmap();
    }

    private void unmap() {
        mapped = false;
        started = false;
        configures.reset();
        pendingGeometry = null;
        setGeometry = null;
        popups.dismissAll();
        if (role != null) {
            role.unmap();
        }
    }

    // for the role objects

    Resource<Request, Event> resource() {
        return resource;
    }

    XdgWmBase.Bound base() {
        return base;
    }

    @Override
    public Surface surface() {
        return surface;
    }

    /** Whether the client has been sent its first configure since it was last unmapped. */
    boolean isStarted() {
        return started;
    }

    boolean isMapped() {
        return mapped;
    }

    /** Whether a configure is not acknowledged yet. */
    boolean isConfiguring() {
        return configures.isAwaiting();
    }

    Optional<XdgRole> role() {
        return Optional.ofNullable(role);
    }

    /** The window, if the surface is one. */
    Optional<Window> window() {
        return role instanceof XdgToplevel toplevel ? Optional.of(toplevel.window()) : Optional.empty();
    }

    /**
     * What the user takes for the window, as seen from the surface's top left corner: what the client set, cut to what there is,
     * or else the surface with its subsurfaces.
     */
    @Override
    public Rect<Logical> windowGeometry() {
        var bounds = surface.treeBounds();
        if (setGeometry == null) {
            return bounds;
        }
        var cut = setGeometry.intersect(bounds);
        return cut.isEmpty() ? bounds : cut;
    }

    /** Whether the client has set the window geometry. */
    boolean hasWindowGeometry() {
        return setGeometry != null;
    }

    @Override
    public Popups popups() {
        return popups;
    }

    ProtocolException error(XdgSurfaceProtocol.Error code, String message) {
        return new ProtocolException(resource, code, message);
    }
}
