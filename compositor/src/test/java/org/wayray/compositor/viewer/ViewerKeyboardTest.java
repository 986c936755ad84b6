package org.wayray.compositor.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.fixture.SessionViewer;
import org.wayray.link.CloseReason;
import org.wayray.posix.xkb.XkbContext;
import org.wayray.posix.xkb.XkbKeymap;
import org.wayray.posix.xkb.XkbNames;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Limits;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.Key;
import org.wayray.protocol.v1.KeyboardState;
import org.wayray.protocol.v1.Keymap;
import org.wayray.protocol.v1.KeymapChange;
import org.wayray.protocol.v1.Notice;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol.Event;
import org.wayray.wayland.protocols.core.WlSeatProtocol;

/** A viewer's keyboard as clients hear it: layouts, locks, and keys that nobody lifts. */
class ViewerKeyboardTest {
    private static final int KEY_A = 30;
    private static final int KEY_LEFTSHIFT = 42;
    private static final int SHIFT = 1;
    private static final int CAPS_LOCK = 2;
    private static final int NUM_LOCK = 16;
    private static final Hello TELLS_STATE =
            Hello.newBuilder().addCapabilities("keyboard-state").build();

    private SessionFixture session;
    private SessionClient client;
    private SessionViewer viewer;

    @BeforeEach
    void start() throws Exception {
        session = new SessionFixture();
        viewer = session.viewer(TELLS_STATE);
        client = session.client();
        client.window(100, 100, 0xffff0000);
        client.listen(client.bind(WlSeatProtocol.INTERFACE)
                .create(WlKeyboardProtocol.INTERFACE, WlSeatProtocol.Request.GetKeyboard::new));
        session.settle();
    }

    @AfterEach
    void end() throws Exception {
        session.close();
    }

    // ---- layouts

    @Test
    void a_keymap_may_come_as_text() throws Exception {
        int before = client.heard(Event.Keymap.class).size();
        viewer.send(Channel.INPUT, change(), compressed(text("us,ru")));
        session.settle();
        assertThat(client.heard(Event.Keymap.class)).hasSize(before + 1);
        assertThat(session.compositor().seat().keyboard().layout().keymapText()).isEqualTo(text("us,ru"));
    }

    @Test
    void keys_wait_for_the_layout_that_came_before_them() throws Exception {
        Queue<Runnable> background = new ArrayDeque<>();
        session.setBackground(background::add);
        viewer.send(Channel.INPUT, change("de"));
        press(KEY_A);
        release(KEY_A);
        viewer.send(Channel.INPUT, change("ru"));
        press(KEY_A);
        session.settle();
        assertThat(keys()).as("keys before there is a layout").isEmpty();

        background.remove().run();
        session.settle();
        assertThat(keys()).containsExactly(KEY_A, -KEY_A);

        background.remove().run();
        session.settle();
        assertThat(keys()).containsExactly(KEY_A, -KEY_A, KEY_A);
        assertThat(client.heard(Event.Keymap.class)).hasSize(3);
    }

    @Test
    void a_layout_that_was_there_lately_is_there_at_once() throws Exception {
        viewer.send(Channel.INPUT, change("de"));
        viewer.send(Channel.INPUT, change("us"));
        session.settle();
        session.setBackground(task -> {
            throw new AssertionError("compiled again");
        });
        viewer.send(Channel.INPUT, change("de"));
        press(KEY_A);
        session.settle();
        assertThat(keys()).containsExactly(KEY_A);
    }

    @Test
    void a_viewer_that_goes_before_its_layout_is_there_changes_nothing() throws Exception {
        Queue<Runnable> background = new ArrayDeque<>();
        session.setBackground(background::add);
        viewer.send(Channel.INPUT, change("de"));
        press(KEY_A);
        viewer.close();
        session.settle();
        var before = session.compositor().seat().keyboard().layout().keymapText();
        background.remove().run();
        session.settle();
        assertThat(session.compositor().seat().keyboard().layout().keymapText()).isEqualTo(before);
        assertThat(keys()).isEmpty();
    }

