package org.wayray.viewer.session;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.xkb.XkbLocks;
import org.wayray.posix.xkb.XkbState;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.Key;
import org.wayray.protocol.v1.KeyboardFocus;
import org.wayray.protocol.v1.KeyboardState;
import org.wayray.protocol.v1.Keymap;
import org.wayray.protocol.v1.KeymapChange;
import org.wayray.protocol.v1.ToSession;

/**
 * What the viewer's keyboard does, as the session should hear it: no key goes up that did not go down, no key goes down twice,
 * and none stays down when the focus or the connection goes.
 *
 * <p>A key that locks something, or switches the layout, is sent as a key, and the session does the rest. Only what the keys do not
 * explain is told: this follows what they lead to in a state of its own, and compares that with what the system says. While the
 * system's keymap is being read, keys wait for it, for some milliseconds.
 *
 * <p>Confined to the viewer's loop. Source: docs/protocol, "Input".
 */
public final class Keyboard implements AutoCloseable {
    /** The largest evdev code of a key, {@code KEY_MAX}. */
    private static final int LAST_CODE = 0x2FF;

    /** The session lifts keys of which it hears nothing for 500 ms. */
    static final long HELD_NANOS = 200_000_000L;

    /** What a key locked is known from the system about when the key is, by another way: so long it is waited for. */
    static final long SETTLE_NANOS = 50_000_000L;

    /** A keymap that takes longer to read is not waited for: keys go by the layout before. */
    static final long READ_NANOS = 500_000_000L;

    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** Far more than a person makes in that time. */
    private static final int MOST_WAITING = 256;

    private static final Logger log = LoggerFactory.getLogger(Keyboard.class);

    private final ViewerLoop loop;
    private final Consumer<Envelope<ToSession>> sender;
    /** What is down here. */
    private final BitSet pressed = new BitSet();

    /** What is down as far as the session was told: without what waits, and without what a new keymap lifted. */
    private final BitSet told = new BitSet();

    private final Queue<ToSession> waiting = new ArrayDeque<>();
    private boolean focused;
    private boolean connected;
    private boolean tellsState;

    /** The layout where the system's keymap is not known or not wanted; null leaves the session its own. */
    private @Nullable Keymap names;

    private boolean namesAlways;

    /** The system's keymap; null while it is not known, or is not the one to be used. */
    private @Nullable LocalKeymap keymap;

    /** What the keys that were sent lead to in the session; null without a keymap. */
    private @Nullable XkbState expected;

    /** What the system says; null before it said anything. */
    private @Nullable XkbLocks locks;

    /** Where the locks are asked for, on systems that do not tell. */
    private @Nullable Supplier<XkbLocks> lockSource;

    private ViewerLoop.@Nullable Timer held;
    private ViewerLoop.@Nullable Timer settling;
    private ViewerLoop.@Nullable Timer reading;

    /** @param sender takes messages for the input channel while the session is connected */
    Keyboard(ViewerLoop loop, Consumer<Envelope<ToSession>> sender) {
        this.loop = loop;
        this.sender = sender;
    }

    // ---- keys

    /** The viewer's window got or lost the keyboard. The session releases all keys when it is lost. */
    public void focus(boolean nowFocused) {
        if (focused == nowFocused) {
            return;
        }
        focused = nowFocused;
        pressed.clear();
        if (connected) {
            sendFocus();
        }
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
        send(keyMessage(code, down, timeMillis));
        if (down && tellsState && held == null && repeats(code)) {
            held = loop.schedule(HELD_NANOS, this::tellHeld);
        }
    }

    /** As long as a key is down that programs repeat, the session hears of the viewer. */
    private void tellHeld() {
        held = null;
        if (connected && pressed.stream().anyMatch(this::repeats)) {
            send(ToSession.newBuilder()
                    .setKeyboardState(KeyboardState.getDefaultInstance())
                    .build());
            held = loop.schedule(HELD_NANOS, this::tellHeld);
        }
    }

