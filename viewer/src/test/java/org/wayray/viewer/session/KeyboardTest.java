package org.wayray.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wayray.posix.xkb.XkbContext;
import org.wayray.posix.xkb.XkbException;
import org.wayray.posix.xkb.XkbKeymap;
import org.wayray.posix.xkb.XkbLocks;
import org.wayray.posix.xkb.XkbNames;
import org.wayray.posix.xkb.XkbState;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.Keymap;
import org.wayray.protocol.v1.ToSession;

/** What the session hears of a keyboard: keys, layouts, and what keys do not explain. */
class KeyboardTest {
    private static final int KEY_A = 30;
    private static final int KEY_LEFTSHIFT = 42;
    private static final int KEY_LEFTALT = 56;
    private static final int KEY_CAPSLOCK = 58;
    private static final int KEY_NUMLOCK = 69;
    private static final int CAPS_LOCK = 2;
    private static final int NUM_LOCK = 16;
    private static final long MILLI = 1_000_000;
    private static final XkbNames TOGGLED = new XkbNames("", "", "us,ru", "", "grp:alt_shift_toggle");

    private long now = 1;
    private final ViewerLoop loop = new ViewerLoop(() -> now, () -> {});
    private final List<Envelope<ToSession>> sent = new ArrayList<>();
    private final Keyboard keyboard = new Keyboard(loop, sent::add);

    @AfterEach
    void close() {
        keyboard.close();
        assertThat(XkbContext.open()).as("native objects left").isZero();
    }

    @Test
    void the_systems_keymap_goes_ahead_of_the_keys_that_waited_for_it() throws Exception {
        keyboard.keymapChanges();
        keyboard.connect(true);
        keyboard.focus(true);
        keyboard.key(KEY_A, true, 1);
        assertThat(heard()).isEmpty();
        keyboard.keymap(keymap("de"), new XkbLocks(NUM_LOCK, 0));
        assertThat(heard()).containsExactly("keymap German", "locked 16 layout 0", "focus true", "30 down");
        assertThat(loop.runDue()).as("a timer for the key").isEqualTo(Keyboard.HELD_NANOS);
    }

    @Test
    void a_keymap_that_stays_the_same_is_not_sent_again_and_keys_go_on() throws Exception {
        start(keymap("de"));
        keyboard.keymapChanges();
        keyboard.key(KEY_A, true, 1);
        keyboard.keymap(keymap("de"), XkbLocks.NONE);
        assertThat(heard()).containsExactly("30 down");
    }

    @Test
    void a_keymap_that_cannot_be_read_leaves_the_layout_by_name() {
        keyboard.names(Keymap.newBuilder().setLayout("fr").build(), false);
        keyboard.keymapChanges();
        keyboard.connect(true);
        keyboard.focus(true);
        keyboard.key(KEY_A, true, 1);
        keyboard.keymapUnknown();
        keyboard.keymapUnknown();
        assertThat(heard()).containsExactly("keymap fr", "focus true", "30 down");
    }

    @Test
    void keys_do_not_wait_for_a_keymap_for_ever() {
        keyboard.keymapChanges();
        keyboard.connect(true);
        keyboard.focus(true);
        keyboard.key(KEY_A, true, 1);
        advance(Keyboard.READ_NANOS);
        assertThat(heard()).startsWith("focus true", "30 down");
    }

    @Test
    void a_layout_that_the_person_named_stays_but_the_locks_are_followed() throws Exception {
        keyboard.names(Keymap.newBuilder().setLayout("fr").build(), true);
        keyboard.keymapChanges();
        keyboard.connect(true);
        keyboard.focus(true);
        keyboard.keymap(keymap("de"), new XkbLocks(CAPS_LOCK, 1));
        assertThat(heard()).containsExactly("keymap fr", "focus true", "locked 2");
    }

    @Test
    void modifiers_that_are_held_are_held_in_the_new_layout_and_letters_are_not() throws Exception {
        start(keymap("us"));
        keyboard.key(KEY_LEFTSHIFT, true, 1);
        keyboard.key(KEY_A, true, 2);
        heard();
        keyboard.keymapChanges();
        keyboard.key(KEY_A, false, 3);
        keyboard.keymap(keymap("ru"), XkbLocks.NONE);
        assertThat(heard()).containsExactly("keymap Russian", "42 down", "locked 0 layout 0", "30 up");
    }

    @Test
    void what_a_key_locks_is_not_told_again() throws Exception {
        start(keymap("us"));
        // the system tells before the window hears of the key
        keyboard.locks(new XkbLocks(CAPS_LOCK, 0), true);
        keyboard.key(KEY_CAPSLOCK, true, 1);
        keyboard.key(KEY_CAPSLOCK, false, 2);
        advance(200 * MILLI);
        assertThat(heard()).containsExactly("58 down", "58 up");
    }

