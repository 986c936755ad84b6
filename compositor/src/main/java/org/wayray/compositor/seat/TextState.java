package org.wayray.compositor.seat;

import java.util.Optional;

/**
 * What an input method learns of a text field. Immutable. Hint and purpose are those of zwp_text_input_v3.
 *
 * @param surrounding the text around the cursor, empty if the field does not tell
 * @param changeCause why it changed, as in zwp_text_input_v3
 */
public record TextState(Optional<Surrounding> surrounding, int changeCause, int hint, int purpose) {

    /** Of a field that said nothing. */
    public static final TextState INITIAL = new TextState(Optional.empty(), 0, 0, 0);

    /**
     * Text around the cursor.
     *
     * @param cursor bytes of UTF-8 before the cursor
     * @param anchor bytes of UTF-8 before the selection's other end
     */
    public record Surrounding(String text, int cursor, int anchor) {}
}