    @Test
    void nobody_makes_the_session_keep_input_without_end() throws Exception {
        session.setBackground(task -> {}); // for ever
        viewer.send(Channel.INPUT, change("de"));
        for (int i = 0; i < 3_000; i++) {
            press(KEY_A);
        }
        session.settle();
        assertThat(viewer.end().map(CloseReason::kind)).contains(CloseReason.Kind.REJECTED);
    }

    @Test
    void hostile_keymaps_leave_the_layout_before_and_are_told() throws Exception {
        viewer.send(Channel.INPUT, change("de"));
        session.settle();
        var before = session.compositor().seat().keyboard().layout().keymapText();
        var good = compressed(text("us"));
        var hostile = List.of(
                new byte[] {0},
                Arrays.copyOf(good, good.length / 2),
                compressed("xkb_keymap {"),
                compressed("a".repeat(Limits.KEYMAP_TEXT + 1)),
                compressed(" ".repeat(200 * 1024 * 1024)), // small when compressed
                compressed(new byte[] {(byte) 0xff, (byte) 0xfe, 0}),
                compressed("xkb_keymap { include \"" + "us+".repeat(100_000) + "us\" };"));
        for (var payload : hostile) {
            int notices = notices();
            viewer.send(Channel.INPUT, change(), payload);
            session.settle();
            assertThat(notices()).isEqualTo(notices + 1);
        }
        assertThat(session.compositor().seat().keyboard().layout().keymapText()).isEqualTo(before);
        assertThat(viewer.last(ToViewer.BodyCase.NOTICE).message().getNotice().getLevel())
                .isEqualTo(Notice.Level.WARNING);
        press(KEY_A);
        session.settle();
        assertThat(keys()).containsExactly(KEY_A);
    }

