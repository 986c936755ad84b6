package org.wayray.session;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Names a session to people and programs; unique on its server for ever, and no secret. Immutable.
 *
 * @param text ten characters out of digits and small letters without those that look alike
 */
public record SessionId(String text) {
    private static final String ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
    private static final int LENGTH = 10;
    private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");

    /** @throws IllegalArgumentException the text is not such a name */
    public SessionId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not the name of a session: " + printable(text));
        }
    }

    /** A name that nobody has had before, as far as 31^10 names allow. */
    public static SessionId random(RandomGenerator random) {
        var text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new SessionId(text.toString());
    }

    @Override
    public String toString() {
        return text;
    }

    private static String printable(String text) {
        return text.length() > 2 * LENGTH ? text.length() + " characters" : text.replaceAll("[^!-~]", "?");
    }
}
