package org.wayray.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wayray.protocol.v1.CursorImage;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Key;
import org.wayray.protocol.v1.Notice;
import org.wayray.protocol.v1.Region;
import org.wayray.protocol.v1.StageTimes;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

class EnvelopeCodecTest {
    private static final Envelope<ToSession> KEY = Envelope.of(
            Channel.INPUT,
            ToSession.newBuilder()
                    .setKey(Key.newBuilder().setCode(30).setPressed(true).setTimeMs(1000))
                    .build());

    @Test
    void aKeyIsElevenBytes() {
        assertThat(hex(Direction.TO_SESSION, KEY)).isEqualTo("09 00 22 07 08 1e 10 01 18 e8 07");
    }

    @Test
    void aPayloadFollowsTheHeaderAsItIs() {
        var image = new Envelope<>(
                Channel.CURSOR,
                ToViewer.newBuilder()
                        .setCursorImage(CursorImage.newBuilder().setWidth(1).setHeight(1))
                        .build(),
                ByteBuffer.wrap(new byte[] {1, 2, 3, (byte) 0xff}));
        assertThat(hex(Direction.TO_VIEWER, image)).isEqualTo("06 04 42 04 18 01 20 01 01 02 03 ff");
    }

    @Test
    void theHeaderOfATypedCharacterIsSmall() {
        var frame = ToViewer.newBuilder()
                .setFrame(Frame.newBuilder()
                        .setSerial(100_000)
                        .setWidth(1920)
                        .setHeight(1080)
                        .setTimes(StageTimes.newBuilder()
                                .setWaitUs(900)
                                .setCaptureUs(80)
                                .setEncodeUs(120))
                        .addRegions(Region.newBuilder()
                                .setX(800)
                                .setY(600)
                                .setWidth(16)
                                .setHeight(20)
                                .setCoding(Region.Coding.PALETTE_ZSTD)
                                .setLength(90)))
                .build();
        assertThat(frame.getSerializedSize()).isLessThanOrEqualTo(48);
    }

