package org.wayray.viewer.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import org.wayray.posix.xkb.XkbKeymap;

/**
 * The keymap of the viewer's own system. Immutable but for {@link #close}; confined to the thread that it was handed to.
 *
 * @param keymap owned by this object
 * @param text the keymap as text
 * @param compressed the text as it travels
 */
public record LocalKeymap(XkbKeymap keymap, String text, ByteBuffer compressed) implements AutoCloseable {
    /** Takes a keymap, whose context is closed. */
    public static LocalKeymap of(XkbKeymap keymap) {
        var text = keymap.text();
        return new LocalKeymap(keymap, text, compress(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Some 60,000 bytes become 8,000. */
    private static ByteBuffer compress(byte[] text) {
        var deflater = new Deflater();
        try {
            deflater.setInput(text);
            deflater.finish();
            var compressed = new byte[text.length + 1024]; // what cannot be compressed grows by less
            return ByteBuffer.wrap(compressed, 0, deflater.deflate(compressed)).slice();
        } finally {
            deflater.end();
        }
    }

    @Override
    public void close() {
        keymap.close();
    }
}
