package org.wayray.compositor.wm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Layer;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceTree;
import org.wayray.compositor.wm.WindowConfigure.Placement;

/**
 * A window: a toplevel surface with its place, its properties and its states.
 *
 * <p>Confined to the session loop. Mechanism only; a {@link WindowManager} decides. States go one way: <em>wanted</em> by the
 * window manager, sent to the client as a {@link WindowConfigure}, acknowledged, and current with the client's next commit. Only
 * then does the window take its new place, so that no frame shows the new place with the old content. Where the window lies always
 * means its window geometry, without shadows; source: xdg_surface.set_window_geometry.
 */
public final class Window {

    /** Windows from one without a parent to its deepest descendant, both included. Families are walked by recursion. */
    public static final int MAX_DEPTH = 64;

    private static final Placement STAY = new Placement.Stay();

    private final Surface surface;
    private final Scene scene;
    private final WindowClient client;
    private final List<Window> children = new ArrayList<>();
    private String title = "";
    private String appId = "";
    private @Nullable Window parent;
    private Size<Logical> minSize = Size.zero();
    private Size<Logical> maxSize = Size.zero();
    private boolean responsive = true;
    private boolean modal;
    private boolean urgent;
    private @Nullable WindowIcon icon;
    private String identifier = "";
    private @Nullable WindowList list;

    // wanted
    private Size<Logical> wantedSize = Size.zero();
    private Size<Logical> bounds = Size.zero();
    private Placement placement = STAY;
    private boolean maximized;
    private boolean fullscreen;
    private boolean resizing;
    private boolean activated;
    private boolean minimized;
    private boolean watched = true;
    private boolean started;
    private boolean resizeWaits;

    // current
    private Rect<Logical> geometry = Rect.empty();
    private Offset<Logical> position = Offset.zero();
    private boolean placed;
    private WindowConfigure.State state = new WindowConfigure.State(false, false, false, false, false);
    private boolean mapped;
    private boolean abovePanels;
    private @Nullable SurfaceTree tree;

    /** A window without content, not yet known to the window manager. */
    public Window(Surface surface, Scene scene, WindowClient client) {
        this.surface = surface;
        this.scene = scene;
        this.client = client;
    }

    public Surface surface() {
        return surface;
    }

    public WindowClient client() {
        return client;
    }

    public String title() {
        return title;
    }

    public void setTitle(String title) {
        this.title = title;
        changed();
    }

    public String appId() {
        return appId;
    }

    public void setAppId(String appId) {
        this.appId = appId;
        changed();
    }

    /** The window that this one belongs to and stays above of. */
    public Optional<Window> parent() {
        return Optional.ofNullable(parent);
    }

    /** The windows that belong to this one. */
    public List<Window> children() {
        return List.copyOf(children);
    }

    /** Makes this the child of a mapped window, or of none. The caller has made sure that there is no circle. */
    public void setParent(Optional<Window> next) {
        if (parent != null) {
            parent.children.remove(this);
        }
        parent = next.filter(Window::isMapped).orElse(null);
        if (parent != null) {
            parent.children.add(this);
        }
        changed();
    }

    /** Whether this window is {@code other} or one of its ancestors. */
    public boolean isAncestorOf(Window other) {
        for (Window window = other; window != null; window = window.parent) {
            if (window == this) {
                return true;
            }
        }
        return false;
    }

    /** Whether the family stays within {@link #MAX_DEPTH} with {@code child} as a child of this window. */
    public boolean hasDepthFor(Window child) {
        int depth = child.height();
        for (Window window = this; window != null; window = window.parent) {
            depth++;
        }
        return depth <= MAX_DEPTH;
    }

    /** How many windows lie on the longest way down from here, this one included. */
    private int height() {
        return 1 + children.stream().mapToInt(Window::height).max().orElse(0);
    }

    /** The smallest size the client likes; zero in a dimension: any. */
    public Size<Logical> minSize() {
        return minSize;
    }

    /** The largest size the client likes; zero in a dimension: any. */
    public Size<Logical> maxSize() {
        return maxSize;
    }

    public void setSizeLimits(Size<Logical> min, Size<Logical> max) {
        minSize = min;
        maxSize = max;
    }

    /** Whether the window is to be done with before its parent is used again. */
    public boolean isModal() {
        return modal;
    }

    public void setModal(boolean on) {
        modal = on;
    }

    /** Whether the window wants the user's attention, which it does not have. */
    public boolean isUrgent() {
        return urgent;
    }

    /** Marks the window as one that wants attention; the mark goes when it has it. */
    public void setUrgent(boolean on) {
        if (urgent != on) {
            urgent = on;
            changed();
        }
    }

    /** The window's own icon; empty if it is that of its application. */
    public Optional<WindowIcon> icon() {
        return Optional.ofNullable(icon);
    }

    public void setIcon(Optional<WindowIcon> next) {
        icon = next.orElse(null);
        changed();
    }

    /** What others may call the window while it is mapped, up to 32 printable characters; no two windows have the same ever. */
    public String identifier() {
        return identifier;
    }

