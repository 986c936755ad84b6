package org.wayray.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wayray.codec.TestPictures.Kind;

/** Moved pixels: found to the pixel, copied however source and target overlap, and decoded within bounds. */
final class CopyFinderTest {
    private final CopyFinder finder = new CopyFinder();

    @Test
    void aScrolledTextIsFoundWhole() {
        var before = TestPictures.of(Kind.TEXT, 640, 480, new Random(1));
        var now = copy(before);
        now.copyWithin(new PixelCopy(new PixelRect(40, 20, 500, 400), 40, 33));
        var found = finder.find(now, before, new PixelRect(40, 20, 500, 400));
        assertThat(found).isEqualTo(new PixelCopy(new PixelRect(40, 20, 500, 400), 40, 33));
    }

    @Test
    void aDraggedWindowIsFoundInAllThatChanged() {
        var before = TestPictures.of(Kind.PHOTO, 640, 480, new Random(2));
        var window = TestPictures.of(Kind.TEXT, 640, 480, new Random(3));
        before.copyFrom(window, 100, 100, 200, 150);
        var now = TestPictures.of(Kind.PHOTO, 640, 480, new Random(2));
        shift(window, now, new PixelRect(100, 100, 200, 150), 17, -9);
        var found = Objects.requireNonNull(finder.find(now, before, new PixelRect(100, 91, 217, 159)));
        assertThat(found.to().x() - found.fromX()).isEqualTo(17);
        assertThat(found.to().y() - found.fromY()).isEqualTo(-9);
        assertThat(found.to().intersection(new PixelRect(117, 91, 200, 150)).area())
                .isGreaterThan(200 * 150 * 9 / 10);
    }

    @Test
    void newContentIsNotMistakenForMoved() {
        var before = TestPictures.of(Kind.PHOTO, 320, 240, new Random(4));
        var now = TestPictures.of(Kind.PHOTO, 320, 240, new Random(5));
        assertThat(finder.find(now, before, before.bounds())).isNull();
        var flat = new Framebuffer(320, 240);
        var other = new Framebuffer(320, 240);
        other.fill(0, 0, 320, 240, 0xff00ff00);
        assertThat(finder.find(other, flat, flat.bounds())).isNull();
    }

    @Test
    void whateverIsFoundIsTrueForMostOfIt() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var kind = Kind.values()[random.nextInt(Kind.values().length)];
            var before = TestPictures.of(kind, 64 + random.nextInt(300), 64 + random.nextInt(200), random);
            var now = copy(before);
            var from = TestPictures.inside(before.bounds(), random);
            int byX = random.nextInt(61) - 30;
            int byY = random.nextInt(61) - 30;
            var to = from.translated(byX, byY).intersection(before.bounds());
            if (!to.isEmpty()) {
                now.copyWithin(new PixelCopy(to, to.x() - byX, to.y() - byY));
            }
            var found = finder.find(now, before, before.bounds());
            if (found != null) {
                assertThat(before.bounds().contains(found.to()))
                        .as("seed %d", seed)
                        .isTrue();
                assertThat(before.bounds().contains(found.from()))
                        .as("seed %d", seed)
                        .isTrue();
                var copied = copy(before);
                copied.copyWithin(found);
                assertThat(differences(copied, now)).as("seed %d", seed).isLessThan(differences(before, now));
            }
        }
    }

    @Test
    void copiesMayOverlapInEveryDirection() throws CodecException {
        try (var decoder = new RegionDecoder()) {
            for (int byX = -5; byX <= 5; byX += 5) {
                for (int byY = -5; byY <= 5; byY += 5) {
                    var source = TestPictures.of(Kind.NOISE, 40, 30, new Random(6));
                    var expected = copy(source);
                    shift(source, expected, new PixelRect(10, 10, 20, 12), byX, byY);
                    var actual = copy(source);
                    var payload = ByteBuffer.wrap(new byte[] {0, 10, 0, 10});
                    decoder.decode(Coding.COPY, payload, new PixelRect(10 + byX, 10 + byY, 20, 12), actual);
                    assertThat(actual.pixels()).isEqualTo(expected.pixels());
                }
            }
        }
    }

    @Test
    void aCopyFromOutsideIsRefused() {
        try (var decoder = new RegionDecoder()) {
            var picture = new Framebuffer(40, 30);
            for (byte[] payload : new byte[][] {{0, 21, 0, 0}, {0, 0, 0, 19}, {-1, -1, -1, -1}, {0, 0, 0}, {}}) {
                assertThatThrownBy(() -> decoder.decode(
                                Coding.COPY, ByteBuffer.wrap(payload), new PixelRect(0, 0, 20, 12), picture))
                        .isInstanceOf(CodecException.class);
            }
        }
    }

    private static Framebuffer copy(Framebuffer picture) {
        return new Framebuffer(picture.pixels().clone(), picture.stride(), picture.width(), picture.height());
    }

    /** Paints a part of one picture into another, somewhere else. */
    private static void shift(Framebuffer source, Framebuffer into, PixelRect from, int byX, int byY) {
        for (int y = from.y(); y < from.bottom(); y++) {
            System.arraycopy(
                    source.pixels(),
                    source.index(from.x(), y),
                    into.pixels(),
                    into.index(from.x() + byX, y + byY),
                    from.width());
        }
    }

    private static long differences(Framebuffer one, Framebuffer other) {
        long count = 0;
        for (int i = 0; i < one.pixels().length; i++) {
            count += one.pixels()[i] != other.pixels()[i] ? 1 : 0;
        }
        return count;
    }
}
