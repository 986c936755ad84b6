package org.wayray.posix.xkb;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What setxkbmap and desktop settings call a keyboard. Lists are separated by commas; an empty name stands for the
 * library's default. Immutable, and safe to make of what a stranger sent: see the constructor.
 *
 * @param rules usually {@code evdev}
 * @param model for example {@code pc105}
 * @param layout for example {@code de} or {@code us,ru}
 * @param variant one for each layout, for example {@code nodeadkeys} or {@code ,phonetic}
 * @param options for example {@code ctrl:nocaps,grp:alt_shift_toggle}
 */
public record XkbNames(String rules, String model, String layout, String variant, String options) {
    private static final int MOST_CHARACTERS = 1024;

    /** Names are looked up as files: this leaves no way out of the library's own folders. */
    private static final Pattern HARMLESS = Pattern.compile("(?:[\\w,:()+|-]|(?<=\\w)/(?=\\w)|(?<=\\w)\\.(?=\\w))*");

    /** The library's defaults: evdev, pc105, us. */
    public static final XkbNames DEFAULT = new XkbNames("", "", "", "", "");

    /** Checks that no name could reach a file outside of the keyboard descriptions. */
    public XkbNames {
        for (String name : List.of(rules, model, layout, variant, options)) {
            if (name.length() > MOST_CHARACTERS || !HARMLESS.matcher(name).matches()) {
                throw new IllegalArgumentException("not a name of a keyboard: " + shortened(name));
            }
        }
    }

    /** A layout of the standard keyboard, for example {@code de}. */
    public static XkbNames layout(String layout) {
        return new XkbNames("", "", layout, "", "");
    }

    private static String shortened(String name) {
        return name.length() > 40 ? name.substring(0, 40) + "..." : name;
    }
}
