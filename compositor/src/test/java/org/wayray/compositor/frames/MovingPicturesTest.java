package org.wayray.compositor.frames;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.codec.PixelCopy;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Region;

/** What moves is sent as video, and is exact soon after it rests. With the real coder and decoder. */
final class MovingPicturesTest {
    private static final PixelRect FILM = new PixelRect(101, 51, 321, 200);
    private static final long FRAME_NANOS = 33_000_000;

    private FeedFixture fixture = new FeedFixture();
    private final Random random = new Random(4);

    @BeforeEach
    void showThePicture() {
        fixture.resize(640, 480, random);
        fixture.framebuffer.fill(0, 0, 640, 480, 0xFF203040);
        fixture.settle();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aFilmIsVideoAndExactWithinASecondOfItsEnd() {
        play(FILM, 30);
        assertThat(last().getRegionsList()).extracting(Region::getCoding).containsExactly(Region.Coding.H264);
        assertThat(last().getRegions(0).getX()).isEqualTo(FILM.x());
        assertThat(last().getRegions(0).getWidth()).isEqualTo(FILM.width());
        assertThat(fixture.screen.pixels()).isNotEqualTo(fixture.framebuffer.pixels());
        assertThat(fixture.feed.isExact()).isFalse();
        rest(500);
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
        assertThat(fixture.feed.isExact()).isTrue();
    }

    @Test
    void aLetterBesideAFilmDoesNotWaitForIt() {
        play(FILM, 10);
        paint(FILM, 10);
        fixture.capture(); // now the pool has a picture of the film
        assertThat(fixture.pool.tasks).isNotEmpty();
        int before = fixture.received.size();
        fixture.fill(10, 10, 8, 16, 0xFFFFFFFF);
        assertThat(fixture.capture()).isTrue();
        assertThat(fixture.feed.isEncoding()).isTrue();
        fixture.runViewer();
        assertThat(fixture.received).hasSize(before + 1);
        assertThat(fixture.screen.pixel(17, 25)).isEqualTo(0xFFFFFFFF);
        fixture.deliver();
        assertThat(fixture.received).hasSize(before + 2);
        rest(500);
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    @Test
    void aLetterInTheSameFrameAsAFilmIsSentBeforeIt() {
        play(FILM, 10);
        paint(FILM, 10);
        fixture.fill(10, 10, 8, 16, 0xFFFFFFFF);
        int before = fixture.received.size();
        fixture.capture();
        fixture.runViewer();
        assertThat(fixture.received).hasSize(before + 1);
        assertThat(fixture.screen.pixel(17, 25)).isEqualTo(0xFFFFFFFF);
        fixture.deliver();
        assertThat(last().getRegionsList()).extracting(Region::getCoding).containsExactly(Region.Coding.H264);
    }

    @Test
    void aWindowDraggedOverAFilmCopiesWhatIsThereNearlyToo() {
        play(FILM, 10);
        var to = new PixelRect(130, 80, 300, 300);
        fixture.framebuffer.copyWithin(new PixelCopy(to, 100, 60));
        fixture.feed.damage(new PixelRegion(to));
        rest(600);
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    @Test
    void aLostPictureOfAFilmMakesItStartOver() {
        play(FILM, 10);
        fixture.viewerFails = true;
        play(FILM, 1);
        fixture.viewerFails = false;
        play(FILM, 10);
        assertThat(last().getRegionsList()).extracting(Region::getCoding).containsExactly(Region.Coding.H264);
        rest(500);
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    @Test
    void textThatChangesAllTheTimeStaysExact() {
        for (int i = 0; i < 20; i++) {
            for (int at = 0; at < 640 * 480; at++) {
                fixture.framebuffer.pixels()[at] = random.nextInt(4) == 0 ? 0xFFD0D0D0 : 0xFF1C1C24;
            }
            fixture.feed.damage(new PixelRegion(fixture.framebuffer.bounds()));
            step();
        }
        rest(100);
        assertThat(fixture.received)
                .allSatisfy(frame -> assertThat(frame.getRegionsList())
                        .extracting(Region::getCoding)
                        .doesNotContain(Region.Coding.H264));
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    @Test
    void aSlowLineShowsAPictureNearlyFirst() {
        fixture.close();
        fixture = new FeedFixture(); // that has measured nothing yet: 64 kB in 150 ms are some 4 Mbit/s
        fixture.resize(640, 480, random);
        paint(new PixelRect(0, 0, 640, 480), 1);
        fixture.nowNanos += 2_000_000_000L; // not new any more
        for (int i = 0; i < 40; i++) {
            fixture.capture();
            fixture.deliver();
            fixture.nowNanos += 150_000_000;
            fixture.acknowledge(Integer.MAX_VALUE);
        }
        rest(500);
        assertThat(fixture.received)
                .anySatisfy(frame -> assertThat(frame.getRegionsList())
                        .extracting(Region::getCoding)
                        .contains(Region.Coding.H264));
        assertThat(fixture.screen.pixels()).isEqualTo(fixture.framebuffer.pixels());
    }

    private void play(PixelRect place, int frames) {
        for (int i = 0; i < frames; i++) {
            paint(place, i);
            step();
        }
    }

    /** Something smooth that moves, with noise. */
    private void paint(PixelRect place, int tick) {
        for (int y = place.y(); y < place.bottom(); y++) {
            for (int x = place.x(); x < place.right(); x++) {
                int red = (int) (128 + 90 * Math.sin((x + 5 * tick) / 31.0) + random.nextInt(8));
                int green = (int) (128 + 90 * Math.sin((y + x / 2.0 - 3 * tick) / 23.0) + random.nextInt(8));
                int blue = (int) (128 + 90 * Math.cos((y - x + tick) / 47.0) + random.nextInt(8));
                fixture.framebuffer.pixels()[fixture.framebuffer.index(x, y)] =
                        0xFF000000 | red << 16 | green << 8 | blue;
            }
        }
        fixture.feed.damage(new PixelRegion(place));
    }

    private void step() {
        fixture.capture();
        fixture.deliver();
        fixture.acknowledge(Integer.MAX_VALUE);
        fixture.nowNanos += FRAME_NANOS;
    }

    /** Lets time pass while nothing changes. */
    private void rest(int millis) {
        for (int i = 0; i < millis; i++) {
            fixture.capture();
            fixture.deliver();
            fixture.acknowledge(Integer.MAX_VALUE);
            fixture.nowNanos += 1_000_000;
        }
    }

    private Frame last() {
        return fixture.received.getLast();
    }
}
