package org.wayray.protocol;

import java.util.regex.Pattern;

/** Text that a peer wrote, made safe for a terminal, a log line, a window's title and the room in a packet. */
public final class PeerText {
    /** What {@link #readable} gives at most, in characters. */
    public static final int MAX_LENGTH = 300;

    private static final String CUT = "...";

    /** What moves a cursor, begins a line or turns the direction of writing: nothing of it is needed in one line. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private PeerText() {}

    /** The text as one line: a space for each run of invisible characters, and cut where it is too long. */
    public static String readable(String text) {
        String line = INVISIBLE.matcher(text).replaceAll(" ");
        if (line.length() <= MAX_LENGTH) {
            return line;
        }
        int end = MAX_LENGTH - CUT.length();
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + CUT;
    }
}