    /** Called by the list that the window is on, null for none. */
    void setList(@Nullable WindowList next, String nextIdentifier) {
        list = next;
        identifier = nextIdentifier;
    }

    private void changed() {
        if (list != null) {
            list.changed(this);
        }
    }

    /** Whether the client answered the last time it was asked. */
    public boolean isResponsive() {
        return responsive;
    }

    public void setResponsive(boolean responsive) {
        this.responsive = responsive;
    }

    /** Whether the client has content for it, be it shown or minimised. */
    public boolean isMapped() {
        return mapped;
    }

    public boolean isMaximized() {
        return maximized;
    }

    public boolean isFullscreen() {
        return fullscreen;
    }

    public boolean isMinimized() {
        return minimized;
    }

    public boolean isActivated() {
        return activated;
    }

    /** What the client has acknowledged and committed. */
    public WindowConfigure.State state() {
        return state;
    }

    /** Whether it was given a place of its own, now or before it was unmapped. */
    public boolean isPlaced() {
        return placed;
    }

    /** Where the window lies in the scene. */
    public Rect<Logical> frame() {
        return new Rect<>(position.x(), position.y(), geometry.width(), geometry.height());
    }

    /** The window's rectangle as seen from the surface's top left corner. */
    public Rect<Logical> geometry() {
        return geometry;
    }

    // wanted state, for the window manager

    /** Puts the window somewhere at once. */
    public void moveTo(Offset<Logical> to) {
        placed = true;
        position = to;
        placeTree();
    }

    /**
     * Moves the window together with what it lies on. Where it is to be placed moves likewise.
     */
    void shift(Offset<Logical> by) {
        if (by.isZero()) {
            return;
        }
        placement = switch (placement) {
            case Placement.Stay stay -> stay;
            case Placement.At(var place) -> new Placement.At(place.translated(by));
            case Placement.Centred(var area) -> new Placement.Centred(area.translated(by));
            case Placement.Opposite(var edges, int right, int bottom) ->
                new Placement.Opposite(edges, right + by.x(), bottom + by.y());
        };
        position = position.plus(by);
        placeTree();
        showBackdrop();
    }

    /** The area that the window fills or is asked to fill, or else where it is. */
    Rect<Logical> wantedArea() {
        return switch (placement) {
            case Placement.At(var area) when maximized || fullscreen -> area;
            case Placement.Centred(var area) when fullscreen -> area;
            default -> frame();
        };
    }

    public void raise() {
        if (tree != null) {
            tree.raise();
        }
    }

    /**
     * Puts the window above the panels, as long as it fills an output or belongs to one that does, or back among the others.
     *
     * @return whether that is a change
     */
    boolean setAbovePanels(boolean on) {
        if (abovePanels == on) {
            return false;
        }
        abovePanels = on;
        if (tree != null) {
            tree.moveTo(layer());
        }
        return true;
    }

    private Layer layer() {
        return abovePanels ? Layer.FULLSCREEN : Layer.WINDOWS;
    }

    /** Says how large the client should be at most when it chooses. Takes effect with the next configure. */
    public void setBounds(Size<Logical> bounds) {
        this.bounds = bounds;
    }

    /** Says at once how large the client should be at most when it chooses, if that is something new. */
    void changeBounds(Size<Logical> next) {
        if (!bounds.equals(next)) {
            bounds = next;
            configure();
        }
    }

    /** Asks for a size in the ordinary state, and a place that the window takes together with it. */
    public void setFloating(Size<Logical> size, Placement next) {
        maximized = false;
        fullscreen = false;
        want(size, next);
    }

    /** Asks the client to fill an area. */
    public void setMaximized(Rect<Logical> area) {
        maximized = true;
        fullscreen = false;
        want(area.size(), new Placement.At(area));
    }

    /** Asks the client to fill an output. It stays maximised beneath, should it be. */
    public void setFullscreen(Rect<Logical> area) {
        fullscreen = true;
        want(area.size(), new Placement.Centred(area));
    }

    /** Whether the client was asked last to fill just this area. */
    boolean isAskedToFill(Rect<Logical> area) {
        return wantedSize.equals(area.size())
                && (placement.equals(new Placement.At(area)) || placement.equals(new Placement.Centred(area)));
    }

    /** What the window returns to from fullscreen; it must be fullscreen. */
    public void setMaximizedBeneath(boolean on) {
        maximized = on;
        configure();
    }

    public void setActivated(boolean on) {
        if (activated != on) {
            activated = on;
            urgent &= !on;
            configure();
        }
    }

    /** Takes the window out of sight, or brings it back. */
    public void setMinimized(boolean on) {
        if (minimized != on) {
            minimized = on;
            if (on) {
                client.hidden();
            }
            showOrHide();
            configure();
        }
    }

    /** Says whether anybody looks at the outputs. */
    public void setWatched(boolean on) {
        if (watched != on) {
            watched = on;
            configure();
        }
    }

