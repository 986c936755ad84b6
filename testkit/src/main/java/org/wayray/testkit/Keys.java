package org.wayray.testkit;

/** Evdev key codes of a keyboard, and what to press to type a text with the layout "us". */
public final class Keys {
    public static final int ESCAPE = 1;
    public static final int TAB = 15;
    public static final int ENTER = 28;
    public static final int LEFT_CTRL = 29;
    public static final int LEFT_SHIFT = 42;
    public static final int LEFT_ALT = 56;
    public static final int SPACE = 57;
    public static final int F4 = 62;

    /** Evdev code of the left button of a pointer. */
    public static final int BUTTON_LEFT = 0x110;

    /** Evdev code of the right button of a pointer. */
    public static final int BUTTON_RIGHT = 0x111;

    /** Characters by key code, from the key with code 2 on; a blank where a key types none. */
    private static final String PLAIN = "1234567890-=  qwertyuiop[]  asdfghjkl;'` \\zxcvbnm,./";

    private static final String SHIFTED = "!@#$%^&*()_+  QWERTYUIOP{}  ASDFGHJKL:\"~ |ZXCVBNM<>?";
    private static final int FIRST = 2;

    private Keys() {}

    /** The key that has this character, alone or with shift. */
    public static int keyOf(char character) {
        if (character == ' ') {
            return SPACE;
        }
        if (character == '\n') {
            return ENTER;
        }
        int index = needsShift(character) ? SHIFTED.indexOf(character) : PLAIN.indexOf(character);
        if (index < 0) {
            throw new IllegalArgumentException("no key types '" + character + "'");
        }
        return FIRST + index;
    }

    /** Whether shift must be held for this character. */
    public static boolean needsShift(char character) {
        return character != ' ' && SHIFTED.indexOf(character) >= 0;
    }
}
