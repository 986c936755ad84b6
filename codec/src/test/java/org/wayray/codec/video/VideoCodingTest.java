package org.wayray.codec.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wayray.codec.CodecException;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PayloadBuffer;

/** Real pictures through the real coders. */
final class VideoCodingTest {
    private static final VideoQuality GOOD = VideoQuality.of(20);

    private final VideoEncoders encoders = VideoEncoders.probe();
    private final PayloadBuffer out = new PayloadBuffer(16);

    @Test
    void thisMachineHasAnEncoder() {
        assertThat(encoders.problem()).isNull();
        assertThat(encoders.names()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"16, 16", "17, 33", "161, 90", "320, 180", "641, 16"})
    void everyPictureComesOutAtOnceAndLooksTheSame(int width, int height) throws Exception {
        var film = new TestFilm(width, height, 1);
        var shown = new Framebuffer(width + 7, height + 5);
        try (var encoder = encoders.open(width, height);
                var decoder = new VideoDecoder(width, height)) {
            for (int i = 0; i < 8; i++) {
                var picture = film.picture(i);
                out.clear();
                encoder.encode(picture, 0, 0, GOOD, false, out);
                decoder.decode(out.asByteBuffer(), 7, 5, shown);
                assertThat(TestFilm.likeness(picture, part(shown, 7, 5, width, height)))
                        .isGreaterThan(33);
                assertThat(shown.pixel(6, 4)).isEqualTo(0xFF000000);
                assertThat(out.size()).isLessThan(2 * width * height + 200);
            }
        }
    }

    /** What builds without x264 have. */
    @ParameterizedTest
    @CsvSource({"64, 64", "161, 91"})
    void openH264CodesToo(int width, int height) throws Exception {
        var film = new TestFilm(width, height, 1);
        var shown = new Framebuffer(width, height);
        int largest = 0;
        try (var encoder = new FfmpegEncoder(SteadyFamily.OPENH264, width, height);
                var decoder = new VideoDecoder(width, height)) {
            for (int i = 0; i < 8; i++) {
                encode(encoder, film.picture(i), i < 6 ? GOOD : VideoQuality.of(30), i == 4);
                decoder.decode(out.asByteBuffer(), 0, 0, shown);
                assertThat(TestFilm.likeness(film.picture(i), shown)).isGreaterThan(i < 6 ? 30 : 26);
                largest = Math.max(largest, out.size());
            }
        }
        assertThat(largest).isLessThan(2 * width * height);
    }

    @Test
    void missingHardwareIsFoundOutQuietly() throws Exception {
        try (var encoder = new FfmpegEncoder(SteadyFamily.VAAPI, 256, 256)) {
            assertThat(encoder.isReady()).isEqualTo(encoders.names().contains("h264_vaapi"));
        }
        try (var encoder = new FfmpegEncoder(SteadyFamily.NVENC, 256, 256)) {
            assertThat(encoder.isReady()).isEqualTo(encoders.names().contains("h264_nvenc"));
        }
    }

    @Test
    void aPlaceInALargerPictureIsCoded() throws Exception {
        var film = new TestFilm(200, 100, 2);
        var large = film.picture(0);
        var shown = new Framebuffer(64, 48);
        try (var encoder = encoders.open(64, 48);
                var decoder = new VideoDecoder(64, 48)) {
            encoder.encode(large, 30, 20, GOOD, false, out);
            decoder.decode(out.asByteBuffer(), 0, 0, shown);
        }
        assertThat(TestFilm.likeness(part(large, 30, 20, 64, 48), shown)).isGreaterThan(34);
    }

    @Test
    void onlyAPictureThatStartsOverStandsAlone() throws Exception {
        var film = new TestFilm(64, 64, 3);
        var shown = new Framebuffer(64, 64);
        try (var encoder = encoders.open(64, 64)) {
            encode(encoder, film.picture(0), GOOD, false);
            encode(encoder, film.picture(1), GOOD, false);
            try (var late = new VideoDecoder(64, 64)) {
                assertThatThrownBy(() -> late.decode(out.asByteBuffer(), 0, 0, shown))
                        .isInstanceOf(CodecException.class);
            }
            encode(encoder, film.picture(2), GOOD, true);
            try (var late = new VideoDecoder(64, 64)) {
                late.decode(out.asByteBuffer(), 0, 0, shown);
                encode(encoder, film.picture(3), GOOD, false);
                late.decode(out.asByteBuffer(), 0, 0, shown);
                assertThat(TestFilm.likeness(film.picture(3), shown)).isGreaterThan(34);
            }
        }
    }

