package org.wayray.protocol;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An ordered stream of messages inside a connection. Order holds within a channel and never between two, so that nothing waits
 * behind pixels.
 *
 * <p>Version 1 has messages for the {@link #OPENED} ones; the numbers of the others are taken so that they keep their meaning.
 */
public enum Channel {
    /** How a connection begins, stays healthy and ends. */
    CONTROL(1),
    /** The picture, and the viewer's acknowledgements. */
    DISPLAY(2),
    /** Keyboard and pointer. */
    INPUT(3),
    /** What the pointer looks like. */
    CURSOR(4),
    /** Sound. */
    AUDIO(5),
    /** What was copied, and who asks for it; the data itself goes by transfers. */
    CLIPBOARD(6),
    /** One USB device; the only channel of which a connection has several. */
    USB(7);

    /** The channels that version 1 has messages for. A viewer opens each of them, once, when it connects. */
    public static final Set<Channel> OPENED =
            Collections.unmodifiableSet(EnumSet.of(CONTROL, DISPLAY, INPUT, CURSOR, CLIPBOARD));

    private final int id;

    Channel(int id) {
        this.id = id;
    }

    /** The number that names the channel on the wire, 1 to 127. */
    public int id() {
        return id;
    }

    /** The channel of that number, or null if this version knows none. */
    public static @Nullable Channel ofId(int id) {
        for (Channel channel : values()) {
            if (channel.id == id) {
                return channel;
            }
        }
        return null;
    }
}