    @Test
    void anyPiecesGiveTheSameMessages() throws Exception {
        List<Envelope<ToViewer>> sent = List.of(
                display(1, 0), display(2, 1), display(3, 200_000), display(4, 0), display(5, 65_536), display(6, 7));
        ByteBuffer wire = ByteBuffer.allocate(300_000);
        var encoder = new EnvelopeEncoder<>(Direction.TO_VIEWER);
        for (Envelope<ToViewer> envelope : sent) {
            int before = wire.position();
            encoder.encode(envelope, wire);
            assertThat(wire.position() - before).isEqualTo(encoder.size(envelope));
            wire.put(EnvelopeEncoder.keepAlive());
        }
        wire.flip();
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<Envelope<ToViewer>> got = new ArrayList<>();
            var decoder = new EnvelopeDecoder<>(Direction.TO_VIEWER, Channel.DISPLAY);
            ByteBuffer rest = wire.duplicate();
            while (rest.hasRemaining()) {
                int piece = Math.min(rest.remaining(), 1 + random.nextInt(seed % 2 == 0 ? 3 : 30_000));
                decoder.decode(rest.slice(rest.position(), piece), got::add);
                rest.position(rest.position() + piece);
            }
            assertThat(got).as("seed %d", seed).isEqualTo(sent);
            assertThat(decoder.atBoundary()).isTrue();
        }
    }

    @Test
    void theEndWithinAMessageIsSeen() throws Exception {
        byte[] wire = bytes(Direction.TO_SESSION, KEY);
        for (int length = 1; length < wire.length; length++) {
            var decoder = new EnvelopeDecoder<>(Direction.TO_SESSION, Channel.INPUT);
            decoder.decode(ByteBuffer.wrap(wire, 0, length), envelope -> {});
            assertThat(decoder.atBoundary()).isFalse();
        }
    }

    @Test
    void aReceivedPayloadIsAHeapBufferOfItsOwn() throws Exception {
        List<Envelope<ToViewer>> got = new ArrayList<>();
        new EnvelopeDecoder<>(Direction.TO_VIEWER, Channel.DISPLAY)
                .decode(ByteBuffer.wrap(bytes(Direction.TO_VIEWER, display(1, 100))), got::add);
        ByteBuffer payload = got.getFirst().payload();
        assertThat(payload.hasArray()).isTrue();
        assertThat(payload.remaining()).isEqualTo(100);
        assertThat(payload.array()).hasSize(100);
    }

    @Test
    void claimedLengthsSetNoMemoryAside() throws Exception {
        // 64 MiB are within the limit; a hundred streams that claim them and send nothing must cost next to nothing
        List<EnvelopeDecoder<ToViewer>> decoders = new ArrayList<>();
        byte[] header = display(1, 0).message().toByteArray();
        ByteBuffer wire = ByteBuffer.allocate(100)
                .put((byte) header.length)
                .put(HexFormat.of().parseHex("80808020"))
                .put(header)
                .put((byte) 1)
                .flip();
        for (int i = 0; i < 100; i++) {
            var decoder = new EnvelopeDecoder<>(Direction.TO_VIEWER, Channel.DISPLAY);
            decoder.decode(wire.duplicate(), envelope -> {});
            decoders.add(decoder);
        }
        assertThat(decoders).noneMatch(EnvelopeDecoder::atBoundary);
    }

    @Test
    void whatIsWrongIsSaid() {
        assertViolation(
                Channel.CONTROL, "818004", "a header of 65537 bytes on CONTROL where at most 65536 are allowed");
        assertViolation(
                Channel.CONTROL,
                "0181808020",
                "a payload of 67108865 bytes on CONTROL where at most 67108864 are allowed");
        assertViolation(Channel.CONTROL, "8080808080", "a length on CONTROL of more than five bytes");
        assertViolation(Channel.CONTROL, "0001", "a message of a kind that version 1 does not have");
        assertViolation(Channel.CONTROL, "0300f2010101", "a header on CONTROL that is not a message");
        assertViolation(Channel.CONTROL, "04009a060100", "a message of a kind that version 1 does not have");
        assertViolation(Channel.CONTROL, "02002200", "a message on CONTROL that belongs on INPUT");
        assertViolation(Channel.INPUT, "02012200", "a payload of 1 bytes on INPUT where at most 0 are allowed");
    }

    @Test
    void theSendersMistakesAreItsOwn() {
        var encoder = new EnvelopeEncoder<>(Direction.TO_VIEWER);
        assertThatThrownBy(() -> encoder.size(Envelope.of(Channel.CONTROL, ToViewer.getDefaultInstance())))
                .isInstanceOf(IllegalArgumentException.class);
        var notice = ToViewer.newBuilder()
                .setNotice(Notice.newBuilder().setText("x".repeat(70_000)))
                .build();
        assertThatThrownBy(() -> encoder.size(Envelope.of(Channel.DISPLAY, notice)))
                .hasMessage("message belongs on CONTROL, not on DISPLAY");
        assertThatThrownBy(() -> encoder.size(Envelope.of(Channel.CONTROL, notice)))
                .hasMessageContaining("at most 65536");
        assertThatThrownBy(() -> encoder.size(new Envelope<>(
                        Channel.CURSOR,
                        ToViewer.newBuilder()
                                .setCursorImage(CursorImage.getDefaultInstance())
                                .build(),
                        ByteBuffer.allocate(Limits.CURSOR_PAYLOAD + 1))))
                .hasMessageContaining("at most " + Limits.CURSOR_PAYLOAD);
    }

    private static void assertViolation(Channel channel, String wire, String message) {
        var decoder = new EnvelopeDecoder<>(Direction.TO_SESSION, channel);
        assertThatThrownBy(() -> decoder.decode(ByteBuffer.wrap(HexFormat.of().parseHex(wire)), envelope -> {}))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageStartingWith(message);
    }

    private static Envelope<ToViewer> display(int serial, int payload) {
        byte[] pixels = new byte[payload];
        new Random(serial).nextBytes(pixels);
        return new Envelope<>(
                Channel.DISPLAY,
                ToViewer.newBuilder()
                        .setFrame(Frame.newBuilder().setSerial(serial))
                        .build(),
                ByteBuffer.wrap(pixels));
    }

    private static <M extends com.google.protobuf.MessageLite> byte[] bytes(
            Direction<M> direction, Envelope<M> envelope) {
        var encoder = new EnvelopeEncoder<>(direction);
        ByteBuffer bytes = ByteBuffer.allocate(encoder.size(envelope));
        encoder.encode(envelope, bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        return bytes.array();
    }

    private static <M extends com.google.protobuf.MessageLite> String hex(
            Direction<M> direction, Envelope<M> envelope) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes(direction, envelope));
    }
}
