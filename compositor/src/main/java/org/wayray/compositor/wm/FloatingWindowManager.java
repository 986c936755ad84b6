package org.wayray.compositor.wm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceTree;
import org.wayray.compositor.seat.Grip;
import org.wayray.compositor.seat.Modifiers;
import org.wayray.compositor.seat.Press;
import org.wayray.compositor.seat.Seat;
import org.wayray.compositor.wm.WindowConfigure.Placement;

/**
 * The built-in window manager: windows float.
 *
 * <p>Confined to the session loop. A new window chooses its size and is centred, over its parent or on the output beneath the
 * pointer, a little aside if another one lies there already. A click or a touch gives the focus and raises; when the active window goes, the
 * one that was active before gets the focus. Alt and a drag with the left button moves any window, with the right button resizes
 * it, so that no window is out of reach whatever it draws; Alt+F4 closes, Alt+Tab goes through the windows, also the minimised
 * ones.
 */
public final class FloatingWindowManager implements WindowManager {
    private static final int LEFT_BUTTON = 0x110;
    private static final int RIGHT_BUTTON = 0x111;
    private static final int TAB = 0xff09;
    private static final int SHIFT_TAB = 0xfe20;
    private static final int F4 = 0xffc1;
    private static final int CASCADE_STEP = 32;

    private final Scene scene;
    private final Seat seat;
    /** All mapped windows, the one that was active last in front. */
    private final List<Window> recent = new ArrayList<>();

    private final Map<Surface, Window> windows = new HashMap<>();
    private final Map<Window, Rect<Logical>> restore = new HashMap<>();
    private @Nullable Window active;
    private @Nullable WindowDrag drag;
    private @Nullable List<Window> cycle;

    /** Takes over the seat's bindings. */
    public FloatingWindowManager(Scene scene, Seat seat) {
        this.scene = scene;
        this.seat = seat;
        seat.setPolicy(this);
    }

    /** The window that has the user's attention. */
    public Optional<Window> active() {
        return Optional.ofNullable(active);
    }

    /** All mapped windows, the one that was active last in front. */
    public List<Window> windows() {
        return List.copyOf(recent);
    }

    /** The window that a surface belongs to: it is the window's, or a subsurface's or popup's of it. */
    public Optional<Window> windowOf(Surface surface) {
        var tree = surface.root().tree();
        while (tree.flatMap(SurfaceTree::parent).isPresent()) {
            tree = tree.flatMap(SurfaceTree::parent);
        }
        return tree.map(SurfaceTree::root).map(windows::get);
    }

    /** Makes a window the active one: in sight, on top, with the keyboard. */
    public void activate(Window window) {
        window.setMinimized(false);
        focus(window);
        recent.remove(window);
        recent.addFirst(window);
        raise(window);
    }

    // windows

    @Override
    public void started(Window window) {
        window.setBounds(workArea(window).size());
        window.configure();
    }

    @Override
    public void mapped(Window window) {
        windows.put(window.surface(), window);
        recent.addFirst(window);
        if (!window.state().maximized() && !window.state().fullscreen()) {
            window.moveTo(placeFor(window));
        }
        window.map();
        activate(window);
    }

    @Override
    public void unmapped(Window window) {
        endDragOf(window);
        windows.remove(window.surface());
        recent.remove(window);
        restore.remove(window);
        if (cycle != null) {
            cycle.remove(window);
        }
        if (active == window) {
            active = null;
            focusMostRecent();
        }
    }

    @Override
    public void maximizeRequested(Window window, boolean on) {
        endDragOf(window);
        if (window.isFullscreen()) {
            window.setMaximizedBeneath(on);
        } else if (on) {
            remember(window);
            window.setMaximized(workArea(window));
        } else if (window.isMaximized()) {
            restore(window);
        } else {
            window.configure();
        }
    }

