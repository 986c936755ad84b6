package org.wayray.codec.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wayray.codec.CodecException;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PayloadBuffer;

/** Both ends of the streams of a connection. */
final class VideoStreamsTest {
    private static final VideoQuality QUALITY = VideoQuality.of(20);

    private final TestFilm film = new TestFilm(64, 48, 1);
    private final VideoStreams streams = new VideoStreams();
    private final Framebuffer shown = new Framebuffer(200, 100);
    private final VideoStream stream = stream(3);

    @AfterEach
    void close() {
        stream.close();
        streams.close();
    }

    @Test
    void aPayloadIsNumberFlagsAndAccessUnit() throws Exception {
        byte[] first = next(0, false);
        assertThat(first).startsWith(3, 1, 0, 0, 0, 1, 0x67);
        assertThat(next(1, false)).startsWith(3, 0, 0, 0);
        assertThat(next(2, true)).startsWith(3, 1, 0, 0, 0, 1, 0x67);
    }

    @Test
    void aStreamMayMoveAboutThePicture() throws Exception {
        streams.decode(ByteBuffer.wrap(next(0, false)), 0, 0, 64, 48, shown);
        streams.decode(ByteBuffer.wrap(next(1, false)), 130, 50, 64, 48, shown);
        assertThat(likeness(film.picture(0), 0, 0)).isGreaterThan(34);
        assertThat(likeness(film.picture(1), 130, 50)).isGreaterThan(34);
    }

    @Test
    void streamsDoNotDisturbEachOther() throws Exception {
        try (var other = stream(15)) {
            var others = new TestFilm(64, 48, 2);
            for (int i = 0; i < 4; i++) {
                streams.decode(ByteBuffer.wrap(next(i, false)), 0, 0, 64, 48, shown);
                streams.decode(ByteBuffer.wrap(encode(other, others.picture(i), false)), 100, 0, 64, 48, shown);
            }
            assertThat(likeness(film.picture(3), 0, 0)).isGreaterThan(34);
            assertThat(likeness(others.picture(3), 100, 0)).isGreaterThan(34);
        }
    }

    @Test
    void afterALossAStreamRefusesUntilItStartsOver() throws Exception {
        streams.decode(ByteBuffer.wrap(next(0, false)), 0, 0, 64, 48, shown);
        byte[] damaged = next(1, false);
        assertRefused(Arrays.copyOf(damaged, 5), 0, 0, 64, 48);
        assertRefused(next(2, false), 0, 0, 64, 48);
        assertThat(likeness(film.picture(0), 0, 0)).isGreaterThan(34);
        streams.decode(ByteBuffer.wrap(next(3, true)), 0, 0, 64, 48, shown);
        streams.decode(ByteBuffer.wrap(next(4, false)), 0, 0, 64, 48, shown);
        assertThat(likeness(film.picture(4), 0, 0)).isGreaterThan(34);
    }

    @Test
    void aRegionWithoutItsNumberMayBeOfAnyStream() throws Exception {
        streams.decode(ByteBuffer.wrap(next(0, false)), 0, 0, 64, 48, shown);
        assertRefused(new byte[0], 0, 0, 64, 48);
        assertRefused(next(1, false), 0, 0, 64, 48);
    }

    @Test
    void whatNoStreamCanBeIsRefused() throws Exception {
        byte[] start = next(0, false);
        assertRefused(with(start, 0, 16), 0, 0, 64, 48);
        assertRefused(with(start, 1, 2), 0, 0, 64, 48);
        assertRefused(with(start, 1, 0), 0, 0, 64, 48);
        assertRefused(start, -1, 0, 64, 48);
        assertRefused(start, 137, 0, 64, 48);
        assertRefused(start, 0, 53, 64, 48);
        assertRefused(start, 0, 0, 0, 48);
        assertRefused(start, 0, 0, -64, -48);
        assertRefused(start, Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 48);
        // another size than the stream's
        assertRefused(start, 0, 0, 65, 48);
        assertRefused(start, 0, 0, 64, 46);
        assertRefused(start, 0, 0, 32, 24);
        streams.decode(ByteBuffer.wrap(start), 0, 0, 64, 48, shown);
        assertRefused(next(1, false), 0, 0, 48, 48);
    }

    @Test
    void allStreamsTogetherAreBounded() throws Exception {
        var large = new Framebuffer(4096, 2400);
        byte[] start = next(0, false);
        // refused for its size, before memory is set aside
        assertThatThrownBy(() -> streams.decode(ByteBuffer.wrap(start), 0, 0, 4096, 2400, large))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("pixels of video");
        assertThatThrownBy(() -> streams.decode(ByteBuffer.wrap(start), 0, 0, 4097, 16, new Framebuffer(5000, 16)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("pixels of video");
    }

    @Test
    void aStreamNeedsANumberThatThereIs() throws Exception {
        var encoders = VideoEncoders.probe();
        try (var encoder = encoders.open(64, 48)) {
            assertThatThrownBy(() -> new VideoStream(16, encoder)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new VideoStream(-1, encoder)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void assertRefused(byte[] payload, int x, int y, int width, int height) {
        assertThatThrownBy(() -> streams.decode(ByteBuffer.wrap(payload), x, y, width, height, shown))
                .isInstanceOf(CodecException.class);
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private byte[] next(int number, boolean startOver) throws VideoException {
        return encode(stream, film.picture(number), startOver);
    }

    private static byte[] encode(VideoStream stream, Framebuffer picture, boolean startOver) throws VideoException {
        var out = new PayloadBuffer(16);
        stream.encode(picture, 0, 0, QUALITY, startOver, out);
        return Arrays.copyOf(out.bytes(), out.size());
    }

    private double likeness(Framebuffer picture, int x, int y) {
        var part = new Framebuffer(64, 48);
        for (int row = 0; row < 48; row++) {
            System.arraycopy(shown.pixels(), shown.index(x, y + row), part.pixels(), part.index(0, row), 64);
        }
        return TestFilm.likeness(picture, part);
    }

    private static VideoStream stream(int number) {
        try {
            return new VideoStream(number, VideoEncoders.probe().open(64, 48));
        } catch (VideoException e) {
            throw new AssertionError(e);
        }
    }
}
