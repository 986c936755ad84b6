package org.wayray.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wayray.codec.CodecException;
import org.wayray.codec.Coding;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PayloadBuffer;
import org.wayray.codec.video.VideoEncoders;
import org.wayray.codec.video.VideoException;
import org.wayray.codec.video.VideoQuality;
import org.wayray.codec.video.VideoStream;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Region;

/** What a viewer lost does not spread by copies. */
class RemotePictureTest {
    private static final byte[] RED = {(byte) 0xff, 0, 0};
    private static final byte[] BLUE = {0, 0, (byte) 0xff};
    private static final byte[] NOTHING = {};
    private static final byte[] FROM_ORIGIN = {0, 0, 0, 0};

    private final RemotePicture picture = new RemotePicture(40, 10);

    RemotePictureTest() throws CodecException {}

    @AfterEach
    void close() {
        picture.close();
    }

    @Test
    void aCopyShowsWhatItsSourceShows() {
        assertThat(apply(Coding.FILL, 0, RED)).isTrue();
        assertThat(apply(Coding.COPY, 20, FROM_ORIGIN)).isTrue();
        assertThat(pixel(25)).isEqualTo(0xffff0000);
    }

    @Test
    void aCopyFromWhatWasLostIsLostTooUntilItIsSentAgain() {
        assertThat(apply(Coding.FILL, 0, RED)).isTrue();
        assertThat(apply(Coding.FILL, 0, new byte[1])).isFalse();
        assertThat(apply(Coding.COPY, 10, FROM_ORIGIN)).isFalse();
        assertThat(apply(Coding.COPY, 20, new byte[] {0, 10, 0, 0})).isFalse();
        assertThat(apply(Coding.FILL, 0, RED)).isTrue();
        assertThat(apply(Coding.COPY, 10, FROM_ORIGIN)).isTrue();
        assertThat(apply(Coding.COPY, 20, new byte[] {0, 10, 0, 0})).isTrue();
        assertThat(pixel(25)).isEqualTo(0xffff0000);
    }

    @Test
    void videoIsShownUntilAPictureOfItIsLostAndAgainWhenItStartsOver() throws Exception {
        picture.resize(40, 20);
        var red = new Framebuffer(16, 16);
        red.fill(0, 0, 16, 16, 0xffff0000);
        var green = new Framebuffer(16, 16);
        green.fill(0, 0, 16, 16, 0xff00ff00);
        try (var stream = new VideoStream(2, VideoEncoders.probe().open(16, 16))) {
            assertThat(applyVideo(next(stream, red, false), 0)).isTrue();
            assertThat(pixel(5)).isEqualTo(0xfffe0000);
            var lost = next(stream, green, false);
            assertThat(applyVideo(lost, 9999)).isFalse();
            assertThat(applyVideo(next(stream, green, false), 0)).isFalse();
            assertThat(pixel(5)).isEqualTo(0xfffe0000);
            assertThat(applyVideo(next(stream, green, true), 0)).isTrue();
            assertThat(pixel(5) >> 8 & 0xff).isGreaterThan(0xf0);
        }
    }

    private static byte[] next(VideoStream stream, Framebuffer from, boolean startOver) throws VideoException {
        var out = new PayloadBuffer(16);
        stream.encode(from, 0, 0, VideoQuality.of(10), startOver, out);
        return Arrays.copyOf(out.bytes(), out.size());
    }

    /** Applies a frame of one region of 16x16 pixels that claims so many bytes too much; whether it could be decoded. */
    private boolean applyVideo(byte[] payload, int tooMuch) {
        var frame = Frame.newBuilder()
                .addRegions(Region.newBuilder()
                        .setWidth(16)
                        .setHeight(16)
                        .setCodingValue(Coding.H264.number())
                        .setLength(payload.length + tooMuch));
        return picture.apply(frame.build(), ByteBuffer.wrap(payload)).isEmpty();
    }

    @Test
    void whatWasKeptIsShownAgain() {
        assertThat(apply(Coding.FILL, 0, RED)).isTrue();
        assertThat(apply(Coding.FILL, 0, BLUE, true)).isTrue();
        assertThat(pixel(5)).isEqualTo(0xff0000ff);
        assertThat(apply(Coding.KEPT, 0, NOTHING)).isTrue();
        assertThat(pixel(5)).isEqualTo(0xffff0000);
    }

    @Test
    void whatWasLostBeforeItWasKeptIsNotShownAgain() {
        assertThat(apply(Coding.FILL, 0, new byte[1])).isFalse();
        assertThat(apply(Coding.FILL, 0, RED, true)).isTrue();
        assertThat(apply(Coding.KEPT, 0, NOTHING)).isFalse();
        assertThat(apply(Coding.FILL, 0, RED)).isTrue();
        assertThat(apply(Coding.FILL, 0, BLUE, true)).isTrue();
        assertThat(apply(Coding.KEPT, 0, NOTHING)).isTrue();
        assertThat(pixel(5)).isEqualTo(0xffff0000);
    }

    @Test
    void nothingOfWhatWasKeptIsLeftWhenItIsForgotten() {
        assertThat(apply(Coding.FILL, 0, RED)).isTrue();
        assertThat(apply(Coding.FILL, 0, BLUE, true)).isTrue();
        picture.apply(Frame.newBuilder().setForgetKept(true).build(), ByteBuffer.allocate(0));
        assertThat(pixel(5)).isEqualTo(0xff0000ff);
        assertThat(apply(Coding.KEPT, 0, NOTHING)).isTrue();
        assertThat(pixel(5)).isEqualTo(0xff000000);
    }

    @Test
    void keptPixelsOfNonsenseAreRefused() {
        assertThat(apply(Coding.KEPT, 31, NOTHING)).isFalse();
        assertThat(apply(Coding.KEPT, -1, NOTHING)).isFalse();
        assertThat(apply(Coding.KEPT, 0, RED)).isFalse();
        assertThat(apply(Coding.FILL, 31, RED, true)).isFalse();
        assertThat(apply(Coding.FILL, -1, RED, true)).isFalse();
    }

    private boolean apply(Coding coding, int x, byte[] payload) {
        return apply(coding, x, payload, false);
    }

    /** Applies a frame of one region of 10x10 pixels; whether it could be decoded. */
    private boolean apply(Coding coding, int x, byte[] payload, boolean keep) {
        var frame = Frame.newBuilder()
                .addRegions(Region.newBuilder()
                        .setKeep(keep)
                        .setX(x)
                        .setWidth(10)
                        .setHeight(10)
                        .setCodingValue(coding.number())
                        .setLength(payload.length));
        return picture.apply(frame.build(), ByteBuffer.wrap(payload)).isEmpty();
    }

    private int pixel(int x) {
        Framebuffer framebuffer = picture.framebuffer();
        assertThat(framebuffer).isNotNull();
        return framebuffer == null ? 0 : framebuffer.pixel(x, 5);
    }
}
