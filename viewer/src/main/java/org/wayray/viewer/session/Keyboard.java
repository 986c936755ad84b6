package org.wayray.viewer.session;

import java.util.BitSet;
import java.util.function.Consumer;
import org.wayray.protocol.v1.Key;
import org.wayray.protocol.v1.KeyboardFocus;
import org.wayray.protocol.v1.ToSession;

/**
 * What the viewer's keyboard does, as the session should hear it: no key goes up that did not go down, no key goes down twice,
 * and none stays down when the focus or the connection goes. Confined to the viewer's loop.
 */
public final class Keyboard {
    /** The largest evdev code of a key, {@code KEY_MAX}. */
    private static final int LAST_CODE = 0x2FF;

    private final Consumer<ToSession> sender;
    private final BitSet pressed = new BitSet();
    private boolean focused;
    private boolean connected;

    /** @param sender takes messages for the input channel while the session is connected */
    Keyboard(Consumer<ToSession> sender) {
        this.sender = sender;
    }

    /** The viewer's window got or lost the keyboard. The session releases all keys when it is lost. */
    public void focus(boolean nowFocused) {
        if (focused == nowFocused) {
            return;
        }
        focused = nowFocused;
        pressed.clear();
        sendFocus();
    }

    /**
     * A key went down or up, not by repetition. A key of a window that never told about its focus (there are X servers without
     * a window manager) counts as focus.
     *
     * @param code evdev key code; codes outside its range are ignored
     * @param timeMillis when it happened, on any monotonic clock; wraps
     */
    public void key(int code, boolean down, int timeMillis) {
        if (code < 1 || code > LAST_CODE || down == pressed.get(code)) {
            return;
        }
        if (down && !focused) {
            focus(true);
        }
        if (!connected) {
            return;
        }
        pressed.set(code, down);
        sender.accept(ToSession.newBuilder()
                .setKey(Key.newBuilder().setCode(code).setPressed(down).setTimeMs(timeMillis))
                .build());
    }

    /** Input goes to a session from now on; keys that are down already stay unknown to it. */
    void connect() {
        connected = true;
        pressed.clear();
        if (focused) {
            sendFocus();
        }
    }

    /** There is no session to send input to. */
    void disconnect() {
        connected = false;
        pressed.clear();
    }

    private void sendFocus() {
        if (connected) {
            sender.accept(ToSession.newBuilder()
                    .setKeyboardFocus(KeyboardFocus.newBuilder().setFocused(focused))
                    .build());
        }
    }
}