    @Test
    void a_damaged_keymap_is_taken_or_refused_and_keys_go_on() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var text = text("us,ru").getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 60; round++) {
            var damaged = round % 2 == 0 ? text.clone() : compressed(text);
            for (int i = 0; i <= round / 10; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            viewer.send(Channel.INPUT, change(), round % 2 == 0 ? compressed(damaged) : damaged);
            int before = keys().size();
            press(KEY_A);
            release(KEY_A);
            session.settle();
            assertThat(keys()).as("seed %d round %d", seed, round).hasSize(before + 2);
        }
    }

    // ---- locks

    @Test
    void what_is_locked_on_the_viewer_is_locked_for_clients_and_the_held_stays_held() throws Exception {
        viewer.send(Channel.INPUT, change("us,ru"));
        press(KEY_LEFTSHIFT);
        viewer.send(Channel.INPUT, state(CAPS_LOCK | NUM_LOCK).mergeFrom(layout(1)));
        session.settle();
        assertModifiers(SHIFT, CAPS_LOCK | NUM_LOCK, 1);

        release(KEY_LEFTSHIFT);
        viewer.send(Channel.INPUT, state(NUM_LOCK));
        session.settle();
        assertModifiers(0, NUM_LOCK, 1);
    }

    @Test
    void a_lock_that_was_told_is_unlocked_by_its_key() throws Exception {
        viewer.send(Channel.INPUT, state(CAPS_LOCK));
        press(58);
        release(58);
        session.settle();
        assertModifiers(0, 0, 0);
    }

    @Test
    void a_new_layout_has_nothing_locked() throws Exception {
        viewer.send(Channel.INPUT, change("us,ru"));
        viewer.send(Channel.INPUT, state(CAPS_LOCK).mergeFrom(layout(1)));
        viewer.send(Channel.INPUT, change("us,ru"));
        session.settle();
        assertModifiers(0, 0, 0);
    }

    @Test
    void impossible_locks_do_no_harm() throws Exception {
        viewer.send(Channel.INPUT, change("us,ru"));
        for (int layout : new int[] {2, 3, 1_000, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            viewer.send(Channel.INPUT, state(0xffffff00).mergeFrom(layout(layout)));
            session.settle();
            assertThat(last().modsLocked()).isZero();
            assertThat(last().group()).isBetween(0, 1);
        }
    }

    @Test
    void the_next_viewer_finds_nothing_locked() throws Exception {
        viewer.send(Channel.INPUT, state(CAPS_LOCK));
        session.settle();
        viewer.close();
        session.settle();
        assertModifiers(0, 0, 0);
    }

    // ---- silence

    @Test
    void a_key_of_which_nothing_is_heard_is_lifted_before_clients_repeat_it() throws Exception {
        press(KEY_LEFTSHIFT);
        press(KEY_A);
        session.settle();
        session.advance(Duration.ofMillis(499));
        assertThat(keys()).containsExactly(KEY_LEFTSHIFT, KEY_A);
        session.advance(Duration.ofMillis(1));
        assertThat(keys()).containsExactly(KEY_LEFTSHIFT, KEY_A, -KEY_A);

        // the person lets go, which is known already, and presses again
        release(KEY_A);
        press(KEY_A);
        session.settle();
        assertThat(keys()).containsExactly(KEY_LEFTSHIFT, KEY_A, -KEY_A, KEY_A);
    }

    @Test
    void a_key_that_is_told_to_be_held_stays_down() throws Exception {
        press(KEY_A);
        for (int i = 0; i < 50; i++) {
            session.settle();
            session.advance(Duration.ofMillis(200));
            viewer.send(Channel.INPUT, state(0));
        }
        session.settle();
        assertThat(keys()).containsExactly(KEY_A);
        release(KEY_A);
        session.advance(Duration.ofSeconds(2));
        assertThat(session.loop().timerCount()).as("timers at rest").isZero();
    }

    @Test
    void held_modifiers_need_no_words() throws Exception {
        press(KEY_LEFTSHIFT);
        session.settle();
        session.advance(Duration.ofSeconds(5));
        assertThat(keys()).containsExactly(KEY_LEFTSHIFT);
    }

    @Test
    void a_viewer_that_promised_nothing_may_be_silent() throws Exception {
        viewer = session.viewer(Hello.getDefaultInstance());
        press(KEY_A);
        session.settle();
        session.advance(Duration.ofSeconds(5));
        assertThat(keys()).containsExactly(KEY_A);
    }

    // ---- helpers

    private void press(int key) {
        key(key, true);
    }

    private void release(int key) {
        key(key, false);
    }

    private void key(int key, boolean pressed) {
        viewer.send(
                Channel.INPUT,
                ToSession.newBuilder().setKey(Key.newBuilder().setCode(key).setPressed(pressed)));
    }

    private static ToSession.Builder change(String layout) {
        return ToSession.newBuilder()
                .setKeymapChange(
                        KeymapChange.newBuilder().setKeymap(Keymap.newBuilder().setLayout(layout)));
    }

    private static ToSession.Builder change() {
        return ToSession.newBuilder().setKeymapChange(KeymapChange.getDefaultInstance());
    }

    private static ToSession.Builder state(int locked) {
        return ToSession.newBuilder()
                .setKeyboardState(KeyboardState.newBuilder().setLockedModifiers(locked));
    }

    private static ToSession layout(int layout) {
        return ToSession.newBuilder()
                .setKeyboardState(KeyboardState.newBuilder().setLockedLayout(layout))
                .build();
    }

    /** The keys that the client heard of, releases as negative numbers. */
    private List<Integer> keys() {
        return client.heard(Event.Key.class).stream()
                .map(key -> key.state() == 1 ? key.key() : -key.key())
                .toList();
    }

    private Event.Modifiers last() {
        return client.heard(Event.Modifiers.class).getLast();
    }

    private void assertModifiers(int held, int locked, int layout) {
        assertThat(List.of(last().modsDepressed(), last().modsLocked(), last().group()))
                .containsExactly(held, locked, layout);
    }

    private int notices() {
        return (int) viewer.others().stream()
                .filter(envelope -> envelope.message().hasNotice())
                .count();
    }

    private static String text(String layout) throws IOException {
        try (var context = XkbContext.create();
                var keymap = XkbKeymap.fromNames(context, XkbNames.layout(layout))) {
            return keymap.text();
        }
    }

    private static byte[] compressed(String text) {
        return compressed(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] compressed(byte[] text) {
        var bytes = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }
}
