package org.wayray.compositor.seat;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;

/**
 * The seat's keyboard: which keys are held, which surface hears of them.
 *
 * <p>Confined to the session loop. Its invariants hold against any viewer: a key is pressed at most once before it is
 * released, only held keys are released, and codes that no keyboard has are ignored. Keys that the window manager takes are
 * never shown to clients, neither press nor release.
 */
public final class Keyboard {

    /** The highest key code of evdev (KEY_MAX). */
    private static final int LAST_KEY = 0x2ff;

    private final InputSerials serials;
    private KeyboardEvents events = KeyboardEvents.NONE;
    private final Set<Integer> held = new LinkedHashSet<>();
    private final Set<Integer> swallowed = new HashSet<>();
    private KeyboardLayout layout;
    private InputPolicy policy = InputPolicy.NONE;
    private @Nullable Surface focus;
    /** A surface that is going hears that the keyboard left, for its client would wait for that otherwise. */
    private final SurfaceListener focusListener = new SurfaceListener() {
        @Override
        public void destroyed(Surface surface) {
            setFocus(null);
        }
    };

    Keyboard(InputSerials serials, KeyboardLayout layout) {
        this.serials = serials;
        this.layout = layout;
    }

    /** The surface that hears of keys. */
    public Optional<Surface> focus() {
        return Optional.ofNullable(focus);
    }

    /** The keys that clients know as held, in the order in which they were pressed. */
    public List<Integer> heldKeys() {
        return held.stream().filter(key -> !swallowed.contains(key)).toList();
    }

    public Modifiers modifiers() {
        return layout.modifiers();
    }

    public KeyboardLayout layout() {
        return layout;
    }

    /** Says who tells the clients, from now on. */
    public void setEvents(KeyboardEvents events) {
        this.events = events;
    }

    void setPolicy(InputPolicy policy) {
        this.policy = policy;
    }

    void key(int key, boolean pressed, int timeMs) {
        if (key <= 0 || key > LAST_KEY || (pressed ? !held.add(key) : !held.remove(key))) {
            return;
        }
        boolean taken;
        if (pressed) {
            // hidden while the policy decides, for it may give the focus to a surface that then hears which keys are
            // held
            swallowed.add(key);
            taken = policy.keyPressed(layout.keysym(key), layout.modifiers());
            if (!taken) {
                swallowed.remove(key);
            }
        } else {
            taken = swallowed.remove(key);
        }
        boolean modifiersChanged = layout.key(key, pressed);
        if (focus != null && !taken) {
            events.key(focus, serials.issue(focus), timeMs, key, pressed);
        }
        if (modifiersChanged) {
            sendModifiers();
            policy.modifiersChanged(layout.modifiers());
        }
    }

    /** Lifts all keys: the viewer lost the keyboard, so nobody will ever tell that they go up. */
    void releaseAll(int timeMs) {
        for (int key : List.copyOf(held)) {
            key(key, false, timeMs);
        }
    }

    /** Replaces the keymap. All keys are lifted first, for codes mean other keys from now on. */
    void setLayout(KeyboardLayout next, int timeMs) {
        releaseAll(timeMs);
        var previous = layout;
        layout = next;
        previous.close();
        events.layoutChanged(next);
        sendModifiers();
    }

    void setFocus(@Nullable Surface surface) {
        if (surface == focus) {
            return;
        }
        if (focus != null) {
            focus.removeListener(focusListener);
            events.leave(focus, serials.next());
        }
        focus = surface;
        if (surface != null) {
            surface.addListener(focusListener);
            events.enter(surface, serials.issueFocus(surface), heldKeys(), layout.modifiers());
        }
    }

    void close() {
        layout.close();
    }

    private void sendModifiers() {
        if (focus != null) {
            events.modifiers(focus, serials.next(), layout.modifiers());
        }
    }
}
