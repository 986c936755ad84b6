package org.wayray.protocol;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Turns envelopes into bytes: the header's length and the payload's length as varints, the header, the payload. Stateless, for
 * any thread.
 *
 * @param <M> the direction's top-level message
 */
public final class EnvelopeEncoder<M extends MessageLite> {
    private static final byte[] KEEP_ALIVE = {0, 0};

    private final Direction<M> direction;

    public EnvelopeEncoder(Direction<M> direction) {
        this.direction = direction;
    }

    /**
     * The bytes that {@link #encode} will write for this envelope.
     *
     * @throws IllegalArgumentException if the envelope is on the wrong channel or over a limit: a mistake of the caller's
     */
    public int size(Envelope<M> envelope) {
        int header = envelope.message().getSerializedSize();
        int payload = envelope.payload().remaining();
        check(envelope, header, payload);
        return CodedOutputStream.computeUInt32SizeNoTag(header)
                + CodedOutputStream.computeUInt32SizeNoTag(payload)
                + header
                + payload;
    }

    /**
     * Writes an envelope into a buffer with at least {@link #size} bytes left and moves its position behind them. The payload's
     * own position stays.
     */
    public void encode(Envelope<M> envelope, ByteBuffer into) {
        ByteBuffer payload = envelope.payload();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(into);
            out.writeUInt32NoTag(envelope.message().getSerializedSize());
            out.writeUInt32NoTag(payload.remaining());
            envelope.message().writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("no room for a message that was measured before", e);
        }
        into.put(payload.duplicate());
    }

    /** The bytes of a keep-alive: no message at all, skipped by whoever decodes it. Allowed on every channel. */
    public static byte[] keepAlive() {
        return KEEP_ALIVE.clone();
    }

    private void check(Envelope<M> envelope, int header, int payload) {
        MessageRule rule;
        try {
            rule = direction.rule(envelope.message());
        } catch (ProtocolViolation e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (rule.channel() != envelope.channel()) {
            throw new IllegalArgumentException(
                    "message belongs on " + rule.channel() + ", not on " + envelope.channel());
        }
        if (header > Limits.HEADER) {
            throw new IllegalArgumentException("header of " + header + " bytes, at most " + Limits.HEADER);
        }
        if (payload > rule.maxPayload()) {
            throw new IllegalArgumentException("payload of " + payload + " bytes, at most " + rule.maxPayload());
        }
    }
}