    @Override
    public void fullscreenRequested(Window window, boolean on, Optional<Output> output) {
        endDragOf(window);
        if (on) {
            remember(window);
            window.setFullscreen(output.map(Output::logicalBounds).orElseGet(() -> workArea(window)));
            window.raise();
        } else if (!window.isFullscreen()) {
            window.configure();
        } else if (window.isMaximized()) {
            window.setMaximized(workArea(window));
        } else {
            restore(window);
        }
    }

    @Override
    public void minimizeRequested(Window window) {
        window.setMinimized(true);
        if (active == window) {
            window.setActivated(false);
            active = null;
            focusMostRecent();
        }
    }

    @Override
    public void moveRequested(Window window, Press press) {
        move(window, press.grip(), press.position());
    }

    @Override
    public void resizeRequested(Window window, Direction edges, Press press) {
        resize(window, edges, press.grip(), press.position());
    }

    @Override
    public void outputsChanged() {
        for (var window : recent) {
            var area = workArea(window);
            window.setBounds(area.size());
            if (window.isFullscreen()) {
                window.setFullscreen(area);
            } else if (window.isMaximized()) {
                window.setMaximized(area);
            } else if (!window.frame().intersects(area)) {
                window.moveTo(centred(window.frame().size(), area));
            }
        }
    }

    // input

    @Override
    public boolean keyPressed(int keysym, Modifiers modifiers) {
        if ((keysym == TAB || keysym == SHIFT_TAB)
                && (modifiers.isExactly(Modifiers.ALT) || modifiers.isExactly(Modifiers.ALT | Modifiers.SHIFT))) {
            showNext(modifiers.has(Modifiers.SHIFT));
            return true;
        }
        if (keysym == F4 && modifiers.isExactly(Modifiers.ALT)) {
            active().ifPresent(window -> window.client().close());
            return true;
        }
        return false;
    }

    @Override
    public void modifiersChanged(Modifiers modifiers) {
        if (cycle != null && !modifiers.has(Modifiers.ALT)) {
            cycle = null;
            active().ifPresent(this::activate);
        }
    }

