package org.wayray.compositor.seat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.wayray.compositor.scene.Surface;
import org.wayray.compositor.scene.SurfaceListener;
import org.wayray.compositor.seat.KeyboardDevice.Listener;

/**
 * The seat's keyboard: which keys are held, which surface hears of them.
 *
 * <p>Confined to the session loop. Several {@linkplain KeyboardDevice devices} play it, the viewer's and those of clients. The one
 * that was played last is in force: clients know its keymap, and get it before its first key. Where another keymap takes over, the
 * keys that were held are lifted for the clients, for codes mean other keys from then on.
 *
 * <p>The invariants hold against any viewer and any client: a key is pressed at most once before it is released, only held keys are
 * released, and codes that no keyboard has are ignored. Keys that the window manager takes are never shown to clients, neither press
 * nor release; whoever heard of a press hears of the release. A {@link KeyboardGrab} gets the keys in the place of the focus.
 */
public final class Keyboard {

    /** The highest key code of evdev (KEY_MAX). */
    private static final int LAST_KEY = 0x2ff;

    private final InputSerials serials;
    private final Consumer<Optional<Surface>> focusMoved;
    private final ShortcutInhibitors inhibitors = new ShortcutInhibitors();
    private final List<KeyboardDevice> devices = new ArrayList<>();
    private final KeyboardDevice own;
    /** The keys that the focus knows as held, in the order in which they were pressed. */
    private final Set<Integer> shown = new LinkedHashSet<>();

    private KeyboardEvents events = KeyboardEvents.NONE;
    private InputPolicy policy = InputPolicy.NONE;
    private IntPredicate trap = keysym -> false;
    private KeyboardDevice current;
    private @Nullable KeyboardGrab grab;
    private boolean locked;
    private Runnable activity = () -> {};
    /** The keymap that the grab knows. */
    private String grabKeymap = "";

    private @Nullable Surface focus;
    /** A surface that is going hears that the keyboard left, for its client would wait for that otherwise. */
    private final SurfaceListener focusListener = new SurfaceListener() {
        @Override
        public void destroyed(Surface surface) {
            setFocus(null);
        }
    };

    private int timeMs;

    /** @param focusMoved runs after another surface, or none, got the focus */
    Keyboard(InputSerials serials, KeyboardLayout layout, Consumer<Optional<Surface>> focusMoved) {
        this.serials = serials;
        this.focusMoved = focusMoved;
        own = new KeyboardDevice(this, null, layout);
        devices.add(own);
        current = own;
    }

    /** The surface that hears of keys. */
    public Optional<Surface> focus() {
        return Optional.ofNullable(focus);
    }

    /** The keys that clients know as held, in the order in which they were pressed. */
    public List<Integer> heldKeys() {
        return List.copyOf(shown);
    }

    public Modifiers modifiers() {
        return current.layout().modifiers();
    }

    /** The layout that clients know. */
    public KeyboardLayout layout() {
        return current.layout();
    }

    /** Which surfaces want the window manager's keys, too. */
    public ShortcutInhibitors inhibitors() {
        return inhibitors;
    }

    /** Says who tells the clients, from now on. */
    public void setEvents(KeyboardEvents events) {
        this.events = events;
    }

    void setPolicy(InputPolicy policy) {
        this.policy = policy;
    }

    /** Lets somebody look at the keysym of each press even before the window manager, and take the key. */
    void setTrap(IntPredicate trap) {
        this.trap = trap;
    }

    /** The viewer's keyboard. */
    KeyboardDevice own() {
        return own;
    }

    /** A keyboard that a client plays; the keyboard closes the layout. */
    public KeyboardDevice addDevice(Object client, KeyboardLayout layout) {
        var device = new KeyboardDevice(this, client, layout);
        devices.add(device);
        return device;
    }

    // devices

    void key(KeyboardDevice device, int key, boolean pressed, int timeMs) {
        if (key <= 0 || key > LAST_KEY || pressed == device.isHeld(key)) {
            return;
        }
        this.timeMs = timeMs;
        activity.run();
        if (pressed) {
            press(device, key);
        } else {
            release(device, key);
        }
        if (device.keysModify() && device.layout().key(key, pressed)) {
            modifiersChanged(device);
        }
    }

    void modifiers(KeyboardDevice device, Modifiers modifiers) {
        if (device.layout().setModifiers(modifiers)) {
            modifiersChanged(device);
        }
    }

    void locks(KeyboardDevice device, int modifiers, int layout) {
        if (device.layout().setLocks(modifiers, layout)) {
            modifiersChanged(device);
        }
    }

    void setLayout(KeyboardDevice device, KeyboardLayout next, int timeMs) {
        releaseAll(device, timeMs);
        var before = device.layout().keymapText();
        device.replaceLayout(next);
        if (device == current) {
            keymapChanged(before);
            sendModifiers(device);
        }
    }

    void remove(KeyboardDevice device, int timeMs) {
        if (devices.contains(device)) {
            releaseAll(device, timeMs);
            if (device == current) {
                use(own);
            }
            devices.remove(device);
            device.layout().close();
        }
    }

