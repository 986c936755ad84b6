package org.wayray.protocol;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns one channel's bytes, in pieces of any size, back into envelopes. It trusts nothing: a length is compared with the limit
 * before a byte is set aside for it, a payload's memory grows only as its bytes arrive, and a message that is malformed, unknown or
 * on the wrong channel ends the stream. Two lengths of zero are a keep-alive and are skipped.
 *
 * <p>Confined to one thread. After a {@link ProtocolViolation} a decoder is of no further use.
 *
 * @param <M> the direction's top-level message
 */
public final class EnvelopeDecoder<M extends MessageLite> {
    /** The first piece of memory for a payload; a longer one doubles it as the bytes come in. */
    private static final int FIRST_PIECE = 64 * 1024;

    private static final byte[] NOTHING = {};

    private enum Part {
        HEADER_LENGTH,
        PAYLOAD_LENGTH,
        HEADER,
        PAYLOAD
    }

    private final Direction<M> direction;
    private final Channel channel;

    private Part part = Part.HEADER_LENGTH;
    private long varint;
    private int varintBits;
    private int headerLength;
    private int payloadLength;
    /** What has come of the current header or payload: {@code filled} bytes of {@code bytes}. */
    private byte[] bytes = NOTHING;

    private int filled;
    private @Nullable M message;

    public EnvelopeDecoder(Direction<M> direction, Channel channel) {
        this.direction = direction;
        this.channel = channel;
    }

    /** Whether the bytes so far end between two messages. A stream that ends elsewhere was cut off. */
    public boolean atBoundary() {
        return part == Part.HEADER_LENGTH && varintBits == 0;
    }

    /**
     * Takes every byte of a buffer and hands out each envelope as it becomes whole.
     *
     * @throws ProtocolViolation if the bytes break the protocol; envelopes before that have been handed out
     */
    public void decode(ByteBuffer in, Consumer<? super Envelope<M>> out) throws ProtocolViolation {
        while (step(in, out)) {
            // each step takes a part of a message
        }
    }

    /** Goes on by one part of a message; false if its bytes have not all come. */
    private boolean step(ByteBuffer in, Consumer<? super Envelope<M>> out) throws ProtocolViolation {
        switch (part) {
            case HEADER_LENGTH -> {
                if (!readVarint(in)) {
                    return false;
                }
                headerLength = takeVarint("header", Limits.HEADER);
                part = Part.PAYLOAD_LENGTH;
            }
            case PAYLOAD_LENGTH -> {
                if (!readVarint(in)) {
                    return false;
                }
                // the message's own limit is known, and checked, once its header is here
                payloadLength = takeVarint("payload", Limits.FRAME_PAYLOAD);
                boolean keepAlive = headerLength == 0 && payloadLength == 0;
                part = keepAlive ? Part.HEADER_LENGTH : Part.HEADER;
            }
            case HEADER -> {
                if (!readBytes(in, headerLength)) {
                    return false;
                }
                M parsed = parse(takeBytes());
                if (payloadLength == 0) {
                    part = Part.HEADER_LENGTH;
                    out.accept(Envelope.of(channel, parsed));
                } else {
                    message = parsed;
                    part = Part.PAYLOAD;
                }
            }
            case PAYLOAD -> {
                if (!readBytes(in, payloadLength)) {
                    return false;
                }
                M whole = message;
                message = null;
                part = Part.HEADER_LENGTH;
                if (whole != null) {
                    out.accept(new Envelope<>(channel, whole, ByteBuffer.wrap(takeBytes(), 0, payloadLength)));
                }
            }
        }
        return true;
    }

    private M parse(byte[] header) throws ProtocolViolation {
        M parsed;
        try {
            parsed = direction.parser().parseFrom(header, 0, headerLength);
        } catch (InvalidProtocolBufferException e) {
            throw new ProtocolViolation("a header on " + channel + " that is not a message: " + e.getMessage(), e);
        }
        MessageRule rule = direction.rule(parsed);
        if (rule.channel() != channel) {
            throw new ProtocolViolation("a message on " + channel + " that belongs on " + rule.channel());
        }
        if (payloadLength > rule.maxPayload()) {
            throw new ProtocolViolation("a payload of " + payloadLength + " bytes on " + channel + " where at most "
                    + rule.maxPayload() + " are allowed");
        }
        return parsed;
    }

    /** Reads on in a varint; false if its last byte has not come. */
    private boolean readVarint(ByteBuffer in) throws ProtocolViolation {
        while (in.hasRemaining()) {
            byte next = in.get();
            varint |= (long) (next & 0x7f) << varintBits;
            varintBits += 7;
            if (next >= 0) {
                return true;
            }
            if (varintBits == 35) {
                throw new ProtocolViolation("a length on " + channel + " of more than five bytes");
            }
        }
        return false;
    }

    private int takeVarint(String what, int limit) throws ProtocolViolation {
        long value = varint;
        varint = 0;
        varintBits = 0;
        if (value > limit) {
            throw new ProtocolViolation(
                    "a " + what + " of " + value + " bytes on " + channel + " where at most " + limit + " are allowed");
        }
        return (int) value;
    }

    /** Reads on until {@code length} bytes are there; false if they have not all come. */
    private boolean readBytes(ByteBuffer in, int length) {
        int count = Math.min(in.remaining(), length - filled);
        if (filled + count > bytes.length) {
            int room = Math.max(filled + count, Math.min(length, Math.max(FIRST_PIECE, 2 * bytes.length)));
            bytes = Arrays.copyOf(bytes, room);
        }
        in.get(bytes, filled, count);
        filled += count;
        return filled == length;
    }

    private byte[] takeBytes() {
        byte[] taken = bytes;
        bytes = NOTHING;
        filled = 0;
        return taken;
    }
}
