package org.wayray.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wayray.codec.TestPictures.Kind;

final class RegionCodecTest {
    private final RegionEncoder encoder = new RegionEncoder();
    private final RegionDecoder decoder = new RegionDecoder();
    private final PayloadBuffer out = new PayloadBuffer(16);

    @AfterEach
    void close() {
        encoder.close();
        decoder.close();
    }

    @Test
    void everyPictureComesBackAsItWas() throws CodecException {
        var seen = EnumSet.noneOf(Coding.class);
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            Kind kind = Kind.values()[seed % Kind.values().length];
            Framebuffer picture = TestPictures.of(kind, 1 + random.nextInt(300), 1 + random.nextInt(120), random);
            PixelRect rect = TestPictures.inside(picture.bounds(), random);
            Framebuffer expected = TestPictures.of(Kind.NOISE, picture.width(), picture.height(), random);
            var actual =
                    new Framebuffer(expected.pixels().clone(), expected.stride(), expected.width(), expected.height());
            expected.copyFrom(picture, rect.x(), rect.y(), rect.width(), rect.height());

            out.clear();
            Coding coding = encoder.encode(picture, rect, out);
            decoder.decode(coding, out.asByteBuffer(), rect, actual);

            assertThat(actual.pixels())
                    .as("seed %d, %s, %s", seed, kind, coding)
                    .isEqualTo(expected.pixels());
            assertThat((long) out.size()).as("seed %d", seed).isLessThanOrEqualTo(3 * rect.area());
            seen.add(coding);
        }
        assertThat(seen)
                .as("every coding that stands alone")
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.of(Coding.COPY, Coding.H264, Coding.KEPT)));
    }

    @Test
    void aFlatBlockIsThreeBytes() {
        var picture = new Framebuffer(256, 256);
        picture.fill(0, 0, 256, 256, 0xFF123456);
        assertThat(encoder.encode(picture, picture.bounds(), out)).isEqualTo(Coding.FILL);
        assertThat(out.asByteBuffer()).isEqualTo(ByteBuffer.wrap(new byte[] {0x12, 0x34, 0x56}));
    }

    @Test
    void aLetterIsSmallerThanItsPalette() {
        var picture = new Framebuffer(8, 16);
        picture.fill(0, 0, 8, 16, 0xFFFFFFFF);
        for (int i = 0; i < 8; i++) {
            picture.fill(i, 2 + i, 1, 2, 0xFF000000);
            picture.fill(i, 4 + i, 1, 1, 0xFF000000 | (30 * i) * 0x010101);
            picture.fill(7 - i, 4 + i, 1, 1, 0xFF000000 | (20 * i) * 0x010101);
        }
        assertThat(encoder.encode(picture, picture.bounds(), out)).isEqualTo(Coding.PALETTE_RANGE);
        assertThat(out.size()).isLessThan(60);
    }

    @Test
    void bytesInMemoryOutsideTheHeapAreDecodedToo() throws CodecException {
        Framebuffer picture = TestPictures.of(Kind.PHOTO, 50, 40, new Random(1));
        Coding coding = encoder.encode(picture, picture.bounds(), out);
        ByteBuffer direct = ByteBuffer.allocateDirect(out.size() + 2).position(1);
        direct.put(out.asByteBuffer()).flip().position(1);
        var decoded = new Framebuffer(50, 40);
        decoder.decode(coding, direct, picture.bounds(), decoded);
        assertThat(decoded.pixels()).isEqualTo(picture.pixels());
    }

    @Test
    void aRectangleOutsideThePictureIsRefused() {
        var picture = new Framebuffer(10, 10);
        ByteBuffer colour = ByteBuffer.allocate(3);
        for (PixelRect rect : new PixelRect[] {
            new PixelRect(-1, 0, 2, 2),
            new PixelRect(0, -1, 2, 2),
            new PixelRect(9, 0, 2, 2),
            new PixelRect(0, 9, 2, 2),
            new PixelRect(Integer.MAX_VALUE - 1, 0, 1, 1),
            PixelRect.EMPTY
        }) {
            assertThatThrownBy(() -> decoder.decode(Coding.FILL, colour, rect, picture))
                    .isInstanceOf(CodecException.class);
        }
    }
}
