package org.wayray.compositor.seat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One of the keyboards that play into the seat's: the viewer's, or one that a client plays. It has a layout of its own and knows
 * which of its keys are down.
 *
 * <p>Confined to the session loop. Source: zwp_virtual_keyboard_v1.
 */
public final class KeyboardDevice {

    /** Who heard of a key's press and is to hear of its release. */
    enum Listener {
        NOBODY,
        FOCUS,
        GRAB
    }

    private final Keyboard keyboard;
    private final @Nullable Object client;
    private final Map<Integer, Listener> held = new LinkedHashMap<>();
    private KeyboardLayout layout;

    /** @param client that plays it, none for the viewer's */
    KeyboardDevice(Keyboard keyboard, @Nullable Object client, KeyboardLayout layout) {
        this.keyboard = keyboard;
        this.client = client;
        this.layout = layout;
    }

    /** A key went down or up; the modifiers stay as they are. */
    public void key(int key, boolean pressed, int timeMs) {
        keyboard.key(this, key, pressed, timeMs);
    }

    /** Sets the modifiers. */
    public void modifiers(Modifiers modifiers) {
        keyboard.modifiers(this, modifiers);
    }

    /** Locks modifiers and chooses a layout of the keymap, as {@link KeyboardLayout#setLocks}. */
    public void locks(int modifiers, int layout) {
        keyboard.locks(this, modifiers, layout);
    }

    /** Replaces the layout; the keyboard closes it. All keys are lifted first, for codes mean other keys from now on. */
    public void setLayout(KeyboardLayout next, int timeMs) {
        keyboard.setLayout(this, next, timeMs);
    }

    /** Lifts all keys and leaves the seat. */
    public void remove(int timeMs) {
        keyboard.remove(this, timeMs);
    }

    Optional<Object> client() {
        return Optional.ofNullable(client);
    }

    /** Whether keys change its modifiers; those of a client say what the modifiers are. */
    boolean keysModify() {
        return client == null;
    }

    KeyboardLayout layout() {
        return layout;
    }

    /** The layout before is closed. */
    void replaceLayout(KeyboardLayout next) {
        var previous = layout;
        layout = next;
        previous.close();
    }

    boolean isHeld(int key) {
        return held.containsKey(key);
    }

    /** The keys that are down, in the order in which they were pressed. */
    List<Integer> heldKeys() {
        return List.copyOf(held.keySet());
    }

    boolean isAnyHeld(IntPredicate which) {
        for (int key : held.keySet()) {
            if (which.test(key)) {
                return true;
            }
        }
        return false;
    }

    void pressed(int key, Listener listener) {
        held.put(key, listener);
    }

    Listener released(int key) {
        var listener = held.remove(key);
        return listener == null ? Listener.NOBODY : listener;
    }

    /** Those who heard of presses do not hear of the releases any more. */
    void silence(Listener listener) {
        held.replaceAll((key, heard) -> heard == listener ? Listener.NOBODY : heard);
    }
}
