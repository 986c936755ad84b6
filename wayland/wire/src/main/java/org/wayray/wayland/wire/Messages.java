package org.wayray.wayland.wire;

import java.util.List;

/**
 * All messages of one direction of an interface: the requests or the events. Their place in the list is the opcode.
 * Immutable, safe for every thread.
 *
 * @param <M> the sealed type of the messages
 */
public final class Messages<M> {

    /** Makes a message from its arguments on the wire. */
    @FunctionalInterface
    public interface Decoder<M> {
        /**
         * Reads the arguments of the message with this opcode, which is known to be one of the list.
         *
         * @throws WireException when the bytes do not hold them
         */
        M decode(int opcode, MessageReader in) throws WireException;
    }

    /** Writes a message: its opcode, then its arguments. */
    @FunctionalInterface
    public interface Encoder<M> {
        /** Writes {@code message}. */
        void encode(M message, MessageWriter out);
    }

    private static final Messages<NoMessage> NONE = new Messages<>(
            (opcode, in) -> {
                throw new WireException("no such opcode: " + opcode);
            },
            (message, out) -> {
                throw new IllegalArgumentException("There is no message to send");
            });

    private final Decoder<? extends M> decoder;
    private final Encoder<? super M> encoder;
    private final List<MessageType> types;

    /** A direction with the given messages, in the order of their opcodes. */
    public Messages(Decoder<? extends M> decoder, Encoder<? super M> encoder, MessageType... types) {
        this.decoder = decoder;
        this.encoder = encoder;
        this.types = List.of(types);
    }

    /** A direction without messages. */
    public static Messages<NoMessage> none() {
        return NONE;
    }

    /** How many messages there are; opcodes are below it. */
    public int count() {
        return types.size();
    }

    /** The description of the message with this opcode. */
    public MessageType type(int opcode) {
        return types.get(opcode);
    }

    /** All descriptions, in the order of their opcodes. */
    public List<MessageType> types() {
        return types;
    }

    /**
     * Reads the arguments of a message. {@link MessageReader#check} comes first: it makes sure that they are all there
     * and valid.
     *
     * @throws WireException when the bytes do not hold the arguments
     */
    public M decode(int opcode, MessageReader in) throws WireException {
        return decoder.decode(opcode, in);
    }

    /** Writes {@code message}, between the writer's {@code begin} and {@code end}. */
    public void encode(M message, MessageWriter out) {
        encoder.encode(message, out);
    }
}
