package org.wayray.posix.xkb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XkbTest {
    // linux/input-event-codes.h
    private static final int KEY_Q = 16;
    private static final int KEY_Y = 21;
    private static final int KEY_A = 30;
    private static final int KEY_LEFTSHIFT = 42;
    private static final int KEY_LEFTALT = 56;
    private static final int KEY_CAPSLOCK = 58;
    private static final int KEY_RIGHTALT = 100;
    private static final int KEY_ENTER = 28;

    private int openBefore;
    private XkbContext context;

    @BeforeEach
    void open() throws XkbException {
        openBefore = XkbContext.open();
        context = XkbContext.create();
    }

    @AfterEach
    void nothing_is_left_open() {
        context.close();
        assertThat(XkbContext.open()).isEqualTo(openBefore);
    }

    @Test
    void keys_mean_what_the_layout_says() throws XkbException {
        try (var keymap = XkbKeymap.fromNames(context, XkbNames.layout("de"));
                var state = keymap.newState()) {
            assertThat(state.utf8(KEY_Y)).isEqualTo("z");
            state.key(KEY_RIGHTALT, true);
            assertThat(state.utf8(KEY_Q)).isEqualTo("@");
            assertThat(context.keysymName(state.keysym(KEY_Q))).isEqualTo("at");
        }
    }

    @Test
    void the_default_is_the_us_layout_whatever_the_environment_says() throws XkbException {
        try (var keymap = XkbKeymap.fromNames(context, XkbNames.DEFAULT)) {
            assertThat(keymap.layoutCount()).isEqualTo(1);
            assertThat(keymap.layoutName(0)).isEqualTo("English (US)");
            assertThat(keymap.layoutName(7)).isEmpty();
        }
    }

    @Test
    void modifiers_follow_the_keys() throws XkbException {
        try (var keymap = XkbKeymap.fromNames(context, XkbNames.DEFAULT);
                var state = keymap.newState()) {
            assertThat(state.modifiers()).isEqualTo(XkbModifiers.NONE);
            assertThat(state.key(KEY_A, true)).isFalse();
            assertThat(state.key(KEY_A, false)).isFalse();
            assertThat(state.key(KEY_LEFTSHIFT, true)).isTrue();
            assertThat(state.modifiers()).isEqualTo(new XkbModifiers(1, 0, 0, 0));
            assertThat(state.utf8(KEY_A)).isEqualTo("A");
            assertThat(state.key(KEY_LEFTSHIFT, false)).isTrue();
            state.key(KEY_CAPSLOCK, true);
            state.key(KEY_CAPSLOCK, false);
            assertThat(state.modifiers()).isEqualTo(new XkbModifiers(0, 0, 2, 0));
            assertThat(state.isActive("Lock")).isTrue();
            assertThat(state.isActive("Mod1")).isFalse();
            state.key(KEY_LEFTALT, true);
            assertThat(state.isActive("Mod1")).isTrue();
            assertThat(state.isActive("no such modifier")).isFalse();
        }
    }

    @Test
    void a_second_layout_is_a_group() throws XkbException {
        var names = new XkbNames("evdev", "pc105", "us,ru", ",phonetic", "grp:alt_shift_toggle");
        try (var keymap = XkbKeymap.fromNames(context, names);
                var state = keymap.newState();
                var client = keymap.newState()) {
            assertThat(keymap.layoutCount()).isEqualTo(2);
            state.key(KEY_LEFTALT, true);
            state.key(KEY_LEFTSHIFT, true);
            state.key(KEY_LEFTSHIFT, false);
            state.key(KEY_LEFTALT, false);
            assertThat(state.modifiers().group()).isEqualTo(1);
            assertThat(state.utf8(KEY_A)).isEqualTo("а");
            client.update(state.modifiers());
            assertThat(client.utf8(KEY_A)).isEqualTo("а");
            assertThat(client.modifiers().group()).isEqualTo(1);
        }
    }

    @Test
    void a_keymap_survives_the_way_through_its_text() throws XkbException {
        try (var keymap = XkbKeymap.fromNames(context, new XkbNames("", "", "us,de,fr,gr", "", "compose:ralt"))) {
            String text = keymap.text();
            assertThat(text).startsWith("xkb_keymap {").endsWith("};\n");
            assertThat(text.length()).isLessThan(XkbKeymap.MOST_TEXT_BYTES / 2);
            try (var again = XkbKeymap.fromText(context, text)) {
                assertThat(again.text()).isEqualTo(text);
                assertThat(again.layoutCount()).isEqualTo(4);
            }
        }
    }

    @Test
    void ordinary_keys_repeat_and_modifiers_do_not() throws XkbException {
        try (var keymap = XkbKeymap.fromNames(context, XkbNames.DEFAULT)) {
            assertThat(keymap.repeats(KEY_A)).isTrue();
            assertThat(keymap.repeats(KEY_ENTER)).isTrue();
            assertThat(keymap.repeats(KEY_LEFTSHIFT)).isFalse();
        }
    }

    @Test
    void keys_that_no_keyboard_has_mean_nothing() throws XkbException {
        try (var keymap = XkbKeymap.fromNames(context, XkbNames.DEFAULT);
                var state = keymap.newState()) {
            for (int key : new int[] {-9, -1, 0x2ff, 100_000, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                assertThat(state.key(key, true)).isFalse();
                assertThat(state.keysym(key)).isZero();
                assertThat(state.utf8(key)).isEmpty();
                assertThat(keymap.repeats(key)).isFalse();
            }
        }
    }

    @Test
    void keysyms_have_names_and_characters() {
        assertThat(context.keysym("Return")).hasValue(0xff0d);
        assertThat(context.keysym("adiaeresis")).hasValue(0xe4);
        assertThat(context.keysym("no such key")).isEmpty();
        assertThat(context.keysymName(0xff0d)).isEqualTo("Return");
        assertThat(context.keysymCodePoint(0xe4)).hasValue('ä');
        assertThat(context.keysymCodePoint(0xffe1)).isEmpty();
    }

    @Test
    void unknown_names_are_refused() {
        assertThatThrownBy(() -> XkbKeymap.fromNames(context, XkbNames.layout("zz")))
                .isInstanceOfSatisfying(
                        XkbException.class, e -> assertThat(e.reason()).isEqualTo(XkbException.Reason.NAMES))
                .hasMessageContaining("layout=zz");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "/etc/passwd",
                "us,/etc/passwd",
                "a/../b",
                "%S/us",
                "us\0de",
                "ü",
                "..",
                "us/"
            })
    void names_that_could_reach_other_files_are_refused(String name) {
        assertThatThrownBy(() -> XkbNames.layout(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new XkbNames(name, "", "", "", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "us",
                "sun_vndr/us",
                "us,de(neo),ru",
                "ctrl:nocaps,grp:alt_shift_toggle",
                "pc105+inet",
                "grp:win.x"
            })
    void names_that_keyboards_have_are_taken(String name) {
        assertThat(XkbNames.layout(name).layout()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xkb_keymap {", "not a keymap", "xkb_keymap { include \"us\" };", "a\0b"})
    void texts_that_are_no_keymap_are_refused(String text) {
        assertThatThrownBy(() -> XkbKeymap.fromText(context, text))
                .isInstanceOfSatisfying(
                        XkbException.class, e -> assertThat(e.reason()).isEqualTo(XkbException.Reason.TEXT));
    }

    @Test
    void a_text_may_include_the_descriptions_of_this_machine() throws XkbException {
        try (var keymap = XkbKeymap.fromText(context, including("pc+us"))) {
            assertThat(keymap.layoutName(0)).isEqualTo("English (US)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../symbols/us", "pc+/usr/share/X11/xkb/symbols/us", "%S/us", "\\056./symbols/us"})
    void a_text_that_includes_other_files_finds_none(String symbols) {
        assertThatThrownBy(() -> XkbKeymap.fromText(context, including(symbols)))
                .isInstanceOf(XkbException.class);
    }

    private static String including(String symbols) {
        return "xkb_keymap { xkb_keycodes { include \"evdev\" }; xkb_types { include \"complete\" };"
                + " xkb_compat { include \"complete\" }; xkb_symbols { include \"" + symbols + "\" }; };";
    }

    @Test
    void a_text_without_end_is_refused_before_it_is_read() {
        assertThatThrownBy(() -> XkbKeymap.fromText(context, including("pc" + "+us".repeat(300))))
                .isInstanceOf(XkbException.class);
        assertThatThrownBy(() -> XkbKeymap.fromText(context, " ".repeat(XkbKeymap.MOST_TEXT_BYTES + 1)))
                .hasMessageContaining("1 to 524288 bytes");
    }

    @Test
    void a_damaged_text_is_refused_or_taken_but_harms_nobody() throws XkbException {
        String text;
        try (var keymap = XkbKeymap.fromNames(context, XkbNames.DEFAULT)) {
            text = keymap.text();
        }
        long seed = 20_251_122;
        var random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            var damaged = new StringBuilder(text);
            for (int j = 0; j < 1 + i / 10; j++) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.setCharAt(at, (char) (1 + random.nextInt(255)));
                    case 1 -> damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(200)));
                    default -> damaged.insert(at, damaged.substring(at, Math.min(damaged.length(), at + 50)));
                }
            }
            try (var keymap = XkbKeymap.fromText(context, damaged.toString());
                    var state = keymap.newState()) {
                state.key(KEY_A, true);
                assertThat(keymap.text()).as("seed %d round %d", seed, i).isNotEmpty();
            } catch (XkbException refused) {
                assertThat(refused.reason()).isEqualTo(XkbException.Reason.TEXT);
            }
        }
    }

    @Test
    void objects_may_be_closed_twice_and_in_any_order() throws XkbException {
        var own = XkbContext.create();
        var keymap = XkbKeymap.fromNames(own, XkbNames.DEFAULT);
        own.close();
        own.close();
        var state = keymap.newState();
        keymap.close();
        keymap.close();
        assertThat(state.utf8(KEY_A)).isEqualTo("a");
        state.close();
        state.close();
        assertThatThrownBy(() -> state.utf8(KEY_A)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(keymap::text).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> XkbKeymap.fromNames(own, XkbNames.DEFAULT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_missing_library_is_named_with_what_to_install_and_what_does_not_work() {
        assertThatThrownBy(() -> XkbLibrary.require("libxkbabsent.so.0"))
                .isInstanceOfSatisfying(
                        XkbException.class, e -> assertThat(e.reason()).isEqualTo(XkbException.Reason.LIBRARY_MISSING))
                .hasMessageContaining("libxkbabsent.so.0")
                .hasMessageContaining("no key reaches an application")
                .hasMessageContaining("libxkbcommon0");
    }
}
