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
        var found = Objects.requireNonNull(finder.find(now, before, new PixelRect(40, 20, 500, 400)));
        var copied = copy(before);
        copied.copyWithin(found);
        assertThat(copied.pixels()).isEqualTo(now.pixels());
    }

    @Test
    void whatChangedBesidesDoesNotKeepTheRestFromBeingFound() {
        var map = TestPictures.of(Kind.PHOTO, 1300, 820, new Random(7));
        var before = new Framebuffer(1280, 800);
        var now = new Framebuffer(1280, 800);
        shift(map, before, new PixelRect(0, 0, 1280, 800), 0, 0);
        shift(map, now, new PixelRect(4, 2, 1280, 800), -4, -2);
        for (int x = 0; x < 200; x += 8) {
            now.fill(x, 0, 8, 16, x * 12345 | 0xFF000000);
            now.fill(1080 + x, 784, 8, 16, x * 54321 | 0xFF000000);
        }
        assertThat(finder.find(now, before, now.bounds()))
                .isEqualTo(new PixelCopy(new PixelRect(0, 0, 1276, 798), 4, 2));
        assertThat(finder.findAsLast(now, before, now.bounds()))
                .isEqualTo(new PixelCopy(new PixelRect(0, 0, 1276, 798), 4, 2));
    }

    @Test
    void aWindowIsFoundToThePixelHoweverItIsDragged() {
        var photo = TestPictures.of(Kind.PHOTO, 640, 480, new Random(2));
        var window = TestPictures.of(Kind.TEXT, 640, 480, new Random(3));
        window.fill(100, 100, 200, 20, 0xFF123456);
        var now = copy(photo);
        shift(window, now, new PixelRect(100, 100, 200, 150), 0, 0);
        int atX = 100;
        int atY = 100;
        int[][] ways = {{17, -9}, {18, -8}, {17, -7}, {-30, 40}, {-29, 41}, {0, 1}, {1, 1}};
        for (int[] way : ways) {
            var before = now;
            now = copy(photo);
            shift(window, now, new PixelRect(100, 100, 200, 150), atX - 100 + way[0], atY - 100 + way[1]);
            var old = new PixelRect(atX, atY, 200, 150);
            atX += way[0];
            atY += way[1];
            var fresh = new PixelRect(atX, atY, 200, 150);
            var area = PixelRect.ofEdges(
                    Math.min(old.x(), fresh.x()),
                    Math.min(old.y(), fresh.y()),
                    Math.max(old.right(), fresh.right()),
                    Math.max(old.bottom(), fresh.bottom()));
            var found = Objects.requireNonNull(finder.find(now, before, area));
            assertThat(fresh.contains(found.to())).isTrue();
            var copied = copy(before);
            copied.copyWithin(found);
            assertThat(differences(cut(copied, fresh), cut(now, fresh))).isLessThanOrEqualTo(200);
        }
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

    private static Framebuffer cut(Framebuffer picture, PixelRect part) {
        var result = new Framebuffer(part.width(), part.height());
        shift(picture, result, part, -part.x(), -part.y());
        return result;
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