    @Test
    void a_toggle_by_keys_is_not_told_and_one_by_a_program_is() throws Exception {
        start(keymap(TOGGLED));
        keyboard.key(KEY_LEFTALT, true, 1);
        keyboard.key(KEY_LEFTSHIFT, true, 2);
        keyboard.locks(new XkbLocks(0, 1), true);
        keyboard.key(KEY_LEFTSHIFT, false, 3);
        keyboard.key(KEY_LEFTALT, false, 4);
        advance(200 * MILLI);
        assertThat(heard()).containsExactly("56 down", "42 down", "42 up", "56 up");

        keyboard.locks(new XkbLocks(0, 0), false);
        assertThat(heard()).containsExactly("locked 0 layout 0");
    }

    @Test
    void what_was_locked_elsewhere_comes_with_the_focus() throws Exception {
        start(keymap("us"));
        keyboard.focus(false);
        keyboard.locks(new XkbLocks(CAPS_LOCK, 0), true);
        advance(200 * MILLI);
        keyboard.focus(true);
        assertThat(heard()).containsExactly("focus false", "focus true", "locked 2 layout 0");
    }

    @Test
    void a_reconnect_tells_all_again() throws Exception {
        start(keymap("us"));
        keyboard.locks(new XkbLocks(CAPS_LOCK, 0), false);
        heard();
        keyboard.disconnect();
        keyboard.connect(true);
        assertThat(heard())
                .containsExactly("keymap English (US)", "locked 2 layout 0", "focus true", "locked 2 layout 0");
    }

    @Test
    void a_session_that_knows_nothing_of_states_is_told_none() throws Exception {
        keyboard.keymap(keymap("us"), new XkbLocks(CAPS_LOCK, 0));
        keyboard.connect(false);
        keyboard.focus(true);
        keyboard.key(KEY_A, true, 1);
        advance(1_000 * MILLI);
        assertThat(heard()).containsExactly("keymap English (US)", "focus true", "30 down");
    }

    @Test
    void a_key_is_told_to_be_held_until_it_is_up() throws Exception {
        start(keymap("us"));
        keyboard.key(KEY_A, true, 1);
        advance(Keyboard.HELD_NANOS);
        advance(Keyboard.HELD_NANOS);
        keyboard.key(KEY_A, false, 2);
        advance(Keyboard.HELD_NANOS);
        assertThat(heard()).containsExactly("30 down", "held", "held", "30 up");
        assertThat(loop.runDue()).isEqualTo(ViewerLoop.NO_TIMER);

        keyboard.key(KEY_LEFTSHIFT, true, 3);
        assertThat(loop.runDue()).as("no timer for a modifier").isEqualTo(ViewerLoop.NO_TIMER);
    }

