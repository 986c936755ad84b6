package org.wayray.compositor.globals.xdgshell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.globals.WireArray;
import org.wayray.compositor.globals.WlOutputs;
import org.wayray.compositor.seat.Press;
import org.wayray.compositor.wm.Direction;
import org.wayray.compositor.wm.Window;
import org.wayray.compositor.wm.WindowClient;
import org.wayray.compositor.wm.WindowConfigure;
import org.wayray.compositor.wm.WindowIcon;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol.Event;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol.Request;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol.ResizeEdge;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol.State;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol.WmCapabilities;
import org.wayray.wayland.server.ProtocolException;
import org.wayray.wayland.server.RequestHandler;
import org.wayray.wayland.server.Resource;

/**
 * xdg_toplevel: a window, as its client sees it.
 *
 * <p>Deliberately left out: the window menu, which wm_capabilities says is not there. No edge is ever tiled. Confined to the
 * session loop.
 */
final class XdgToplevel implements XdgRole, WindowClient, RequestHandler<Request> {
    private static final List<WmCapabilities> CAPABILITIES =
            List.of(WmCapabilities.MAXIMIZE, WmCapabilities.FULLSCREEN, WmCapabilities.MINIMIZE);

    private static final int SUSPENDED_SINCE = 6;

    private final Resource<Request, Event> resource;
    private final XdgWmBase shell;
    private final XdgSurface owner;
    private final Window window;
    private Size<Logical> pendingMin = Size.zero();
    private Size<Logical> pendingMax = Size.zero();
    private @Nullable Optional<WindowIcon> pendingIcon;
    private @Nullable WindowConfigure followed;
    private boolean capabilitiesSent;
    private Size<Logical> boundsSent = Size.zero();
    private @Nullable ZxdgToplevelDecorationV1 decoration;

    XdgToplevel(Resource<Request, Event> resource, XdgWmBase shell, XdgSurface owner) {
        this.resource = resource;
        this.shell = shell;
        this.owner = owner;
        this.window = new Window(owner.surface(), shell.scene(), this);
        resource.setHandler(this);
        sendCapabilities();
    }

    @Override
    public void handle(Request request) {
        var manager = shell.windowManager();
        switch (request) {
            case Request.Destroy() -> destroy();
            case Request.SetParent(int parent) -> setParent(parent);
            case Request.SetTitle(String title) -> window.setTitle(title);
            case Request.SetAppId(String appId) -> window.setAppId(appId);
            case Request.ShowWindowMenu(int seat, int serial, int x, int y) -> {}
            case Request.Move(int seat, int serial) -> move(serial);
            case Request.Resize(int seat, int serial, int edges) -> resize(serial, edges);
            case Request.SetMaxSize(int width, int height) -> pendingMax = limit(width, height);
            case Request.SetMinSize(int width, int height) -> pendingMin = limit(width, height);
            case Request.SetMaximized() -> manager.maximizeRequested(window, true);
            case Request.UnsetMaximized() -> manager.maximizeRequested(window, false);
            case Request.SetFullscreen(int output) ->
                manager.fullscreenRequested(window, true, WlOutputs.find(resource.client(), output));
            case Request.UnsetFullscreen() -> manager.fullscreenRequested(window, false, Optional.empty());
            case Request.SetMinimized() -> manager.minimizeRequested(window);
        }
    }

    private void destroy() {
        if (decoration != null) {
            throw decoration.orphaned();
        }
    }

    private void setParent(int parentId) {
        var parent = resource.client().find(parentId, XdgToplevel.class).map(XdgToplevel::window);
        if (parent.isPresent() && window.isAncestorOf(parent.get())) {
            throw error(
                    XdgToplevelProtocol.Error.INVALID_PARENT,
                    "xdg_toplevel@" + parentId + " is the window itself or a descendant");
        }
        if (parent.isPresent() && !parent.get().hasDepthFor(window)) {
            throw error(XdgToplevelProtocol.Error.INVALID_PARENT, "windows are nested deeper than " + Window.MAX_DEPTH);
        }
        window.setParent(parent);
    }

    private void move(int serial) {
        pressed(serial).ifPresent(press -> shell.windowManager().moveRequested(window, press));
    }

    private void resize(int serial, int edges) {
        var direction = ResizeEdge.of(edges)
                .map(XdgToplevel::direction)
                .orElseThrow(() -> error(XdgToplevelProtocol.Error.INVALID_RESIZE_EDGE, "resize edge " + edges));
        pressed(serial).ifPresent(press -> shell.windowManager().resizeRequested(window, direction, press));
    }

    /** What went down on a surface of the client with this serial and is down still; nothing for a window that is not mapped. */
    private Optional<Press> pressed(int serial) {
        return window.isMapped() ? shell.seat().press(resource.client(), serial) : Optional.empty();
    }

