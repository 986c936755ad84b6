package org.wayray.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.MessageLite;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.PointerMotion;
import org.wayray.protocol.v1.Screen;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/** Whatever bytes come, a decoder gives valid envelopes or a {@link ProtocolViolation}, and never more than the limits allow. */
class EnvelopeDecoderFuzzTest {
    @FuzzTest
    void anyBytesGiveMessagesOrAViolation(FuzzedDataProvider data) {
        Channel channel = data.pickValue(Channel.values());
        boolean toViewer = data.consumeBoolean();
        int piece = data.consumeInt(1, 5000);
        byte[] bytes = data.consumeRemainingAsBytes();
        if (toViewer) {
            check(Direction.TO_VIEWER, channel, bytes, piece);
        } else {
            check(Direction.TO_SESSION, channel, bytes, piece);
        }
    }

    @Test
    void damagedMessagesGiveMessagesOrAViolation() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            byte[] wire = seed(round % 2 == 0);
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                wire[random.nextInt(wire.length)] = (byte) random.nextInt();
            }
            try {
                for (Channel channel : Channel.OPENED) {
                    int piece = 1 + random.nextInt(wire.length);
                    if (round % 2 == 0) {
                        check(Direction.TO_VIEWER, channel, wire, piece);
                    } else {
                        check(Direction.TO_SESSION, channel, wire, piece);
                    }
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }

    private static <M extends MessageLite> void check(
            Direction<M> direction, Channel channel, byte[] bytes, int piece) {
        var decoder = new EnvelopeDecoder<>(direction, channel);
        List<Envelope<M>> got = new ArrayList<>();
        try {
            for (int from = 0; from < bytes.length; from += piece) {
                decoder.decode(ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from)), got::add);
            }
        } catch (ProtocolViolation expected) {
            assertThat(expected).message().isNotBlank();
        }
        var encoder = new EnvelopeEncoder<>(direction);
        for (Envelope<M> envelope : got) {
            assertThat(envelope.channel()).isEqualTo(channel);
            // what was accepted is within what may be sent
            ByteBuffer again = ByteBuffer.allocate(encoder.size(envelope));
            encoder.encode(envelope, again);
        }
    }

    private static byte[] seed(boolean toViewer) {
        ByteBuffer wire = ByteBuffer.allocate(400);
        if (toViewer) {
            new EnvelopeEncoder<>(Direction.TO_VIEWER)
                    .encode(
                            new Envelope<>(
                                    Channel.DISPLAY,
                                    ToViewer.newBuilder()
                                            .setFrame(Frame.newBuilder().setSerial(7))
                                            .build(),
                                    ByteBuffer.allocate(50)),
                            wire);
        } else {
            var encoder = new EnvelopeEncoder<>(Direction.TO_SESSION);
            encoder.encode(
                    Envelope.of(
                            Channel.CONTROL,
                            ToSession.newBuilder()
                                    .setHello(Hello.newBuilder()
                                            .setMaxVersion(1)
                                            .addCapabilities("cursor")
                                            .addScreens(Screen.newBuilder()
                                                    .setId(3)
                                                    .setWidth(1920)
                                                    .setHeight(1080)
                                                    .setX(-1920)
                                                    .setName("HDMI-A-1"))
                                            .setViewerName("fuzz"))
                                    .build()),
                    wire);
            encoder.encode(
                    Envelope.of(
                            Channel.INPUT,
                            ToSession.newBuilder()
                                    .setPointerMotion(
                                            PointerMotion.newBuilder().setX(-5).setY(70_000))
                                    .build()),
                    wire);
        }
        byte[] bytes = new byte[wire.position()];
        wire.get(0, bytes);
        return bytes;
    }
}
