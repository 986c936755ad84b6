package org.wayray.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes themselves, as docs/protocol/codings.md shows them: white, 4x2, but for the second pixel. */
final class FormatTest {
    private final Framebuffer picture = new Framebuffer(4, 2);
    private final byte[] planes = new byte[24];

    FormatTest() {
        picture.fill(0, 0, 4, 2, 0xFFFFFFFF);
        picture.fill(1, 0, 1, 1, 0xFF102030);
    }

    @Test
    void fewColoursInFewPixels() throws CodecException {
        var out = new PayloadBuffer(16);
        try (var encoder = new RegionEncoder()) {
            assertThat(encoder.encode(picture, picture.bounds(), out)).isEqualTo(Coding.PALETTE_RANGE);
        }
        assertThat(out.asByteBuffer()).isEqualTo(ByteBuffer.wrap(bytes("010fa030ffffffc4c0")));
        assertThatDecoding(Coding.PALETTE_RANGE, "010fa030ffffffc4c0");
    }

    @Test
    void paletteWithZstd() throws CodecException {
        assertThatDecoding(Coding.PALETTE_ZSTD, "01 ffffff 102030 0000 110000 4000");
    }

    @Test
    void rawPixels() throws CodecException {
        assertThatDecoding(Coding.RAW, "ffffff 102030 ffffff ffffff ffffff ffffff ffffff ffffff");
    }

    @Test
    void planes() throws CodecException {
        ColourPlanes.split(picture, 0, 0, 4, 2, planes);
        assertThat(planes).isEqualTo(bytes("ff20ffffffffffff 00f0000000000000 0010000000000000"));
        assertThatDecoding(Coding.PLANES_ZSTD, "0000 a5000068ff20ff00f0001000000000000002 0060c60586");
    }

    @Test
    void deltas() throws CodecException {
        ColourPlanes.splitDeltas(picture, 0, 0, 4, 2, planes);
        assertThat(planes).isEqualTo(bytes("ff21df0000000000 00f0100000000000 0010f00000000000"));
        assertThatDecoding(Coding.DELTAS_ZSTD, "0000 ad000070ff21df00f0100010f000000000000200 40c60588");
    }

    @Test
    void theNumbersStay() {
        assertThat(Coding.values()).extracting(Coding::number).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    private void assertThatDecoding(Coding coding, String hex) throws CodecException {
        var decoded = new Framebuffer(4, 2);
        try (var decoder = new RegionDecoder()) {
            decoder.decode(coding, ByteBuffer.wrap(bytes(hex)), decoded.bounds(), decoded);
        }
        assertThat(decoded.pixels()).isEqualTo(picture.pixels());
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