    private Size<Logical> limit(int width, int height) {
        if (width < 0 || height < 0) {
            throw error(XdgToplevelProtocol.Error.INVALID_SIZE, "size limit of " + width + "x" + height);
        }
        return new Size<>(width, height);
    }

    @Override
    public void configure(WindowConfigure configure) {
        sendCapabilities();
        var bounds = configure.bounds();
        if (!bounds.equals(boundsSent)) {
            boundsSent = bounds;
            resource.send(new Event.ConfigureBounds(bounds.width(), bounds.height()));
        }
        if (decoration != null) {
            decoration.configure();
        }
        resource.send(new Event.Configure(
                configure.size().width(), configure.size().height(), WireArray.ofEnums(states(configure.state()))));
        owner.configure(() -> followed = configure);
    }

    /** Once before the first configure, and at once to a new window: a client may build its title bar by them. */
    private void sendCapabilities() {
        if (!capabilitiesSent) {
            capabilitiesSent = true;
            resource.send(new Event.WmCapabilities(WireArray.ofEnums(CAPABILITIES)));
        }
    }

    @Override
    public boolean isConfiguring() {
        return owner.isConfiguring();
    }

    @Override
    public void close() {
        resource.send(new Event.Close());
    }

    @Override
    public void ping() {
        owner.base().ping();
    }

    @Override
    public void moved() {
        owner.popups().placeAgain();
    }

    @Override
    public void hidden() {
        owner.popups().dismissAll();
    }

    private List<State> states(WindowConfigure.State state) {
        var states = new ArrayList<State>();
        if (state.maximized()) {
            states.add(State.MAXIMIZED);
        }
        if (state.fullscreen()) {
            states.add(State.FULLSCREEN);
        }
        if (state.resizing()) {
            states.add(State.RESIZING);
        }
        if (state.activated()) {
            states.add(State.ACTIVATED);
        }
        if (state.suspended() && resource.version() >= SUSPENDED_SINCE) {
            states.add(State.SUSPENDED);
        }
        return states;
    }

    @Override
    public void beforeCommit() {
        if (isBelow(pendingMax.width(), pendingMin.width()) || isBelow(pendingMax.height(), pendingMin.height())) {
            throw error(XdgToplevelProtocol.Error.INVALID_SIZE, "the maximum size is below the minimum size");
        }
    }

    /** Whether a maximum contradicts a minimum; zero is no limit. */
    private static boolean isBelow(int max, int min) {
        return max != 0 && max < min;
    }

    @Override
    public void start() {
        applyPending();
        window.start();
        shell.windowManager().started(window);
    }

    @Override
    public void committed() {
        applyPending();
        var configure = followed;
        followed = null;
        window.committed(Optional.ofNullable(configure), owner.windowGeometry(), owner.hasWindowGeometry());
        if (window.isMapped()) {
            shell.windowManager().committed(window);
        }
        owner.popups().placeAgain();
    }

    private void applyPending() {
        window.setSizeLimits(pendingMin, pendingMax);
        if (pendingIcon != null) {
            window.setIcon(pendingIcon);
            pendingIcon = null;
        }
    }

    @Override
    public void map() {
        shell.windowManager().mapped(window);
    }

    @Override
    public void unmap() {
        if (window.isMapped()) {
            shell.windowManager().unmapped(window);
        }
        window.unmap();
        pendingMin = Size.zero();
        pendingMax = Size.zero();
        pendingIcon = null;
        followed = null;
        capabilitiesSent = false;
        boundsSent = Size.zero();
    }

    Window window() {
        return window;
    }

    Resource<Request, Event> resource() {
        return resource;
    }

    /** The window's icon from the next commit on; empty for that of its application. */
    void setPendingIcon(Optional<WindowIcon> icon) {
        pendingIcon = icon;
    }

    XdgSurface owner() {
        return owner;
    }

    Optional<ZxdgToplevelDecorationV1> decoration() {
        return Optional.ofNullable(decoration);
    }

    void setDecoration(@Nullable ZxdgToplevelDecorationV1 decoration) {
        this.decoration = decoration;
    }

    private ProtocolException error(XdgToplevelProtocol.Error code, String message) {
        return new ProtocolException(resource, code, message);
    }

    private static Direction direction(ResizeEdge edge) {
        return switch (edge) {
            case NONE -> Direction.NONE;
            case TOP -> Direction.TOP;
            case BOTTOM -> Direction.BOTTOM;
            case LEFT -> Direction.LEFT;
            case TOP_LEFT -> Direction.TOP_LEFT;
            case BOTTOM_LEFT -> Direction.BOTTOM_LEFT;
            case RIGHT -> Direction.RIGHT;
            case TOP_RIGHT -> Direction.TOP_RIGHT;
            case BOTTOM_RIGHT -> Direction.BOTTOM_RIGHT;
        };
    }
}
