package org.wayray.codec.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wayray.codec.CodecException;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PayloadBuffer;

/** Bytes that nobody encoded: they may be refused, and may do nothing else but change the pixels of their rectangle. */
final class VideoStreamsFuzzTest {
    private static final int UNTOUCHED = 0x00ABCDEF;
    private static final int X = 20;
    private static final int Y = 10;

    private final Framebuffer picture = new Framebuffer(160, 120);
    private final int[] untouched = new int[160 * 120];
    private int decoded;
    private int refused;

    VideoStreamsFuzzTest() {
        Arrays.fill(untouched, UNTOUCHED);
    }

    @Test
    void randomBytes() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 12 : 3000)];
            random.nextBytes(bytes);
            if (bytes.length > 7) {
                // what begins like a stream comes further
                System.arraycopy(
                        new byte[] {0, 1, 0, 0, 1, (byte) (random.nextBoolean() ? 0x67 : 0x65)}, 0, bytes, 0, 6);
            }
            try (var streams = new VideoStreams()) {
                decode(streams, bytes, 64, 48, seed);
            }
        }
        assertThat(refused).isPositive();
        assertThat(decoded).isZero();
    }

    @Test
    void streamsWithDamage() throws Exception {
        List<byte[]> stream = film(64, 48, VideoQuality.of(24), 12);
        List<byte[]> thrifty = film(64, 48, VideoQuality.of(24).within(2000), 12);
        List<byte[]> otherSize = film(80, 32, VideoQuality.of(24), 12);
        for (int seed = 0; seed < 400; seed++) {
            var random = new Random(seed);
            var source = random.nextBoolean() ? stream : thrifty;
            try (var streams = new VideoStreams()) {
                for (int i = 0; i < source.size(); i++) {
                    byte[] bytes = damaged(source, otherSize, i, random);
                    decode(streams, bytes, 64, 48, seed);
                }
            }
        }
        assertThat(refused).isPositive();
        assertThat(decoded).isPositive();
    }

    private static byte[] damaged(List<byte[]> source, List<byte[]> otherSize, int i, Random random) {
        byte[] bytes = source.get(i).clone();
        switch (random.nextInt(8)) {
            case 0 -> {
                for (int n = 1 + random.nextInt(4); n > 0; n--) {
                    bytes[2 + random.nextInt(bytes.length - 2)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 1 -> {
                // in the parameter sets, where sizes and limits are
                bytes[2 + random.nextInt(Math.min(40, bytes.length - 2))] ^= (byte) (1 << random.nextInt(8));
            }
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 3 -> bytes = source.get(random.nextInt(source.size())).clone();
            case 4 -> bytes = otherSize.get(random.nextBoolean() ? 0 : i).clone();
            case 5 -> {
                // two pictures as one
                byte[] more = source.get(random.nextInt(source.size()));
                int length = bytes.length;
                bytes = Arrays.copyOf(bytes, length + more.length - 2);
                System.arraycopy(more, 2, bytes, length, more.length - 2);
            }
            default -> {
                // as it was
            }
        }
        return bytes;
    }

    private void decode(VideoStreams streams, byte[] bytes, int width, int height, int seed) {
        Arrays.fill(picture.pixels(), UNTOUCHED);
        try {
            streams.decode(ByteBuffer.wrap(bytes), X, Y, width, height, picture);
            decoded++;
        } catch (CodecException e) {
            refused++;
            if (!Arrays.equals(picture.pixels(), untouched)) {
                fail("seed " + seed + " wrote and refused");
            }
        } catch (RuntimeException e) {
            fail("seed " + seed, e);
        }
        picture.fill(X, Y, width, height, UNTOUCHED);
        if (!Arrays.equals(picture.pixels(), untouched)) {
            fail("seed " + seed + " wrote outside its rectangle");
        }
    }

    private static List<byte[]> film(int width, int height, VideoQuality quality, int length) throws VideoException {
        var film = new TestFilm(width, height, 9);
        var payloads = new ArrayList<byte[]>();
        var out = new PayloadBuffer(16);
        try (var stream = new VideoStream(0, VideoEncoders.probe().open(width, height))) {
            for (int i = 0; i < length; i++) {
                out.clear();
                stream.encode(film.picture(i), 0, 0, quality, false, out);
                payloads.add(Arrays.copyOf(out.bytes(), out.size()));
            }
        }
        return payloads;
    }
}
