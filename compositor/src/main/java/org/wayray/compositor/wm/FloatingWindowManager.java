package org.wayray.compositor.wm;

import java.util.ArrayList;
import java.util.Comparator;
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
import org.wayray.compositor.wm.LayerSurface.Interactivity;
import org.wayray.compositor.wm.WindowConfigure.Placement;

/**
 * The built-in window manager: windows float.
 *
 * <p>Confined to the session loop. A new window chooses its size and is centred, over its parent or on the output beneath the
 * pointer, a little aside if another one lies there already; one that was hidden returns to where it was. A click or a touch gives the focus and raises; when the active window goes, the
 * one that was active before gets the focus. Alt and a drag with the left button moves any window, with the right button resizes
 * it, so that no window is out of reach whatever it draws; Alt+F4 closes, Alt+Tab goes through the windows, also the minimised
 * ones.
 *
 * <p>The shell's surfaces: panels limit where windows are put and how far maximised ones reach. A window that fills an output lies
 * above them while it, or a child of its, is the active one. A surface that wants the keyboard for itself has it before any window;
 * one that wants it on demand has it when it is mapped above the windows or clicked, until a window is activated. The active window
 * stays the active one meanwhile.
 */
public final class FloatingWindowManager implements WindowManager, LayerShell.Listener {
    private static final int LEFT_BUTTON = 0x110;
    private static final int RIGHT_BUTTON = 0x111;
    private static final int TAB = 0xff09;
    private static final int SHIFT_TAB = 0xfe20;
    private static final int F4 = 0xffc1;
    private static final int CASCADE_STEP = 32;

    private final Scene scene;
    private final Seat seat;
    private final LayerShell layers;
    /** All mapped windows, the one that was active last in front. */
    private final List<Window> recent = new ArrayList<>();

    private final Map<Surface, Window> windows = new HashMap<>();
    /** Where windows that fill something were before, from the top left corner of their output. */
    private final Map<Window, Rect<Logical>> restore = new HashMap<>();

    private final WindowList list = new WindowList();
    private final WindowHomes homes;

    /** Whether outputs are being changed; windows follow in the end. */
    private boolean changingOutputs;

    private boolean watched = true;
    private @Nullable Window active;
    /** The surface of the shell that the user gave the keyboard to. */
    private @Nullable LayerSurface onDemand;

    private @Nullable WindowDrag drag;
    private @Nullable List<Window> cycle;

    /** Takes over the seat's bindings. */
    public FloatingWindowManager(Scene scene, Seat seat, LayerShell layers) {
        this.scene = scene;
        this.seat = seat;
        this.layers = layers;
        this.homes = new WindowHomes(scene, layers);
        seat.setPolicy(this);
        layers.addListener(this);
    }

    /** The window that has the user's attention. */
    public Optional<Window> active() {
        return Optional.ofNullable(active);
    }

    /** All mapped windows, the one that was active last in front. */
    public List<Window> windows() {
        return List.copyOf(recent);
    }

    /** All mapped windows, for those who show them to the user. */
    public WindowList list() {
        return list;
    }

    /** The window that a surface belongs to: it is the window's, or a subsurface's or popup's of it. */
    public Optional<Window> windowOf(Surface surface) {
        return rootOf(surface).map(windows::get);
    }

    /** The surface at the bottom of the popups and subsurfaces that a surface belongs to, if it is in the scene. */
    private static Optional<Surface> rootOf(Surface surface) {
        return surface.root().tree().map(SurfaceTree::base).map(SurfaceTree::root);
    }

    /** Makes a window, or the dialog that it waits for, the active one: in sight, on top, with the keyboard. */
    @Override
    public void activate(Window window) {
        var dialog = window.children().stream()
                .filter(child -> child.isModal() && child.isMapped())
                .findFirst();
        if (dialog.isPresent()) {
            window.setMinimized(false);
            activate(dialog.get());
            return;
        }
        window.setMinimized(false);
        onDemand = null;
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
        if (!window.state().maximized() && !window.state().fullscreen() && !returns(window)) {
            window.moveTo(placeFor(window));
        }
        window.map();
        window.setWatched(watched);
        activate(window);
        list.add(window);
    }