    @Test
    void aBoundOnBytesHoldsForTheFirstPictureToo() throws Exception {
        assumeThat(encoders.names()).contains("libx264");
        var film = new TestFilm(320, 180, 4);
        try (var encoder = encoders.open(320, 180);
                var decoder = new VideoDecoder(320, 180)) {
            var shown = new Framebuffer(320, 180);
            for (int i = 0; i < 10; i++) {
                encode(encoder, film.picture(i), GOOD.within(3000), false);
                assertThat(out.size()).isLessThan(3600);
                decoder.decode(out.asByteBuffer(), 0, 0, shown);
            }
        }
    }

    @Test
    void qualityMayChangeFromPictureToPicture() throws Exception {
        assumeThat(encoders.names()).contains("libx264");
        var film = new TestFilm(320, 180, 5);
        var shown = new Framebuffer(320, 180);
        int[] sizes = new int[12];
        try (var encoder = encoders.open(320, 180);
                var decoder = new VideoDecoder(320, 180)) {
            for (int i = 0; i < sizes.length; i++) {
                var quality = i % 4 == 3 ? VideoQuality.of(36).within(2000) : VideoQuality.of(18);
                encode(encoder, film.picture(i), quality, false);
                sizes[i] = out.size();
                decoder.decode(out.asByteBuffer(), 0, 0, shown);
            }
        }
        assertThat(sizes[11]).isLessThan(sizes[10]).isLessThan(2400);
    }

    @Test
    void boundsThatMakeNoDifferenceDoNotMakeTheStreamStartOver() throws Exception {
        var film = new TestFilm(320, 180, 8);
        int first = 0;
        try (var encoder = encoders.open(320, 180)) {
            for (int i = 0; i < 6; i++) {
                encode(encoder, film.picture(0), VideoQuality.of(26).within(320 * 180 + i), false);
                first = Math.max(first, out.size());
            }
        }
        assertThat(out.size()).isLessThan(first / 10);
    }

    @Test
    void aPictureThatDoesNotChangeCostsNearlyNothing() throws Exception {
        var picture = new TestFilm(320, 180, 6).picture(0);
        try (var encoder = encoders.open(320, 180)) {
            for (int i = 0; i < 5; i++) {
                encode(encoder, picture, VideoQuality.of(26), false);
            }
        }
        assertThat(out.size()).isLessThan(200);
    }

    @Test
    void sizesThatNoVideoHasAreRefused() {
        assertThatThrownBy(() -> encoders.open(15, 100)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> encoders.open(100, 5000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VideoDecoder(0, 100)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closingTwiceDoesNothing() throws Exception {
        var shown = new Framebuffer(32, 32);
        for (int pictures = 0; pictures < 2; pictures++) {
            var encoder = encoders.open(32, 32);
            var decoder = new VideoDecoder(32, 32);
            for (int i = 0; i < pictures; i++) {
                encode(encoder, shown, GOOD, false);
                decoder.decode(out.asByteBuffer(), 0, 0, shown);
            }
            encoder.close();
            encoder.close();
            decoder.close();
            decoder.close();
        }
    }

    /** From about a million pixels on two threads work at it. */
    @Test
    void aLargePictureIsCodedInSlices() throws Exception {
        var film = new TestFilm(1366, 770, 10);
        var shown = new Framebuffer(1366, 770);
        try (var encoder = encoders.open(1366, 770);
                var decoder = new VideoDecoder(1366, 770)) {
            for (int i = 0; i < 3; i++) {
                encode(encoder, film.picture(i), GOOD, false);
                decoder.decode(out.asByteBuffer(), 0, 0, shown);
            }
            assertThat(TestFilm.likeness(film.picture(2), shown)).isGreaterThan(33);
        }
    }

    /** The binding makes some small objects for each call that returns a pointer. */
    @Test
    void aPictureAllocatesOnlyHandles() throws Exception {
        int times = 50;
        var film = new TestFilm(320, 180, 7);
        var pictures = new Framebuffer[] {film.picture(0), film.picture(1)};
        var shown = new Framebuffer(320, 180);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (var encoder = encoders.open(320, 180);
                var decoder = new VideoDecoder(320, 180)) {
            long before = 0;
            for (int i = 0; i < 2 * times; i++) {
                if (i == times) {
                    before = threads.getCurrentThreadAllocatedBytes();
                }
                out.clear();
                encoder.encode(pictures[i & 1], 0, 0, GOOD, false, out);
                decoder.decode(out.asByteBuffer(), 0, 0, shown);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(times * 4000L);
        }
    }

    private void encode(VideoEncoder encoder, Framebuffer picture, VideoQuality quality, boolean startOver)
            throws VideoException {
        out.clear();
        encoder.encode(picture, 0, 0, quality, startOver, out);
    }

    private static Framebuffer part(Framebuffer picture, int x, int y, int width, int height) {
        var part = new Framebuffer(width, height);
        for (int row = 0; row < height; row++) {
            System.arraycopy(picture.pixels(), picture.index(x, y + row), part.pixels(), part.index(0, row), width);
        }
        return part;
    }
}
