package org.wayray.compositor.seat;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.scene.Hit;
import org.wayray.compositor.scene.Scene;
import org.wayray.compositor.scene.Surface;

/**
 * The seat's touch screen: which fingers are down, and which surface hears of each.
 *
 * <p>Confined to the session loop. A finger belongs to the surface that it went down on until it is lifted, wherever it moves; a
 * surface that vanishes hears that its fingers went up. An {@link InputGrab} takes one finger from its surface, whose client hears
 * that its touches are void. Like a button, a finger that goes down beside popups that hold a grab dismisses them and is heard by
 * nobody.
 */
public final class Touch {
    /** More than a few people have. */
    private static final int MOST_FINGERS = 64;

    private final Scene scene;
    private final InputSerials serials;
    private final PopupGrabs popups;
    private final Map<Integer, Finger> fingers = new LinkedHashMap<>();
    private TouchEvents events = TouchEvents.NONE;
    private InputPolicy policy = InputPolicy.NONE;
    private int timeMs;

    Touch(Scene scene, InputSerials serials, PopupGrabs popups) {
        this.scene = scene;
        this.serials = serials;
        this.popups = popups;
    }

    /** Says who tells the clients, from now on. */
    public void setEvents(TouchEvents events) {
        this.events = events;
    }

    void setPolicy(InputPolicy policy) {
        this.policy = policy;
    }

    /** The finger that went down with this serial and is heard by the surface that it went down on. */
    Optional<Press> press(int serial) {
        return fingers.values().stream()
                .map(finger -> finger.press)
                .filter(press -> press != null && press.serial() == serial)
                .findFirst();
    }

    void down(int id, Point<Logical> place, int timeMs) {
        if (fingers.containsKey(id) || fingers.size() == MOST_FINGERS) {
            return;
        }
        this.timeMs = timeMs;
        var finger = new Finger(id, place);
        fingers.put(id, finger);
        var under = finger.under();
        var hit = under.filter(found -> popups.admits(found.surface()));
        if (hit.isEmpty()) {
            popups.dismissAll();
        }
        policy.touched(under.map(Hit::surface));
        if (hit.isPresent()) {
            var surface = hit.get().surface();
            int serial = serials.issue(surface);
            finger.press = new Press(surface, serial, place, finger);
            events.down(surface, serial, timeMs, id, hit.get().local());
        }
    }

    void motion(int id, Point<Logical> place, int timeMs) {
        var finger = fingers.get(id);
        if (finger == null) {
            return;
        }
        this.timeMs = timeMs;
        finger.position = place;
        if (finger.grab != null) {
            finger.grab.motion(place, timeMs);
        } else if (finger.press != null) {
            var surface = finger.press.surface();
            events.motion(surface, timeMs, id, surface.toLocal(place).orElse(place));
        }
    }

    void up(int id, int timeMs) {
        var finger = fingers.remove(id);
        if (finger == null) {
            return;
        }
        this.timeMs = timeMs;
        if (finger.grab != null) {
            finger.grab.released();
        } else {
            lift(finger);
        }
    }

    void frame() {
        events.frame();
    }

    /** Voids all fingers, and ends what they hold. */
    void cancel() {
        var all = List.copyOf(fingers.values());
        fingers.clear();
        var clients = new LinkedHashSet<>();
        for (var finger : all) {
            finger.cancelGrab();
            if (finger.press != null) {
                clients.add(finger.press.surface().client());
            }
        }
        clients.forEach(events::cancel);
    }

    /** Surfaces were mapped, moved, resized or went away. */
    void sceneChanged() {
        for (var finger : List.copyOf(fingers.values())) {
            if (finger.grab != null) {
                finger.grab.sceneChanged();
            } else if (finger.press != null && !finger.press.surface().isMapped()) {
                lift(finger);
                events.frame();
            }
        }
    }

    private void lift(Finger finger) {
        if (finger.press != null) {
            Surface surface = finger.press.surface();
            finger.press = null;
            events.up(surface, serials.issue(surface), timeMs, finger.id);
        }
    }

    /** Voids the fingers of a client; they are heard by nobody until they go down again. */
    private void cancel(Object client) {
        for (var finger : fingers.values()) {
            if (finger.press != null && finger.press.surface().client().equals(client)) {
                finger.press = null;
            }
        }
        events.cancel(client);
    }

    /** One finger that is down. */
    private final class Finger implements Grip {
        private final int id;
        private Point<Logical> position;
        private @Nullable Press press;
        private @Nullable InputGrab grab;

        Finger(int id, Point<Logical> position) {
            this.id = id;
            this.position = position;
        }

        @Override
        public Point<Logical> position() {
            return position;
        }

        @Override
        public Optional<Hit> under() {
            return scene.surfaceAt(position);
        }

        @Override
        public void startGrab(InputGrab next) {
            cancelGrab();
            if (press != null) {
                cancel(press.surface().client());
            }
            grab = next;
        }

        @Override
        public void endGrab(InputGrab ending) {
            if (ending.equals(grab)) {
                grab = null;
            }
        }

        void cancelGrab() {
            var ending = grab;
            if (ending != null) {
                grab = null;
                ending.cancelled();
            }
        }
    }
}
