package org.wayray.clipboard;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Makes names of files from a stranger fit to be used in one folder: on any system, unique whatever the case, and showing what they are.
 * Confined to one thread.
 */
final class SafeNames {
    /** What most file systems have room for. */
    private static final int MOST_BYTES = 255;

    /** Left for a number behind a name that is taken. */
    private static final int ROOM_FOR_NUMBER = 10;

    private static final Set<String> RESERVED = Set.of(
            "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
            "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "conin$", "conout$");

    private static final String FORBIDDEN = "/\\:*?\"<>|";

    private final Set<String> taken = new HashSet<>();

    /** A name for this one that no other has been given; itself if nothing is wrong with it. */
    String unique(String name) {
        String safe = safe(name);
        int dot = safe.lastIndexOf('.');
        String stem = dot > 0 ? safe.substring(0, dot) : safe;
        String ending = dot > 0 ? safe.substring(dot) : "";
        String candidate = safe;
        for (int number = 2; !taken.add(key(candidate)); number++) {
            candidate = stem + " (" + number + ")" + ending;
        }
        return candidate;
    }

    /** The same name without what could be harmful anywhere. */
    static String safe(String name) {
        StringBuilder clean = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFC)
                .codePoints()
                .map(point -> isHarmless(point) ? point : '_')
                .forEach(clean::appendCodePoint);
        String text = withoutEnd(shortened(clean.toString()));
        if (text.isEmpty()) {
            return "_";
        }
        int dot = text.indexOf('.');
        String first = dot < 0 ? text : text.substring(0, dot);
        return RESERVED.contains(first.strip().toLowerCase(Locale.ROOT)) ? "_" + text : text;
    }

    /** No separators, nothing that cannot be seen or that turns the direction of writing. */
    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> FORBIDDEN.indexOf(point) < 0;
        };
    }

    /** Without the dots and spaces at the end that some systems drop, and with them the names "." and "..". */
    private static String withoutEnd(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == ' ')) {
            end--;
        }
        return text.substring(0, end);
    }

    /** Cut in the middle, so that what kind of file it is stays. */
    private static String shortened(String text) {
        if (bytes(text) <= MOST_BYTES - ROOM_FOR_NUMBER) {
            return text;
        }
        int dot = text.lastIndexOf('.');
        String ending = dot > 0 && bytes(text.substring(dot)) <= 32 ? text.substring(dot) : "";
        int room = MOST_BYTES - ROOM_FOR_NUMBER - bytes(ending);
        StringBuilder stem = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            room -= bytes(Character.toString(point));
            if (room < 0) {
                break;
            }
            stem.appendCodePoint(point);
            at += Character.charCount(point);
        }
        return stem + ending;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Equal for names that some file system takes for the same. */
    private static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