    @Test
    void whatever_happens_the_session_ends_up_with_the_locks_of_the_system() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            try (var desk = new Desk(random)) {
                for (int step = 0; step < 60; step++) {
                    desk.step();
                }
                desk.settle();
                assertThat(desk.session.locks())
                        .as("seed %d, round %d: %s", seed, round, desk.log)
                        .isEqualTo(desk.system.locks());
                assertThat(desk.down)
                        .as("seed %d, round %d: stuck", seed, round)
                        .isEmpty();
                keyboard.disconnect();
            }
        }
    }

    /** A person at a system that tells the locks by another way than the keys, and a session that believes what it hears. */
    private final class Desk implements AutoCloseable {
        private static final int[] KEYS = {KEY_A, KEY_LEFTSHIFT, KEY_LEFTALT, KEY_CAPSLOCK, KEY_NUMLOCK};

        private final Random random;
        private final XkbKeymap map = keymap(TOGGLED).keymap();
        private final XkbState system = map.newState();
        private XkbState session = map.newState();
        private final TreeSet<Integer> down = new TreeSet<>();
        private final TreeSet<Integer> held = new TreeSet<>();
        private final List<String> log = new ArrayList<>();
        private boolean focused;
        private int handled = sent.size();

        Desk(Random random) throws Exception {
            this.random = random;
            keyboard.keymap(keymap(TOGGLED), XkbLocks.NONE);
            keyboard.focus(false);
            keyboard.connect(true);
            deliver();
        }

        void step() throws Exception {
            switch (random.nextInt(9)) {
                case 0 -> {
                    focused = !focused;
                    log.add("focus " + focused);
                    keyboard.focus(focused);
                    if (focused) {
                        held.forEach(key -> keyboard.key(key, true, 0));
                    }
                }
                case 1 -> {
                    var locks = new XkbLocks(random.nextBoolean() ? CAPS_LOCK : 0, random.nextInt(2));
                    log.add("program " + locks);
                    system.lock(locks.modifiers(), locks.layout());
                    keyboard.locks(locks, false);
                }
                case 2 -> {
                    log.add("reconnect");
                    keyboard.disconnect();
                    session.close();
                    session = map.newState();
                    down.clear();
                    keyboard.connect(true);
                }
                case 3 -> {
                    log.add("read again");
                    keyboard.keymapChanges();
                    keyboard.keymap(keymap(TOGGLED), system.locks());
                }
                case 4 -> advance(random.nextInt(80) * MILLI);
                default -> key(KEYS[random.nextInt(KEYS.length)]);
            }
            deliver();
        }

        private void key(int key) {
            boolean press = !held.remove(key);
            if (press) {
                held.add(key);
            }
            log.add((press ? "press " : "release ") + key);
            var before = system.locks();
            system.key(key, press);
            var after = system.locks();
            boolean early = random.nextBoolean();
            if (early && !after.equals(before)) {
                keyboard.locks(after, true);
            }
            if (focused) {
                keyboard.key(key, press, 0);
            }
            if (!early && !after.equals(before)) {
                keyboard.locks(after, true);
            }
        }

        void settle() {
            for (int key : List.copyOf(held)) {
                key(key);
            }
            if (!focused) {
                keyboard.focus(true);
            }
            advance(300 * MILLI);
            deliver();
        }

        /** What a session does with it. */
        private void deliver() {
            for (; handled < sent.size(); handled++) {
                var message = sent.get(handled).message();
                switch (message.getBodyCase()) {
                    case KEY -> {
                        int code = message.getKey().getCode();
                        if (message.getKey().getPressed() ? down.add(code) : down.remove(code)) {
                            session.key(code, message.getKey().getPressed());
                        }
                    }
                    case KEYBOARD_FOCUS -> {
                        if (!message.getKeyboardFocus().getFocused()) {
                            down.forEach(code -> session.key(code, false));
                            down.clear();
                        }
                    }
                    case KEYBOARD_STATE -> {
                        var state = message.getKeyboardState();
                        if (state.hasLockedModifiers()) {
                            session.lock(state.getLockedModifiers(), state.getLockedLayout());
                        }
                    }
                    case KEYMAP_CHANGE -> {
                        session.close();
                        session = map.newState();
                        down.clear();
                    }
                    default -> throw new AssertionError(message);
                }
            }
        }

        @Override
        public void close() {
            system.close();
            session.close();
            map.close();
        }
    }

    // ---- helpers

    private void start(LocalKeymap keymap) {
        keyboard.keymap(keymap, XkbLocks.NONE);
        keyboard.connect(true);
        keyboard.focus(true);
        heard();
    }

    private void advance(long nanos) {
        now += nanos;
        loop.runDue();
    }

    private static LocalKeymap keymap(String layout) throws XkbException {
        return keymap(XkbNames.layout(layout));
    }

    private static LocalKeymap keymap(XkbNames names) throws XkbException {
        try (var context = XkbContext.create()) {
            return LocalKeymap.of(XkbKeymap.fromNames(context, names));
        }
    }

    /** What was sent since the last call. */
    private List<String> heard() {
        var lines = sent.stream().map(KeyboardTest::line).toList();
        sent.clear();
        return lines;
    }

    private static String line(Envelope<ToSession> envelope) {
        var message = envelope.message();
        return switch (message.getBodyCase()) {
            case KEY -> message.getKey().getCode() + (message.getKey().getPressed() ? " down" : " up");
            case KEYBOARD_FOCUS -> "focus " + message.getKeyboardFocus().getFocused();
            case KEYMAP_CHANGE ->
                "keymap "
                        + (envelope.payload().hasRemaining()
                                ? layoutName(envelope)
                                : message.getKeymapChange().getKeymap().getLayout());
            case KEYBOARD_STATE -> {
                var state = message.getKeyboardState();
                yield state.hasLockedModifiers()
                        ? "locked " + state.getLockedModifiers()
                                + (state.hasLockedLayout() ? " layout " + state.getLockedLayout() : "")
                        : "held";
            }
            default -> message.toString();
        };
    }

    private static String layoutName(Envelope<ToSession> envelope) {
        var bytes = new byte[envelope.payload().remaining()];
        envelope.payload().duplicate().get(bytes);
        try (var inflater = new InflaterInputStream(new ByteArrayInputStream(bytes));
                var context = XkbContext.create();
                var keymap = XkbKeymap.fromText(context, new String(inflater.readAllBytes(), StandardCharsets.UTF_8))) {
            return keymap.layoutName(0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
