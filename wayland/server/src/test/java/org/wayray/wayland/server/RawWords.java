package org.wayray.wayland.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Changes words of a message in place. */
final class RawWords {
    private RawWords() {}

    static void putInt(byte[] bytes, int at, int value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putInt(at, value);
    }
}
