package org.wayray.session.token;

import java.util.regex.Pattern;

/**
 * What leads to a session: the number of a card, a badge, or of a file that a viewer made. It is a locator and not a proof of who
 * shows it, but whoever knows it can ask for the session; so it is never logged, and its text form does not have it. Immutable.
 *
 * @param provider what it was read from, such as {@code software} or {@code card}: small letters, digits and hyphens, at most 32
 * @param id what the provider read: 1 to 256 printable characters of ASCII
 */
public record Token(String provider, String id) {
    private static final Pattern PROVIDER = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern ID = Pattern.compile("[!-~]{1,256}");

    /** @throws IllegalArgumentException a part is not of its form; the message does not repeat it */
    public Token {
        if (!PROVIDER.matcher(provider).matches()) {
            throw new IllegalArgumentException("the provider of a token has to be small letters, digits and hyphens");
        }
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a token has to be 1 to 256 printable characters of ASCII");
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return provider + ":(hidden)";
    }
}