    /**
     * Asks for a size while the user drags an edge. A client that has not followed the last such request is not asked for the
     * next before it has, so that it always works on a recent size.
     */
    public void dragSize(Size<Logical> size, Placement.Opposite opposite) {
        resizing = true;
        wantedSize = size;
        placement = opposite;
        if (client.isConfiguring()) {
            resizeWaits = true;
        } else {
            configure();
        }
    }

    /** The user let go of the edge. */
    public void endDrag() {
        resizing = false;
        configure();
    }

    /** Sends the wanted state, unless the client has not begun to set the window up. */
    public void configure() {
        if (started) {
            resizeWaits = false;
            client.configure(new WindowConfigure(
                    wantedSize,
                    new WindowConfigure.State(maximized, fullscreen, resizing, activated, isSuspended()),
                    bounds,
                    placement));
        }
        changed();
    }

    // the client's side

    /** The client committed without content for the first time: it waits for its first configure. */
    public void start() {
        started = true;
    }

    /** Whether the client has been configured since it was last unmapped. */
    public boolean isStarted() {
        return started;
    }

    /**
     * The client committed.
     *
     * @param committed the configure that the commit follows, if it follows one
     * @param committedGeometry the window's rectangle, seen from the surface's top left corner
     * @param given whether the client has said which rectangle it is. One that was worked out reaches to another place when a
     *     subsurface does, and then the surface does not move beneath the user's eyes; nor does one that returns
     */
    public void committed(Optional<WindowConfigure> committed, Rect<Logical> committedGeometry, boolean given) {
        if (!given || !mapped) {
            position = position.plus(committedGeometry.origin().minus(geometry.origin()));
        }
        geometry = committedGeometry;
        committed.ifPresent(configure -> {
            state = configure.state();
            place(configure.placement());
        });
        if (state.fullscreen() && placement instanceof Placement.Centred
                || state.maximized() && maximized && !fullscreen && placement instanceof Placement.At) {
            place(placement); // what it fills may lie elsewhere by now
        }
        placeTree();
        showBackdrop();
        if (resizeWaits && !client.isConfiguring()) {
            configure();
        } else if (!resizing && !maximized && !fullscreen && !client.isConfiguring()) {
            // the client has the place that was wanted, and chooses its size from now on; if no size was ever wanted,
            // none is
            placement = STAY;
            wantedSize = wantedSize.equals(Size.zero()) ? wantedSize : geometry.size();
        }
    }

    /** The client has content: shows it. The window manager has given it its place. */
    public void map() {
        mapped = true;
        showOrHide();
    }

    /** The client took its content away: all states and properties are as at the start. */
    public void unmap() {
        mapped = false;
        position = surfacePosition();
        placed &= !state.maximized() && !state.fullscreen();
        started = false;
        showOrHide();
        for (var child : List.copyOf(children)) {
            child.setParent(Optional.ofNullable(parent));
        }
        setParent(Optional.empty());
        title = "";
        appId = "";
        icon = null;
        urgent = false;
        minSize = Size.zero();
        maxSize = Size.zero();
        wantedSize = Size.zero();
        placement = STAY;
        maximized = false;
        fullscreen = false;
        resizing = false;
        activated = false;
        minimized = false;
        resizeWaits = false;
        abovePanels = false;
        geometry = Rect.empty();
        state = new WindowConfigure.State(false, false, false, false, false);
    }

    /** Whether the client may as well stop drawing. Never before its first content, which it might not draw then. */
    private boolean isSuspended() {
        return mapped && (minimized || !watched);
    }

    private void want(Size<Logical> size, Placement next) {
        wantedSize = size;
        placement = next;
        configure();
    }

    private void place(Placement at) {
        switch (at) {
            case Placement.Stay() -> {}
            case Placement.At(var place) -> position = place.origin();
            case Placement.Centred(var area) ->
                position = new Offset<>(
                        area.x() + Math.max(0, area.width() - geometry.width()) / 2,
                        area.y() + Math.max(0, area.height() - geometry.height()) / 2);
            case Placement.Opposite(var edges, int right, int bottom) ->
                position = new Offset<>(
                        edges.horizontal() < 0 ? right - geometry.width() : position.x(),
                        edges.vertical() < 0 ? bottom - geometry.height() : position.y());
        }
    }

    private void showOrHide() {
        if (mapped && !minimized && tree == null) {
            tree = scene.add(surface, layer(), surfacePosition());
            showBackdrop();
        } else if ((!mapped || minimized) && tree != null) {
            tree.remove();
            tree = null;
        }
    }

    /** A window that fills an output hides what is below, also where it is smaller. */
    private void showBackdrop() {
        if (tree != null) {
            tree.setBackdrop(
                    state.fullscreen() && placement instanceof Placement.Centred(var area) ? area : Rect.empty());
        }
    }

    private void placeTree() {
        if (tree != null && !tree.position().equals(surfacePosition())) {
            tree.moveTo(surfacePosition());
            client.moved();
        }
    }

    private Offset<Logical> surfacePosition() {
        return position.minus(geometry.origin());
    }
}
