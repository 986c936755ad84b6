package org.wayray.posix.xcb;

import java.nio.ByteBuffer;

/**
 * A piece of a window's property, as it was when it was read. Immutable as long as nobody writes to the value.
 *
 * @param type an atom; 0 where there is no such property
 * @param format bits of a unit: 8, 16 or 32; units are in this machine's byte order
 * @param bytesAfter how many follow the piece
 * @param value the piece
 */
public record XcbProperty(int type, int format, long bytesAfter, ByteBuffer value) {
    static final XcbProperty NONE = new XcbProperty(0, 8, 0, ByteBuffer.allocate(0));

    /** Whether there is such a property. */
    public boolean exists() {
        return type != 0;
    }
}
