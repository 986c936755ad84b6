package org.wayray.protocol;

import com.google.protobuf.MessageLite;
import java.nio.ByteBuffer;

/**
 * A message on its way: which channel, the message, and the raw bytes behind it.
 *
 * <p>Whoever sends an envelope lends its payload until {@code send} returns and may use the memory again from then on. Whoever
 * receives one owns the payload, a heap buffer of its own. Position to limit is what counts; neither is changed by this project's
 * own code that reads an envelope.
 *
 * @param channel the channel that the direction's table names for this message
 * @param message the message; one case of its {@code oneof} is set
 * @param payload the bytes behind it; empty for most messages
 * @param <M> the direction's top-level message
 */
public record Envelope<M extends MessageLite>(Channel channel, M message, ByteBuffer payload) {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    /** A message without payload. */
    public static <M extends MessageLite> Envelope<M> of(Channel channel, M message) {
        return new Envelope<>(channel, message, EMPTY);
    }
}
