package org.wayray.testkit;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wayray.posix.xkb.XkbContext;
import org.wayray.posix.xkb.XkbException;
import org.wayray.posix.xkb.XkbKeymap;
import org.wayray.posix.xkb.XkbLocks;
import org.wayray.posix.xkb.XkbNames;

/**
 * Knows what to press to type a text with any layout of xkb: with Shift and AltGr, with dead keys where a letter has no key of its
 * own, and with Compose where that fails, too. Immutable.
 */
public final class Typist {
    private static final int RIGHT_ALT = 100;
    private static final int LAST_KEY = 127;
    private static final int COMPOSE_KEYSYM = 0xff20;

    /** The modifiers to try, the easier ones first. */
    private static final List<List<Integer>> CHORDS =
            List.of(List.of(), List.of(Keys.LEFT_SHIFT), List.of(RIGHT_ALT), List.of(Keys.LEFT_SHIFT, RIGHT_ALT));

    /** Keysyms of dead keys by the combining character that they stand for. */
    private static final Map<Integer, Integer> DEAD_KEYS = Map.of(
            0x300, 0xfe50, 0x301, 0xfe51, 0x302, 0xfe52, 0x303, 0xfe53, 0x308, 0xfe57, 0x30a, 0xfe58, 0x327, 0xfe5b);

    /** What is pressed behind Compose. */
    private static final Map<Integer, String> COMPOSED = Map.of((int) '©', "oc", (int) 'é', "e'", (int) '½', "12");

    private final Map<Integer, List<Stroke>> byCharacter = new HashMap<>();
    private final Map<Integer, List<Stroke>> byKeysym = new HashMap<>();

    /** A key goes down or up. */
    public record Stroke(int key, boolean down) {}

    private Typist(XkbKeymap keymap, int layout) {
        for (var chord : CHORDS) {
            try (var state = keymap.newState()) {
                state.lock(XkbLocks.NONE.modifiers(), layout);
                chord.forEach(modifier -> state.key(modifier, true));
                for (int key = 1; key <= LAST_KEY; key++) {
                    var strokes = strokes(chord, key);
                    byKeysym.putIfAbsent(state.keysym(key), strokes);
                    var text = state.utf8(key);
                    if (!text.isEmpty()) {
                        byCharacter.putIfAbsent(text.codePointAt(0), strokes);
                    }
                }
            }
        }
    }

    /** For one layout of a keymap, counted from 0. */
    public static Typist of(XkbNames names, int layout) throws XkbException {
        try (var context = XkbContext.create();
                var keymap = XkbKeymap.fromNames(context, names)) {
            return new Typist(keymap, layout);
        }
    }

    private static List<Stroke> strokes(List<Integer> chord, int key) {
        List<Stroke> strokes = new ArrayList<>();
        chord.forEach(modifier -> strokes.add(new Stroke(modifier, true)));
        strokes.add(new Stroke(key, true));
        strokes.add(new Stroke(key, false));
        chord.reversed().forEach(modifier -> strokes.add(new Stroke(modifier, false)));
        return strokes;
    }

    /** What types each character of the text. */
    public List<List<Stroke>> strokes(String text) {
        List<List<Stroke>> all = new ArrayList<>();
        text.codePoints().forEach(character -> {
            List<Stroke> strokes = new ArrayList<>();
            type(character, strokes);
            all.add(strokes);
        });
        return all;
    }

    private void type(int character, List<Stroke> strokes) {
        var own = byCharacter.get(character);
        if (own != null) {
            strokes.addAll(own);
            return;
        }
        var parts = Normalizer.normalize(Character.toString(character), Normalizer.Form.NFD)
                .codePoints()
                .toArray();
        var dead = parts.length == 2 ? byKeysym.get(DEAD_KEYS.getOrDefault(parts[1], 0)) : null;
        var compose = byKeysym.get(COMPOSE_KEYSYM);
        if (dead != null) {
            strokes.addAll(dead);
            type(parts[0], strokes);
        } else if (compose != null && COMPOSED.containsKey(character)) {
            strokes.addAll(compose);
            COMPOSED.get(character).codePoints().forEach(part -> type(part, strokes));
        } else {
            throw new IllegalArgumentException("no keys type '" + Character.toString(character) + "'");
        }
    }
}
