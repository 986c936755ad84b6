package org.wayray.wayland.wire;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes as tests write them, and as a little-endian machine sends them: words of eight hexadecimal digits. */
final class Hex {
    private static final HexFormat FORMAT = HexFormat.of();

    private Hex() {}

    /** The bytes of, for example, {@code "01000000 00000c00"}. */
    static ByteBuffer buffer(String words) {
        return ByteBuffer.wrap(FORMAT.parseHex(words.replace(" ", "")));
    }

    /** What a buffer holds, as words. */
    static String of(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return FORMAT.formatHex(copy).replaceAll("(.{8})(?!$)", "$1 ");
    }
}