    /** Whether the window was hidden by its client, and its place is in sight still. */
    private boolean returns(Window window) {
        return window.isPlaced()
                && scene.outputs().stream()
                        .anyMatch(output -> output.logicalBounds().intersects(window.frame()));
    }

    @Override
    public void unmapped(Window window) {
        list.remove(window);
        endDragOf(window);
        windows.remove(window.surface());
        recent.remove(window);
        restore.remove(window);
        homes.forget(window);
        if (cycle != null) {
            cycle.remove(window);
        }
        if (active == window) {
            active = null;
            focusMostRecent();
        } else {
            stackFullscreen();
        }
    }

    @Override
    public void committed(Window window) {
        stackFullscreen();
    }

    @Override
    public void maximizeRequested(Window window, boolean on) {
        endDragOf(window);
        if (on) {
            window.setMinimized(false);
        }
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
            window.setMinimized(false);
            remember(window);
            window.setFullscreen(output.map(Output::logicalBounds).orElseGet(() -> outputArea(window)));
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
    public void attentionRequested(Window window) {
        if (window != active) {
            window.setUrgent(true);
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
        if (!changingOutputs) {
            recent.forEach(window -> output(window).ifPresent(output -> fit(window, output)));
        }
    }

    /** Runs what changes outputs, after which windows are where they belong. Each is asked for another size at most once. */
    public void changeOutputs(Runnable change) {
        for (var window : recent) {
            output(window).ifPresent(output -> homes.note(window, output));
        }
        changingOutputs = true;
        try {
            change.run();
        } finally {
            changingOutputs = false;
        }
        homes.bringHome().forEach(this::fit);
    }

    /** Makes a window on that output as large as it is to be there, and keeps it in sight. */
    private void fit(Window window, Output output) {
        var area = layers.workArea(output);
        if (window.isFullscreen()) {
            window.setBounds(area.size());
            if (!window.isAskedToFill(output.logicalBounds())) {
                window.setFullscreen(output.logicalBounds());
            }
        } else if (window.isMaximized()) {
            window.setBounds(area.size());
            if (!window.isAskedToFill(area)) {
                window.setMaximized(area);
            }
        } else {
            window.changeBounds(area.size());
            if (scene.outputs().stream().noneMatch(any -> layers.workArea(any).intersects(window.frame()))) {
                window.moveTo(centred(window.frame().size(), area));
            }
        }
        window.client().moved();
    }

    /** Says whether anybody looks at the outputs; clients may stop drawing if nobody does. */
    public void setWatched(boolean on) {
        if (watched != on) {
            watched = on;
            recent.forEach(window -> window.setWatched(on));
        }
    }

    @Override
    public Rect<Logical> popupBounds(Surface parent) {
        var window = windowOf(parent);
        if (window.isPresent()) {
            return window.get().isFullscreen() ? outputArea(window.get()) : workArea(window.get());
        }
        return rootOf(parent)
                .flatMap(layers::of)
                .map(LayerSurface::output)
                .or(() -> scene.outputs().stream().findFirst())
                .map(Output::logicalBounds)
                .orElse(Rect.everything());
    }

    // the shell's surfaces

    @Override
    public void workAreaChanged(Output output) {
        outputsChanged();
    }

    @Override
    public void layerMapped(LayerSurface surface) {
        if (surface.state().interactivity() == Interactivity.ON_DEMAND
                && surface.isAboveWindows()
                && !seat.popups().isActive()) {
            onDemand = surface;
            giveKeyboard();
        }
    }

    @Override
    public void layersChanged() {
        giveKeyboard();
    }

    /** The keyboard belongs to the shell's surface that wants it for itself, or else on demand, or else to the active window. */
    private void giveKeyboard() {
        if (onDemand != null && !onDemand.isFocusable()) {
            onDemand = null;
        }
        var exclusive = layers.exclusive();
        if (exclusive.isPresent()) {
            seat.focusExclusively(exclusive.get().surface());
        } else {
            seat.focus(
                    Optional.ofNullable(onDemand).map(LayerSurface::surface).or(() -> active().map(Window::surface)));
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
            active().filter(this::hasKeyboard)
                    .ifPresent(window -> window.client().close());
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
        attend(under);
        var window = under.flatMap(this::windowOf);
        if (window.isEmpty() || !modifiers.isExactly(Modifiers.ALT)) {
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
        attend(under);
    }

    /** The user turned to a window, to a part of the shell, or to nothing. */
    private void attend(Optional<Surface> under) {
        var window = under.flatMap(this::windowOf);
        if (window.isPresent()) {
            if (active != window.get() || onDemand != null) {
                activate(window.get());
            }
            window.get().client().ping();
            return;
        }
        var layer = under.flatMap(FloatingWindowManager::rootOf).flatMap(layers::of);
        if (layer.isEmpty() || layer.get().isFocusable()) {
            onDemand = layer.orElse(null);
            giveKeyboard();
        }
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

    private boolean hasKeyboard(Window window) {
        return seat.keyboard()
                .focus()
                .flatMap(this::windowOf)
                .filter(window::equals)
                .isPresent();
    }

    private void focus(Window window) {
        if (active != window) {
            seat.popups().dismissAll();
            var previous = active;
            active = window;
            if (previous != null) {
                previous.setActivated(false);
            }
            window.setActivated(true);
            stackFullscreen();
        }
        giveKeyboard();
    }

    private void focusMostRecent() {
        recent.stream()
                .filter(window -> !window.isMinimized())
                .findFirst()
                .ifPresentOrElse(this::focus, this::giveKeyboard);
    }

    /**
     * Puts the windows that fill an output above the panels, with their children, while one of that family is active; back among the
     * others all else.
     */
    private void stackFullscreen() {
        boolean moved = false;
        for (var window : recent.reversed()) {
            moved |= window.setAbovePanels(isWithActiveFullscreen(window));
        }
        if (moved && active != null) {
            raise(active);
        }
    }

    private boolean isWithActiveFullscreen(Window window) {
        for (var filling = window; filling != null; filling = filling.parent().orElse(null)) {
            if (filling.state().fullscreen() && active != null && filling.isAncestorOf(active)) {
                return true;
            }
        }
        return false;
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
            restore.put(window, window.frame().translated(Offset.<Logical>zero().minus(corner(window))));
        }
    }

    private void restore(Window window) {
        var frame = restore.remove(window);
        if (frame != null) {
            var area = workArea(window);
            var place = frame.translated(corner(window));
            window.setFloating(
                    frame.size(), place.intersects(area) ? new Placement.At(place) : new Placement.Centred(area));
        } else {
            window.setFloating(Size.zero(), new Placement.Centred(workArea(window)));
        }
    }

    /** What the panels leave of the output that a window is on. */
    private Rect<Logical> workArea(Window window) {
        return output(window).map(layers::workArea).orElse(Rect.empty());
    }

    private Offset<Logical> corner(Window window) {
        return output(window).map(Output::position).orElse(Offset.zero());
    }

    private Rect<Logical> outputArea(Window window) {
        return output(window).map(Output::logicalBounds).orElse(Rect.empty());
    }

    private static long area(Rect<Logical> rect) {
        return (long) rect.width() * rect.height();
    }

    /** The output that most of a window is on, or else the one with the pointer, or else the first. */
    private Optional<Output> output(Window window) {
        var frame = window.wantedArea();
        return scene.outputs().stream()
                .filter(output -> window.isMapped() && output.logicalBounds().intersects(frame))
                .max(Comparator.comparingLong(
                        output -> area(output.logicalBounds().intersect(frame))))
                .or(() -> scene.outputAt(seat.pointer().position()))
                .or(() -> scene.outputs().stream().findFirst());
    }
}
