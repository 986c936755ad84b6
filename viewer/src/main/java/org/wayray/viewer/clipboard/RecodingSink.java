package org.wayray.viewer.clipboard;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;

/**
 * Passes text on in another encoding; what one of them cannot say is replaced by its character for that. Confined to the
 * clipboard's loop.
 */
public final class RecodingSink implements ByteSink {
    private static final int CHARS = 8 * 1024;
    private static final int LONGEST_CHARACTER = 8;

    private final ByteSink to;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder;
    private final CharBuffer chars = CharBuffer.allocate(CHARS);
    private final ByteBuffer encoded;

    /** The beginning of a character whose end has not come yet. */
    private final ByteBuffer left = ByteBuffer.allocate(LONGEST_CHARACTER);

    /** @param to what gets the text as {@code into} */
    public RecodingSink(Charset from, Charset into, ByteSink to) {
        this.to = to;
        decoder = from.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        encoder = into.newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        encoded = ByteBuffer.allocate((int) Math.ceil(CHARS * (double) encoder.maxBytesPerChar()));
    }

    @Override
    public boolean take(ByteBuffer bytes) {
        boolean room = true;
        while (left.position() > 0 && bytes.hasRemaining()) {
            left.put(bytes.get());
            left.flip();
            room = recode(left, false);
            left.compact();
        }
        room &= recode(bytes, false);
        left.put(bytes);
        return room;
    }

    private boolean recode(ByteBuffer bytes, boolean end) {
        boolean room = true;
        boolean more = true;
        while (more) {
            more = decoder.decode(bytes, chars, end).isOverflow();
            chars.flip();
            encoder.encode(chars, encoded, end && !more);
            chars.compact();
            encoded.flip();
            if (encoded.hasRemaining()) {
                room = to.take(encoded);
            }
            encoded.clear();
        }
        return room;
    }

    @Override
    public void finish() {
        left.flip();
        recode(left, true);
        to.finish();
    }

    @Override
    public void fail(ReadFailure failure) {
        to.fail(failure);
    }
}
