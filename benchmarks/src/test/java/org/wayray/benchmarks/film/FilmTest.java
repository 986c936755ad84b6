package org.wayray.benchmarks.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;

/** The pictures say which ones they are, and what is said to change is all that does. */
class FilmTest {
    private static final int WIDTH = Film.LEAST_WIDTH;
    private static final int HEIGHT = Film.LEAST_HEIGHT;

    @ParameterizedTest
    @EnumSource
    void everyPictureSaysWhichOneItIs(Film.Content content) {
        var film = Film.of(content, true, WIDTH, HEIGHT);
        for (int tick : new int[] {0, 1, 299, 300, 1000, Film.MOST_TICKS}) {
            var moment = new Moment(tick, tick / 7);
            var picture = film.picture(moment);
            assertThat(film.read(picture)).contains(moment);
            assertThat(film.answered(picture, tick / 7)).isTrue();
            assertThat(film.answered(picture, tick / 7 + 1)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void repaintingWhatChangesGivesTheNextPicture(Film.Content content) {
        var film = Film.of(content, true, WIDTH, HEIGHT);
        var random = new Random(1);
        var last = new Moment(0, 0);
        var picture = film.picture(last);
        for (int i = 0; i < 12; i++) {
            var next = new Moment(last.tick() + random.nextInt(4), last.keys() + random.nextInt(2));
            for (var change : film.changes(last, next)) {
                film.paint(next, change, Canvas.of(picture));
            }
            assertThat(picture.pixels())
                    .as("%s to %s", last, next)
                    .isEqualTo(film.picture(next).pixels());
            last = next;
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoOfAKindShowTheSame(Film.Content content) {
        var moment = new Moment(17, 3);
        assertThat(Film.of(content, true, WIDTH, HEIGHT).picture(moment).pixels())
                .isEqualTo(Film.of(content, true, WIDTH, HEIGHT).picture(moment).pixels());
    }

    @Test
    void aPictureThatIsHalfOfTheNextIsNotTakenForEither() {
        var film = Film.of(Film.Content.PAN, false, WIDTH, HEIGHT);
        var picture = film.picture(new Moment(4, 0));
        film.paint(new Moment(5, 0), new PixelRect(0, 0, WIDTH, HEIGHT / 2), Canvas.of(picture));
        assertThat(film.tick(picture)).isEqualTo(5);
        assertThat(film.read(picture)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SCROLL", "VIDEO", "PAN"})
    void codesThatHurriedAheadOfTheirPictureDoNotCount(Film.Content content) {
        var film = Film.of(content, false, WIDTH, HEIGHT);
        var picture = film.picture(new Moment(4, 0));
        var codes = film.picture(new Moment(9, 0));
        var stage = film.stage();
        picture.copyFrom(codes, stage.x(), stage.y(), Barcode.WIDTH, Barcode.HEIGHT);
        int right = stage.right() - Barcode.WIDTH;
        picture.copyFrom(codes, right, stage.bottom() - Barcode.HEIGHT, Barcode.WIDTH, Barcode.HEIGHT);
        assertThat(film.tick(picture)).isEqualTo(9);
        assertThat(film.read(picture)).isEmpty();
    }

    @Test
    void theCodeIsReadAlthoughACoderHasBlurredIt() {
        var film = Film.of(Film.Content.VIDEO, false, WIDTH, HEIGHT);
        var picture = film.picture(new Moment(1234, 5));
        var random = new Random(2);
        for (int i = 0; i < picture.pixels().length; i++) {
            int pixel = picture.pixels()[i];
            int error = random.nextInt(-40, 41);
            picture.pixels()[i] =
                    Grain.argb((pixel >> 16 & 0xFF) + error, (pixel >> 8 & 0xFF) + error, (pixel & 0xFF) + error);
        }
        assertThat(film.read(picture)).contains(new Moment(1234, 5));
    }

    @Test
    void aPictureWithoutACodeHasNoNumber() {
        var film = Film.of(Film.Content.FLAT, false, WIDTH, HEIGHT);
        var picture = new Framebuffer(WIDTH, HEIGHT);
        assertThat(film.read(picture)).isEmpty();
        Arrays.fill(picture.pixels(), 0xFFFFFFFF);
        assertThat(film.read(picture)).isEmpty();
        Arrays.fill(picture.pixels(), 0xFF808080);
        assertThat(film.read(picture)).isEmpty();
        assertThat(film.read(new Framebuffer(20, 4))).isEmpty();
    }
}
