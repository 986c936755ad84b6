package org.wayray.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wayray.codec.TestPictures.Kind;

/** Bytes that nobody encoded: a decoder may refuse them, and may do nothing else but write inside its rectangle. */
final class RegionDecoderFuzzTest {
    private static final int UNTOUCHED = 0x00ABCDEF;

    private final RegionDecoder decoder = new RegionDecoder();
    private final Framebuffer picture = new Framebuffer(160, 120);
    private final int[] untouched = new int[160 * 120];
    private int decoded;
    private int refused;

    RegionDecoderFuzzTest() {
        Arrays.fill(untouched, UNTOUCHED);
    }

    @AfterEach
    void close() {
        decoder.close();
    }

    @Test
    void randomBytes() {
        for (int seed = 0; seed < 1500; seed++) {
            var random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 12 : 600)];
            random.nextBytes(bytes);
            decode(Coding.values()[seed % Coding.values().length], bytes, random, seed);
        }
        assertThat(refused).isPositive();
    }

    @Test
    void validBytesWithDamage() {
        var out = new PayloadBuffer(16);
        try (var encoder = new RegionEncoder()) {
            for (int seed = 0; seed < 1500; seed++) {
                var random = new Random(seed);
                Framebuffer source = TestPictures.of(Kind.values()[seed % Kind.values().length], 120, 80, random);
                PixelRect rect = TestPictures.inside(source.bounds(), random);
                out.clear();
                Coding coding = encoder.encode(source, rect, out);
                byte[] bytes = Arrays.copyOf(out.bytes(), Math.max(0, out.size() + random.nextInt(5) - 3));
                for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
                    bytes[random.nextInt(random.nextBoolean() ? bytes.length : Math.min(8, bytes.length))] ^=
                            (byte) (1 << random.nextInt(8));
                }
                decodeInto(coding, bytes, rect.translated(random.nextInt(40), random.nextInt(40)), seed);
            }
        }
        assertThat(refused).isPositive();
        assertThat(decoded).isPositive();
    }

    @Test
    void aBombIsRefusedBeforeItGrows() {
        byte[] zeros = new byte[1 << 20];
        try (var zstd = new ZstdCompressCtx()) {
            ZstdFormat.configure(zstd, 1);
            byte[] bomb = new byte[1 << 12];
            int length = zstd.compressByteArray(bomb, 0, bomb.length, zeros, 0, zeros.length);
            decodeInto(Coding.PLANES_ZSTD, Arrays.copyOf(bomb, length), new PixelRect(3, 4, 5, 6), 0);
        }
        assertThat(refused).isEqualTo(1);
    }

    @Test
    void aRangeCodedRegionThatWouldTakeLongIsRefused() {
        var large = new Framebuffer(300, 300);
        assertThatThrownBy(() -> decoder.decode(Coding.PALETTE_RANGE, ByteBuffer.allocate(9), large.bounds(), large))
                .isInstanceOf(CodecException.class);
    }

    private void decode(Coding coding, byte[] bytes, Random random, int seed) {
        decodeInto(coding, bytes, TestPictures.inside(picture.bounds(), random), seed);
    }

    private void decodeInto(Coding coding, byte[] bytes, PixelRect rect, int seed) {
        Arrays.fill(picture.pixels(), UNTOUCHED);
        try {
            decoder.decode(coding, ByteBuffer.wrap(bytes), rect, picture);
            decoded++;
        } catch (CodecException e) {
            refused++;
        } catch (RuntimeException e) {
            fail("seed " + seed + ", " + coding + ", " + rect, e);
        }
        picture.fill(rect.x(), rect.y(), rect.width(), rect.height(), UNTOUCHED);
        if (!Arrays.equals(picture.pixels(), untouched)) {
            fail("seed " + seed + ", " + coding + " wrote outside " + rect);
        }
    }
}