    /** Lifts all keys of the viewer, who lost the keyboard, so nobody will ever tell that they go up. */
    void releaseAll(int timeMs) {
        releaseAll(own, timeMs);
    }

    /** Lifts those keys of the viewer that clients repeat while they are held. */
    void releaseRepeating(int timeMs) {
        for (int key : own.heldKeys()) {
            if (own.layout().repeats(key)) {
                key(own, key, false, timeMs);
            }
        }
    }

    /** Whether a key of the viewer is down that clients repeat. */
    boolean isRepeating() {
        return own.isAnyHeld(own.layout()::repeats);
    }

    private void releaseAll(KeyboardDevice device, int timeMs) {
        for (int key : device.heldKeys()) {
            key(device, key, false, timeMs);
        }
    }

    private void press(KeyboardDevice device, int key) {
        // hidden while the policy decides, for it may give the focus to a surface that then hears which keys are held
        device.pressed(key, Listener.NOBODY);
        int keysym = device.layout().keysym(key);
        var modifiers = device.layout().modifiers();
        if (trap.test(keysym)
                || inhibitors.keyPressed(focus, keysym, modifiers)
                || !inhibitors.isInhibited(focus) && policy.keyPressed(keysym, modifiers)) {
            return;
        }
        var grabbing = grabFor(device);
        if (grabbing != null) {
            device.pressed(key, Listener.GRAB);
            grabbing.key(serials.next(), timeMs, key, true);
            return;
        }
        use(device);
        if (shown.add(key)) {
            device.pressed(key, Listener.FOCUS);
            sendKey(key, true);
        }
    }

    private void release(KeyboardDevice device, int key) {
        switch (device.released(key)) {
            case GRAB -> {
                if (grab != null) {
                    grab.key(serials.next(), timeMs, key, false);
                }
            }
            case FOCUS -> {
                shown.remove(key);
                sendKey(key, false);
            }
            case NOBODY -> {}
        }
    }

    private void modifiersChanged(KeyboardDevice device) {
        sendModifiers(device);
        policy.modifiersChanged(device.layout().modifiers());
    }

    /** Puts a device in force: clients know its keymap and its modifiers from now on. */
    private void use(KeyboardDevice device) {
        if (device != current) {
            var before = current.layout().keymapText();
            current = device;
            keymapChanged(before);
            tellFocus(device.layout().modifiers());
        }
    }

    private void keymapChanged(String before) {
        if (!current.layout().keymapText().equals(before)) {
            for (int key : heldKeys()) {
                shown.remove(key);
                sendKey(key, false);
            }
            devices.forEach(device -> device.silence(Listener.FOCUS));
            events.layoutChanged(current.layout());
        }
    }

    /** While the session is locked keys go to the focus only: an input method does not see what is typed there. */
    void setLocked(boolean on) {
        locked = on;
        if (on) {
            devices.forEach(device -> device.silence(Listener.GRAB));
        }
    }

    /** Runs with every key, whoever plays it. */
    void setActivityListener(Runnable listener) {
        activity = listener;
    }

    // the grab of an input method

    /** Gives the keys to an input method, which hears the keymap and the modifiers at once; false if another one has them. */
    public boolean startGrab(KeyboardGrab next) {
        if (grab != null) {
            return false;
        }
        grab = next;
        tellKeymap(next, own.layout());
        next.modifiers(serials.next(), own.layout().modifiers());
        return true;
    }

    /** Gives the keys back to the focus. Does nothing if {@code ending} is not the present grab. */
    public void endGrab(KeyboardGrab ending) {
        if (ending.equals(grab)) {
            grab = null;
            devices.forEach(device -> device.silence(Listener.GRAB));
            tellFocus(modifiers());
        }
    }

    private @Nullable KeyboardGrab grabFor(KeyboardDevice device) {
        var grabbing = grab;
        if (grabbing == null
                || locked
                || device.client().filter(grabbing.client()::equals).isPresent()) {
            return null;
        }
        if (!device.layout().keymapText().equals(grabKeymap)) {
            devices.forEach(other -> other.silence(Listener.GRAB));
            tellKeymap(grabbing, device.layout());
        }
        return grabbing;
    }

    private void tellKeymap(KeyboardGrab grabbing, KeyboardLayout layout) {
        grabKeymap = layout.keymapText();
        grabbing.layoutChanged(layout);
    }

    // focus

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
            events.enter(surface, serials.issueFocus(surface), heldKeys(), modifiers());
        }
        focusMoved.accept(focus());
    }

    void close() {
        devices.forEach(device -> device.layout().close());
    }

    private void sendKey(int key, boolean pressed) {
        if (focus != null) {
            events.key(focus, serials.issue(focus), timeMs, key, pressed);
        }
    }

    private void sendModifiers(KeyboardDevice device) {
        var grabbing = grabFor(device);
        if (grabbing != null) {
            grabbing.modifiers(serials.next(), device.layout().modifiers());
        } else if (device == current) {
            tellFocus(device.layout().modifiers());
        } else {
            use(device);
        }
    }

    private void tellFocus(Modifiers modifiers) {
        if (focus != null) {
            events.modifiers(focus, serials.next(), modifiers);
        }
    }
}
