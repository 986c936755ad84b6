package org.wayray.compositor.seat;

/** How clients are to repeat a key that is held. Source: wl_keyboard.repeat_info. */
public final class KeyRepeat {
    /** Repeats a second. */
    public static final int RATE = 25;

    /** How long a key is held before it repeats. */
    public static final int DELAY_MS = 600;

    private KeyRepeat() {}
}
