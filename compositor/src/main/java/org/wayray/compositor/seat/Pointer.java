package org.wayray.compositor.seat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Confinement;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Hit;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;

/**
 * The seat's pointer: where it is, which surface hears of it, which buttons are down.
 *
 * <p>Confined to the session loop. The focus is the surface beneath the pointer; while buttons that were pressed on a surface
 * are down it stays with that surface (the implicit grab), and a {@link InputGrab} takes it from all surfaces. A popup's grab
 * narrows it to surfaces of the popup's client; buttons that were down before a popup took its grab do not hold the focus, so
 * that one can press, drag into the menu, and release.
 *
 * <p>What its device does is one thing, where it goes another: {@link PointerConstraints} may hold it. The surface with the focus
 * hears of both.
 *
 * <p>A button that was pressed where no surface heard it, or taken by the window manager, is swallowed: nobody hears its release
 * either.
 */
public final class Pointer implements Grip {

    /** The codes that evdev has for buttons, from BTN_MISC to before KEY_OK. */
    private static final int FIRST_BUTTON = 0x100;

    private static final int LAST_BUTTON = 0x15f;

    private final Scene scene;
    private final InputSerials serials;
    private final PopupGrabs popups;
    private PointerEvents events = PointerEvents.NONE;
    private final Cursor cursor;
    private final Set<Integer> down = new HashSet<>();
    private final Set<Integer> swallowed = new HashSet<>();
    private InputPolicy policy = InputPolicy.NONE;
    private final PointerConstraints constraints;
    private Point<Logical> position = new Point<>(0, 0);
    /** Where the device says that it is: elsewhere, while a constraint holds the pointer. */
    private Point<Logical> devicePosition = position;

    /** Whether the device has no place of its own, so that it is where the pointer is. */
    private boolean deviceFollows;

    private boolean present;
    private int timeMs;
    private @Nullable Surface focus;
    /** A surface that is going hears that the pointer left, for its client would wait for that otherwise. */
    private final SurfaceListener focusListener = new SurfaceListener() {
        @Override
        public void destroyed(Surface surface) {
            if (press != null) {
                press = null;
                swallowed.addAll(down);
            }
            setFocus(null, null);
        }
    };

    private @Nullable Point<Logical> reported;
    private @Nullable Press press;
    private @Nullable InputGrab grab;

    Pointer(Scene scene, InputSerials serials, PopupGrabs popups, Cursor cursor, Predicate<Surface> attended) {
        this.scene = scene;
        this.serials = serials;
        this.popups = popups;
        this.cursor = cursor;
        this.constraints = new PointerConstraints(this, attended);
    }

    /** Whether a code is one that a button can have; others are ignored. */
    public static boolean isButton(int code) {
        return code >= FIRST_BUTTON && code <= LAST_BUTTON;
    }

    @Override
    public Point<Logical> position() {
        return position;
    }

    /** Whether it is somewhere: not so after it left the viewer's window. */
    public boolean isPresent() {
        return present;
    }

    /** The surface that hears of the pointer. */
    public Optional<Surface> focus() {
        return Optional.ofNullable(focus);
    }

    /** The press that holds the focus on its surface, until all buttons are up. */
    public Optional<Press> press() {
        return Optional.ofNullable(press);
    }

    /** The same, if its serial is this one. */
    Optional<Press> press(int serial) {
        return press().filter(held -> held.serial() == serial);
    }

    public boolean isGrabbed() {
        return grab != null;
    }

    /** Says who tells the clients, from now on. */
    public void setEvents(PointerEvents events) {
        this.events = events;
    }

    void setPolicy(InputPolicy policy) {
        this.policy = policy;
    }

    /** What clients want to hold the pointer with. */
    public PointerConstraints constraints() {
        return constraints;
    }

    void motion(Point<Logical> place, int timeMs) {
        var from = present ? devicePosition : place;
        devicePosition = place;
        deviceFollows = false;
        move(place, RelativeMotion.plain(timeMs, place.x() - from.x(), place.y() - from.y()));
    }

    void relativeMotion(RelativeMotion motion) {
        var screen = screen();
        var place = new Point<Logical>(position.x() + motion.dx(), position.y() + motion.dy());
        move(screen.isEmpty() ? place : new Confinement<>(screen).nearest(place), motion);
        devicePosition = position;
        deviceFollows = true;
    }

    private void move(Point<Logical> place, RelativeMotion motion) {
        timeMs = motion.timeMs();
        present = true;
        if (grab != null) {
            position = place;
            grab.motion(place, timeMs);
            return;
        }
        var before = focus;
        if (before != null && !motion.isNothing()) {
            events.relativeMotion(before, motion);
        }
        position = constraints.limit(position, place);
        refocus();
        if (before != null && before == focus) {
            events.frame(before);
        }
    }

    /** Another window has the keyboard, which constraints need. */
    void attentionMoved() {
        constraints.update(focus, position);
    }

    /** Puts the pointer somewhere else, which is no motion of its device. */
    void warp(Point<Logical> place) {
        position = place;
        if (deviceFollows) {
            devicePosition = place;
        }
    }

