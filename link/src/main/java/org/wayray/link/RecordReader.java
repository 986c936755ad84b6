package org.wayray.link;

import com.google.protobuf.MessageLite;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Direction;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.EnvelopeDecoder;
import org.wayray.protocol.ProtocolViolation;

/**
 * Takes the bytes of a {@link UnixLink} apart: records of a type (one byte), a length (four, big-endian) and that many bytes. The
 * type is the number of a channel, then the bytes are one envelope, or {@link #CLOSE}. Trusts nothing. Confined to one thread.
 */
final class RecordReader<M extends MessageLite> {
    /** Bytes before a record's own. */
    static final int HEAD = 5;

    /** The type of the last record: the number of a {@link CloseReason.Kind}, and a text. */
    static final int CLOSE = 0;

    /** Bytes of the text. */
    static final int MOST_DETAIL = 1024;

    private final Direction<M> direction;
    private final Map<Channel, EnvelopeDecoder<M>> decoders = new EnumMap<>(Channel.class);
    private final ByteBuffer head = ByteBuffer.allocate(HEAD);
    private final ByteArrayOutputStream farewell = new ByteArrayOutputStream();

    /** The record under way is of this channel; null for the last one, and between records. */
    private @Nullable EnvelopeDecoder<M> decoder;

    private int left;

    RecordReader(Direction<M> direction) {
        this.direction = direction;
    }

    /**
     * Takes every byte of a buffer.
     *
     * @return why the peer ended the link, once it has said so; the bytes after that are not looked at
     */
    @Nullable
    CloseReason read(ByteBuffer in, Consumer<? super Envelope<M>> out) throws ProtocolViolation {
        while (in.hasRemaining()) {
            if (left == 0) {
                readHead(in);
                continue;
            }
            int count = Math.min(left, in.remaining());
            var part = in.slice(in.position(), count);
            in.position(in.position() + count);
            left -= count;
            if (decoder == null) {
                if (readFarewell(part)) {
                    return reason(farewell.toByteArray());
                }
            } else {
                decoder.decode(part, out);
                if ((left == 0) != decoder.atBoundary()) {
                    throw new ProtocolViolation("a record that is not one message");
                }
            }
        }
        return null;
    }

    private void readHead(ByteBuffer in) throws ProtocolViolation {
        while (head.hasRemaining() && in.hasRemaining()) {
            head.put(in.get());
        }
        if (head.hasRemaining()) {
            return;
        }
        int type = head.get(0);
        left = head.getInt(1);
        head.clear();
        if (type == CLOSE) {
            if (left < 1 || left > 1 + MOST_DETAIL) {
                throw new ProtocolViolation("a farewell of " + Integer.toUnsignedString(left) + " bytes");
            }
            decoder = null;
            return;
        }
        var channel = Channel.ofId(type);
        if (channel == null || left < 1) {
            throw new ProtocolViolation(
                    "a record of type " + type + " with " + Integer.toUnsignedString(left) + " bytes");
        }
        // how long a message may be is the decoder's to say, before it sets memory aside
        decoder = decoders.computeIfAbsent(channel, name -> new EnvelopeDecoder<>(direction, name));
    }

    private boolean readFarewell(ByteBuffer part) {
        while (part.hasRemaining()) {
            farewell.write(part.get());
        }
        return left == 0;
    }

    private static CloseReason reason(byte[] said) {
        boolean finished = said[0] == CloseReason.Kind.FINISHED.ordinal();
        return new CloseReason(
                finished ? CloseReason.Kind.FINISHED : CloseReason.Kind.REJECTED,
                new String(said, 1, said.length - 1, StandardCharsets.UTF_8));
    }
}
