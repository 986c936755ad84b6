package org.wayray.transport;

import io.netty.buffer.ByteBuf;
import java.util.OptionalInt;

/** Reads varints of at most 31 bits from pieces of any size. Confined to one thread. */
final class VarintReader {
    private static final int MOST_BITS = 28;

    private long value;
    private int bits;

    /**
     * Reads on.
     *
     * @return the number once its last byte is there
     * @throws TransferStream.ProtocolBreach if it is larger than 2^31 - 1
     */
    OptionalInt read(ByteBuf from) throws TransferStream.ProtocolBreach {
        while (from.isReadable()) {
            byte next = from.readByte();
            value |= (long) (next & 0x7f) << bits;
            if (value > Integer.MAX_VALUE || (next < 0 && bits >= MOST_BITS)) {
                throw new TransferStream.ProtocolBreach("a number on a transfer of more than 31 bits");
            }
            if (next >= 0) {
                int whole = (int) value;
                value = 0;
                bits = 0;
                return OptionalInt.of(whole);
            }
            bits += 7;
        }
        return OptionalInt.empty();
    }
}
