package org.wayray.compositor.viewer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.wayray.posix.xkb.XkbContext;
import org.wayray.posix.xkb.XkbException;
import org.wayray.posix.xkb.XkbKeymap;
import org.wayray.posix.xkb.XkbNames;
import org.wayray.protocol.Limits;
import org.wayray.protocol.v1.Keymap;

/** What a viewer says of its keyboard's layout, not believed yet. Immutable, and equal to one of the same content. */
sealed interface KeymapSource {
    /**
     * Makes the keymap; that takes a while.
     *
     * @throws XkbException when this machine has none like that
     * @throws IllegalArgumentException when it is none at all
     */
    XkbKeymap compile(XkbContext context) throws XkbException;

    /** The layout of a KeymapChange, which owns its payload. */
    static KeymapSource of(Keymap names, ByteBuffer payload) {
        return payload.hasRemaining() ? new Text(payload.duplicate()) : of(names);
    }

    /** The layout of these names. */
    static KeymapSource of(Keymap names) {
        return new Names(names);
    }

    /** By name, as setxkbmap does. */
    record Names(Keymap names) implements KeymapSource {
        @Override
        public XkbKeymap compile(XkbContext context) throws XkbException {
            return XkbKeymap.fromNames(
                    context,
                    new XkbNames(
                            names.getRules(),
                            names.getModel(),
                            names.getLayout(),
                            names.getVariant(),
                            names.getOptions()));
        }
    }

    /**
     * The whole keymap.
     *
     * @param compressed its text as a zlib stream; nobody writes to it any more
     */
    record Text(ByteBuffer compressed) implements KeymapSource {
        @Override
        public XkbKeymap compile(XkbContext context) throws XkbException {
            return XkbKeymap.fromText(context, text());
        }

        private String text() {
            var inflater = new Inflater();
            try {
                inflater.setInput(compressed.duplicate());
                var text = ByteBuffer.allocate(Limits.KEYMAP_TEXT + 1);
                inflater.inflate(text);
                if (!inflater.finished() || text.position() > Limits.KEYMAP_TEXT) {
                    throw new IllegalArgumentException(
                            "a keymap that is cut off, or longer than " + Limits.KEYMAP_TEXT + " bytes");
                }
                CharBuffer characters = StandardCharsets.UTF_8.newDecoder().decode(text.flip());
                return characters.toString();
            } catch (DataFormatException | CharacterCodingException e) {
                throw new IllegalArgumentException("a keymap that is not compressed text", e);
            } finally {
                inflater.end();
            }
        }
    }
}
