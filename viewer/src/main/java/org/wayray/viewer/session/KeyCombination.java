package org.wayray.viewer.session;

import java.util.List;

/** Keys that the viewer, or the desk before it, keeps for itself, so that they can only be sent by name. Evdev codes. Immutable. */
public enum KeyCombination {
    CTRL_ALT_DELETE("Ctrl+Alt+Delete", 29, 56, 111),
    CTRL_ALT_HOME("Ctrl+Alt+Home", 29, 56, 102);

    private final String label;
    private final List<Integer> codes;

    KeyCombination(String label, Integer... codes) {
        this.label = label;
        this.codes = List.of(codes);
    }

    /** How people write it. */
    public String label() {
        return label;
    }

    /** Presses the keys in order and releases them in the opposite order. */
    public void send(Keyboard keyboard, int timeMillis) {
        codes.forEach(code -> keyboard.key(code, true, timeMillis));
        codes.reversed().forEach(code -> keyboard.key(code, false, timeMillis));
    }
}
