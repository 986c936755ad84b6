package org.wayray.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VarintReaderTest {
    @Test
    void numbersComeBackWhateverThePieces() throws Exception {
        Random random = new Random(4);
        List<Integer> numbers = new ArrayList<>(List.of(0, 1, 127, 128, Integer.MAX_VALUE));
        for (int i = 0; i < 1000; i++) {
            numbers.add(random.nextInt() >>> 1 + random.nextInt(31));
        }
        ByteBuf wire = Unpooled.buffer();
        for (int number : numbers) {
            ByteBuf one = TransferStream.varint(UnpooledByteBufAllocator.DEFAULT, number);
            wire.writeBytes(one);
            one.release();
        }
        List<Integer> read = new ArrayList<>();
        var reader = new VarintReader();
        while (wire.isReadable()) {
            ByteBuf piece = wire.readSlice(Math.min(wire.readableBytes(), 1 + random.nextInt(7)));
            for (OptionalInt next = reader.read(piece); next.isPresent(); next = reader.read(piece)) {
                read.add(next.getAsInt());
            }
        }
        assertThat(read).isEqualTo(numbers);
    }

    @Test
    void anyBytesAreNumbersOfThirtyOneBitsOrABreach() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(12)];
            random.nextBytes(bytes);
            ByteBuf wire = Unpooled.wrappedBuffer(bytes);
            var reader = new VarintReader();
            try {
                for (OptionalInt next = reader.read(wire); next.isPresent(); next = reader.read(wire)) {
                    assertThat(next.getAsInt()).as("seed %d", seed).isNotNegative();
                }
                assertThat(wire.isReadable()).as("seed %d", seed).isFalse();
            } catch (TransferStream.ProtocolBreach expected) {
                assertThat(expected).hasMessageContaining("31 bits");
            }
        }
    }

    @Test
    void aNumberWithoutEndIsABreach() {
        ByteBuf endless = Unpooled.wrappedBuffer(new byte[] {-128, -128, -128, -128, -128});
        assertThatThrownBy(() -> new VarintReader().read(endless)).isInstanceOf(TransferStream.ProtocolBreach.class);
    }
}