    @Override
    public boolean buttonPressed(int button, Modifiers modifiers, Optional<Surface> under) {
        var window = under.flatMap(this::windowOf);
        if (window.isEmpty()) {
            return false;
        }
        attend(window.get());
        if (!modifiers.isExactly(Modifiers.ALT)) {
            return false;
        }
        switch (button) {
            case LEFT_BUTTON ->
                move(window.get(), seat.pointer(), seat.pointer().position());
            case RIGHT_BUTTON ->
                resize(
                        window.get(),
                        nearestCorner(window.get()),
                        seat.pointer(),
                        seat.pointer().position());
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public void touched(Optional<Surface> under) {
        under.flatMap(this::windowOf).ifPresent(this::attend);
    }

    /** The user turned to a window. */
    private void attend(Window window) {
        if (active != window) {
            activate(window);
        }
        window.client().ping();
    }

    /** @param from where the button or finger went down: by the time that a client asks, it is elsewhere already */
    private void move(Window window, Grip grip, Point<Logical> from) {
        if (!window.isMaximized() && !window.isFullscreen()) {
            startDrag(new WindowDrag.Move(window, grip, from, this::dragEnded));
        }
    }

    private void resize(Window window, Direction edges, Grip grip, Point<Logical> from) {
        if (!window.isMaximized() && !window.isFullscreen() && edges != Direction.NONE) {
            startDrag(new WindowDrag.Resize(window, edges, grip, from, this::dragEnded));
        }
    }

    /** Starts a drag, unless there is one: a finger cannot take a window from the pointer. */
    private void startDrag(WindowDrag next) {
        if (drag == null) {
            seat.startGrab(next.grip(), next);
            drag = next;
            next.follow(next.grip().position());
        }
    }

    private void dragEnded(WindowDrag ended) {
        ended.grip().endGrab(ended);
        if (drag == ended) {
            drag = null;
        }
    }

    private void endDragOf(Window window) {
        if (drag != null && drag.window() == window) {
            dragEnded(drag);
        }
    }

    private Direction nearestCorner(Window window) {
        var frame = window.frame();
        boolean left = seat.pointer().position().x() < frame.x() + frame.width() / 2.0;
        boolean top = seat.pointer().position().y() < frame.y() + frame.height() / 2.0;
        if (top) {
            return left ? Direction.TOP_LEFT : Direction.TOP_RIGHT;
        }
        return left ? Direction.BOTTOM_LEFT : Direction.BOTTOM_RIGHT;
    }

    /** Shows the next window of those that were there when Alt went down; the order counts once Alt is up. */
    private void showNext(boolean backwards) {
        var order = cycle == null ? new ArrayList<>(recent) : cycle;
        cycle = order;
        if (order.isEmpty()) {
            return;
        }
        int at = active == null ? -1 : order.indexOf(active);
        var next = order.get(Math.floorMod(backwards ? Math.max(at, 0) - 1 : at + 1, order.size()));
        next.setMinimized(false);
        focus(next);
        raise(next);
    }

    // focus and order

    private void focus(Window window) {
        if (active != window) {
            seat.popups().dismissAll();
            var previous = active;
            active = window;
            if (previous != null) {
                previous.setActivated(false);
            }
            window.setActivated(true);
        }
        seat.focus(Optional.of(window.surface()));
    }

    private void focusMostRecent() {
        recent.stream()
                .filter(window -> !window.isMinimized())
                .findFirst()
                .ifPresentOrElse(this::focus, () -> seat.focus(Optional.empty()));
    }

    /** Raises a window with its family: a child stays above its parent, and the window is above its siblings. */
    private void raise(Window window) {
        var top = window;
        while (top.parent().isPresent()) {
            top = top.parent().get();
        }
        raiseWithChildren(top, window);
    }

    private static void raiseWithChildren(Window window, Window last) {
        window.raise();
        for (var child : window.children()) {
            if (!child.isAncestorOf(last)) {
                raiseWithChildren(child, last);
            }
        }
        for (var child : window.children()) {
            if (child.isAncestorOf(last)) {
                raiseWithChildren(child, last);
            }
        }
    }

    // place

    private Offset<Logical> placeFor(Window window) {
        var area = workArea(window);
        var size = window.geometry().size();
        if (window.parent().isPresent()) {
            return centred(size, window.parent().get().frame());
        }
        var place = centred(size, area);
        while (isTaken(place, window)) {
            place = place.plus(new Offset<>(CASCADE_STEP, CASCADE_STEP));
        }
        return place.x() < area.right() - CASCADE_STEP && place.y() < area.bottom() - CASCADE_STEP
                ? place
                : area.origin();
    }

    private boolean isTaken(Offset<Logical> place, Window except) {
        return recent.stream()
                .anyMatch(window -> window != except && window.frame().origin().equals(place));
    }

    /** The middle of an area, but with the top left corner inside, as the title is there. */
    private static Offset<Logical> centred(Size<Logical> size, Rect<Logical> area) {
        return new Offset<>(
                area.x() + Math.max(0, (area.width() - size.width()) / 2),
                area.y() + Math.max(0, (area.height() - size.height()) / 2));
    }

    private void remember(Window window) {
        if (!window.isMaximized() && !window.isFullscreen() && window.isMapped()) {
            restore.put(window, window.frame());
        }
    }

    private void restore(Window window) {
        var frame = restore.remove(window);
        if (frame != null) {
            window.setFloating(frame.size(), new Placement.At(frame));
        } else {
            window.setFloating(Size.zero(), new Placement.Centred(workArea(window)));
        }
    }

    /** The output that a window is on, or else the one with the pointer, or else the first. */
    private Rect<Logical> workArea(Window window) {
        var frame = window.frame();
        return scene.outputs().stream()
                .filter(output -> window.isMapped() && output.logicalBounds().intersects(frame))
                .findFirst()
                .or(() -> scene.outputAt(seat.pointer().position()))
                .or(() -> scene.outputs().stream().findFirst())
                .map(Output::logicalBounds)
                .orElse(Rect.empty());
    }
}