    void button(int button, boolean pressed, Modifiers modifiers, int timeMs) {
        if (!isButton(button) || (pressed ? !down.add(button) : !down.remove(button))) {
            return;
        }
        this.timeMs = timeMs;
        if (grab != null) {
            swallowed.remove(button); // or its next release would not be heard
            if (down.isEmpty()) {
                grab.released();
            }
        } else if (pressed) {
            pressed(button, modifiers);
        } else {
            released(button);
        }
    }

    void axis(AxisEvent axis) {
        timeMs = axis.timeMs();
        if (grab == null && focus != null) {
            events.axis(focus, axis);
            events.frame(focus);
        }
    }

    /** The pointer left the viewer's window: it is over no surface until it moves again. */
    void leave() {
        present = false;
        refocus();
    }

    /** Lifts all buttons, and ends what they hold: the viewer is gone, so nobody will ever tell that they go up. */
    void releaseAll(int timeMs) {
        cancelGrab();
        for (int button : Set.copyOf(down)) {
            button(button, false, Modifiers.NONE, timeMs);
        }
    }

    /**
     * Looks again what is beneath the pointer: surfaces were mapped, moved, resized or went away, or a grab began or ended. A
     * surface that moved beneath a still pointer hears a motion.
     */
    void refocus() {
        if (grab != null) {
            grab.sceneChanged();
            return;
        }
        position = constraints.keep(position);
        findFocus();
        constraints.update(focus, position);
    }

    private void findFocus() {
        if (press != null) {
            if (press.surface().isMapped()) {
                report(press.surface(), press.surface().toLocal(position).orElse(position));
                return;
            }
            press = null;
            swallowed.addAll(down);
        }
        var hit = under().filter(found -> popups.admits(found.surface()));
        if (hit.isPresent()) {
            report(hit.get().surface(), hit.get().local());
        } else {
            setFocus(null, null);
        }
    }

    private Region<Logical> screen() {
        var screen = Region.<Logical>empty();
        for (var output : scene.outputs()) {
            screen = screen.union(output.logicalBounds());
        }
        return screen;
    }

    @Override
    public void startGrab(InputGrab next) {
        cancelGrab();
        press = null;
        grab = next;
        setFocus(null, null);
    }

    @Override
    public void endGrab(InputGrab ending) {
        if (ending.equals(grab)) {
            grab = null;
            grabEnded(ending);
        }
    }

    void cancelGrab() {
        var ending = grab;
        if (ending != null) {
            grab = null;
            ending.cancelled();
            grabEnded(ending);
        }
    }

    private void grabEnded(InputGrab ended) {
        swallowed.addAll(down);
        refocus();
        if (focus == null && ended.keepsCursor()) {
            cursor.left();
        }
    }

    /** Ends what buttons hold, grabs and presses; nobody hears that they go up. */
    void forgetButtons() {
        cancelGrab();
        press = null;
        swallowed.addAll(down);
        refocus();
    }

    /** A popup took the grab: buttons that are down no longer hold the focus. */
    void releaseHold() {
        press = null;
        refocus();
    }

    @Override
    public Optional<Hit> under() {
        return present ? scene.surfaceAt(position) : Optional.empty();
    }

    private void pressed(int button, Modifiers modifiers) {
        refocus();
        var under = under().map(Hit::surface);
        if (popups.isActive() && focus == null) {
            swallowed.add(button);
            popups.dismissAll();
            policy.buttonPressed(button, modifiers, under);
            return;
        }
        if (policy.buttonPressed(button, modifiers, under) || focus == null) {
            swallowed.add(button);
            return;
        }
        int serial = serials.issue(focus);
        if (press == null) {
            press = new Press(focus, serial, position, this);
        }
        events.button(focus, serial, timeMs, button, true);
        events.frame(focus);
    }

    private void released(int button) {
        if (!swallowed.remove(button) && focus != null) {
            events.button(focus, serials.issue(focus), timeMs, button, false);
            events.frame(focus);
        }
        if (down.isEmpty()) {
            press = null;
            refocus();
        }
    }

    private void report(Surface surface, Point<Logical> at) {
        if (surface != focus) {
            setFocus(surface, at);
        } else if (!at.equals(reported)) {
            reported = at;
            events.motion(surface, timeMs, at);
            events.frame(surface);
        }
    }

    private void setFocus(@Nullable Surface surface, @Nullable Point<Logical> at) {
        if (surface == focus) {
            return;
        }
        if (focus != null) {
            focus.removeListener(focusListener);
            constraints.focusLost();
            events.leave(focus, serials.next());
            events.frame(focus);
        }
        focus = surface;
        reported = at;
        if (surface != null && at != null) {
            surface.addListener(focusListener);
            int serial = serials.issueFocus(surface);
            cursor.entered(surface.client(), serial);
            events.enter(surface, serial, at);
            events.frame(surface);
        } else if (grab == null || !grab.keepsCursor()) {
            cursor.left();
        }
    }
}