    private boolean repeats(int code) {
        return keymap == null || keymap.keymap().repeats(code);
    }

    // ---- the system's keymap and locks

    /**
     * Names the layout for when the system's keymap cannot be known.
     *
     * @param always whether the system's keymap is not wanted anyway
     */
    public void names(Keymap layout, boolean always) {
        names = layout;
        namesAlways = always;
    }

    /** The system's keymap is being read: keys wait for {@link #keymap} or {@link #keymapUnknown}. */
    public void keymapChanges() {
        if (reading == null && !namesAlways) {
            reading = loop.schedule(READ_NANOS, () -> {
                log.info("The keymap of this display takes long to read; keys do not wait for it");
                keymapUnknown();
            });
        }
    }

    /**
     * The system's keymap is this one.
     *
     * @param next closed by this keyboard
     * @param nowLocked what is locked now; null where that is told otherwise
     */
    public void keymap(LocalKeymap next, @Nullable XkbLocks nowLocked) {
        if (namesAlways) {
            next.close();
            if (nowLocked != null) {
                locks(nowLocked, false);
            }
            return;
        }
        if (nowLocked != null) {
            locks = nowLocked;
        }
        if (keymap != null && keymap.text().equals(next.text())) {
            next.close();
            readingEnds();
            explainLocks();
            return;
        }
        forgetKeymap();
        keymap = next;
        expected = next.keymap().newState();
        if (connected) {
            sendKeymap(next);
        }
        readingEnds();
    }

    /** The system's keymap cannot be known now: that before counts, or the one by name. */
    public void keymapUnknown() {
        if (connected && keymap == null && reading != null) {
            sendNames();
        }
        readingEnds();
    }

    /**
     * What is locked now, says the system.
     *
     * @param nowLocked its layout is negative where that is not known
     * @param byKey whether a key did it, of which the window hears at about the same time, and not a program
     */
    public void locks(XkbLocks nowLocked, boolean byKey) {
        locks = nowLocked;
        if (byKey) {
            explainLocksSoon();
        } else {
            explainLocks();
        }
    }

    /**
     * Has the locks asked for when they matter, because nobody tells when they change.
     *
     * @param source gives what is locked now, of keys that the window has heard of
     */
    public void lockSource(Supplier<XkbLocks> source) {
        lockSource = source;
    }

    private void askForLocks() {
        if (lockSource != null) {
            locks = lockSource.get();
        }
    }

    private void explainLocksSoon() {
        if (settling != null) {
            settling.cancel();
        }
        settling = loop.schedule(SETTLE_NANOS, () -> {
            settling = null;
            explainLocks();
        });
    }

    /** Tells what is locked unless the keys lead to just that. */
    private void explainLocks() {
        if (connected && focused && isUnexpected()) {
            lockState().ifPresent(this::send);
        }
    }

    private boolean isUnexpected() {
        askForLocks();
        if (locks == null || expected == null) {
            return locks != null;
        }
        var led = expected.locks();
        return led.modifiers() != locks.modifiers() || (locks.layout() >= 0 && led.layout() != locks.layout());
    }

    private void readingEnds() {
        if (reading != null) {
            reading.cancel();
            reading = null;
        }
        while (!waiting.isEmpty()) {
            pass(waiting.remove());
        }
    }

    // ---- the connection

    /**
     * Input goes to a session from now on; keys that are down already stay unknown to it.
     *
     * @param withState whether the session takes KeyboardState
     */
    void connect(boolean withState) {
        connected = true;
        tellsState = withState;
        pressed.clear();
        told.clear();
        if (keymap != null) {
            sendKeymap(keymap);
        } else if (reading == null) {
            sendNames();
        }
        if (focused) {
            sendFocus();
        }
    }

    /** There is no session to send input to. */
    void disconnect() {
        connected = false;
        pressed.clear();
        waiting.clear();
    }

    /** Gives the keymap back. */
    @Override
    public void close() {
        forgetKeymap();
    }

    private void forgetKeymap() {
        if (expected != null) {
            expected.close();
            expected = null;
        }
        if (keymap != null) {
            keymap.close();
            keymap = null;
        }
    }

    // ---- sending

    private void sendFocus() {
        send(ToSession.newBuilder()
                .setKeyboardFocus(KeyboardFocus.newBuilder().setFocused(focused))
                .build());
        if (focused) {
            lockState().ifPresent(this::send);
            if (lockSource != null) {
                explainLocksSoon(); // the system tells the locks just behind the focus
            }
        }
    }

    private Optional<ToSession> lockState() {
        askForLocks();
        if (!tellsState || locks == null) {
            return Optional.empty();
        }
        var state = KeyboardState.newBuilder().setLockedModifiers(locks.modifiers());
        if (keymap != null && locks.layout() >= 0) {
            state.setLockedLayout(locks.layout());
        }
        return Optional.of(ToSession.newBuilder().setKeyboardState(state).build());
    }

    /**
     * Goes ahead of the keys that wait for it. The session lifts all keys and locks nothing. Modifiers that are held are pressed
     * for it once more; other keys are down again when the person presses them again.
     */
    private void sendKeymap(LocalKeymap next) {
        sender.accept(new Envelope<>(
                Channel.INPUT,
                ToSession.newBuilder()
                        .setKeymapChange(KeymapChange.getDefaultInstance())
                        .build(),
                next.compressed()));
        if (expected != null) {
            expected.close();
        }
        expected = next.keymap().newState();
        var lifted = told.stream().toArray();
        told.clear();
        for (int code : lifted) {
            if (!next.keymap().repeats(code)) {
                pass(keyMessage(code, true, millis()));
            }
        }
        if (focused) {
            lockState().ifPresent(this::pass);
        }
    }

    private void sendNames() {
        if (names != null) {
            var change = KeymapChange.newBuilder().setKeymap(names);
            sender.accept(Envelope.of(
                    Channel.INPUT,
                    ToSession.newBuilder().setKeymapChange(change).build()));
        }
    }

    private int millis() {
        return (int) (loop.nanoTime() / NANOS_PER_MILLI);
    }

    private static ToSession keyMessage(int code, boolean down, int timeMillis) {
        return ToSession.newBuilder()
                .setKey(Key.newBuilder().setCode(code).setPressed(down).setTimeMs(timeMillis))
                .build();
    }

    private void send(ToSession message) {
        if (reading == null) {
            pass(message);
            return;
        }
        waiting.add(message);
        if (waiting.size() > MOST_WAITING) {
            readingEnds();
        }
    }

    private void pass(ToSession message) {
        follow(message);
        sender.accept(Envelope.of(Channel.INPUT, message));
    }

    /** Does what the session does with it. */
    private void follow(ToSession message) {
        switch (message.getBodyCase()) {
            case KEY -> follow(message.getKey().getCode(), message.getKey().getPressed());
            case KEYBOARD_FOCUS -> {
                if (!message.getKeyboardFocus().getFocused()) {
                    for (int code : told.stream().toArray()) {
                        follow(code, false);
                    }
                }
            }
            case KEYBOARD_STATE -> {
                var state = message.getKeyboardState();
                if (expected != null && state.hasLockedModifiers()) {
                    expected.lock(
                            state.getLockedModifiers(),
                            state.hasLockedLayout()
                                    ? state.getLockedLayout()
                                    : expected.locks().layout());
                }
            }
            default -> {}
        }
    }

    private void follow(int code, boolean down) {
        if (down != told.get(code)) {
            told.set(code, down);
            // the system says the same soon, unless the key went down before the window had the keyboard
            if (expected != null && expected.key(code, down) && isUnexpected()) {
                explainLocksSoon();
            }
        }
    }
}
