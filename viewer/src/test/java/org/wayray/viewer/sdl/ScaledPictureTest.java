package org.wayray.viewer.sdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;
import org.wayray.codec.PixelRegion;

class ScaledPictureTest {
    @Test
    void theProportionsStay() {
        assertThat(size(ScaledPicture.fittingSize(640, 480, 1920, 1080))).isEqualTo("1440x1080");
        assertThat(size(ScaledPicture.fittingSize(1920, 1080, 640, 480))).isEqualTo("640x360");
        assertThat(size(ScaledPicture.fittingSize(8192, 1, 100, 100))).isEqualTo("100x1");
    }

    @Test
    void aWholeFactorMakesSquares() {
        var picture = noise(7, 5, 1);
        var scaled = whole(picture, 21, 15);
        for (int y = 0; y < 15; y++) {
            for (int x = 0; x < 21; x++) {
                assertThat(scaled.pixel(x, y)).isEqualTo(picture.pixel(x / 3, y / 3));
            }
        }
    }

    @Test
    void anEdgeBecomesOneMixedPixelAtMost() {
        var picture = new Framebuffer(4, 1);
        picture.fill(2, 0, 2, 1, 0xFFFFFFFF);
        var scaled = whole(picture, 7, 7); // the edge lies in the middle of the fourth pixel
        assertThat(scaled.width()).isEqualTo(7);
        int[] row = new int[7];
        for (int x = 0; x < 7; x++) {
            row[x] = scaled.pixel(x, 0) & 0xFF;
        }
        assertThat(row).containsExactly(0, 0, 0, 128, 255, 255, 255);
    }

    @Test
    void aPixelIsTheMeanOfWhatItCoversToOneStepOfEachColour() {
        var random = new Random(7);
        for (int run = 0; run < 40; run++) {
            var picture = noise(1 + random.nextInt(60), 1 + random.nextInt(60), run);
            var scaled = whole(picture, 1 + random.nextInt(90), 1 + random.nextInt(90));
            for (int y = 0; y < scaled.height(); y++) {
                for (int x = 0; x < scaled.width(); x++) {
                    for (int shift = 0; shift < 24; shift += 8) {
                        assertThat((double) (scaled.pixel(x, y) >> shift & 0xFF))
                                .isCloseTo(mean(picture, scaled, x, y, shift), Offset.offset(2.0));
                    }
                }
            }
        }
    }

    @Test
    void partsAreTheSameAsTheWhole() {
        var random = new Random(11);
        for (int run = 0; run < 60; run++) {
            var picture = noise(1 + random.nextInt(80), 1 + random.nextInt(80), run);
            int room = 1 + random.nextInt(120);
            var scaled = fitting(picture, room, 100);
            scaled.update(picture, new PixelRegion(picture.bounds()));
            for (int change = 0; change < 10; change++) {
                var region = new PixelRegion();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    int x = random.nextInt(picture.width());
                    int y = random.nextInt(picture.height());
                    var rect = new PixelRect(
                            x, y, 1 + random.nextInt(picture.width() - x), 1 + random.nextInt(picture.height() - y));
                    picture.fill(rect.x(), rect.y(), rect.width(), rect.height(), random.nextInt() | 0xFF000000);
                    region.add(rect);
                }
                var before = copy(scaled.framebuffer());
                var damage = new PixelRegion(scaled.update(picture, region));
                var all = fitting(picture, room, 100);
                all.update(picture, new PixelRegion(picture.bounds()));
                assertThat(scaled.framebuffer().showsSameAs(all.framebuffer())).isTrue();
                for (int y = 0; y < before.height(); y++) {
                    for (int x = 0; x < before.width(); x++) {
                        if (!damage.contains(x, y)) {
                            assertThat(scaled.framebuffer().pixel(x, y)).isEqualTo(before.pixel(x, y));
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"640,640", "640,1280", "640,641", "640,959", "1920,2560", "1,500", "3,10"})
    void eachPixelOfAnEnlargedPictureIsBelowAPixelThatShowsIt(int picture, int shown) {
        var axis = new ScaledAxis(picture, shown);
        int next = 0;
        for (int x = 0; x < shown; x++) {
            int pixel = (int) Math.floor(axis.toPicture(x));
            assertThat(pixel).isBetween(next - 1, next);
            next = Math.max(next, pixel + 1);
            assertThat(pixel - axis.first(x)).isBetween(0, axis.weights(x).length - 1);
        }
        assertThat(next).isEqualTo(picture);
    }

    @ParameterizedTest
    @CsvSource({"640,768", "1920,1280", "640,639", "640,640", "500,1", "1,500", "8192,100"})
    void aPartIsPointedAtFromItsFirstToItsLastPixel(int picture, int shown) {
        var axis = new ScaledAxis(picture, shown);
        for (int pixel = 0; pixel < picture; pixel++) {
            assertThat(axis.toPicture(axis.toShown(pixel))).isCloseTo(pixel, Offset.offset(1e-6));
            assertThat(axis.pointedFrom(pixel)).isBetween(0, shown - 1);
            assertThat(axis.toPicture(axis.pointedFrom(pixel))).isLessThan(pixel + 1e-6);
            assertThat(axis.pointedTo(pixel + 1)).isBetween(axis.pointedFrom(pixel) + 1, shown);
            if (shown > 1) {
                assertThat(axis.toPicture(axis.pointedTo(pixel + 1) - 1)).isGreaterThan(pixel - 1e-6);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"640,320", "1920,1280", "640,639", "8192,100", "500,1", "2,1"})
    void theEdgesOfASmallerPictureAreBelowTheEdgesShown(int picture, int shown) {
        var axis = new ScaledAxis(picture, shown);
        assertThat(axis.toPicture(0)).isZero();
        if (shown > 1) {
            assertThat((int) axis.toPicture(shown - 1)).isEqualTo(picture - 1);
        }
        double before = -1;
        for (int x = 0; x < shown; x++) {
            double place = axis.toPicture(x);
            assertThat(place).isGreaterThan(before).isLessThan(picture);
            before = place;
        }
    }

    @ParameterizedTest
    @CsvSource({"640,320", "640,1280", "640,640"})
    void outsideStaysOutside(int picture, int shown) {
        var axis = new ScaledAxis(picture, shown);
        assertThat(axis.toPicture(-1)).isNegative();
        assertThat(axis.toPicture(shown)).isGreaterThanOrEqualTo(picture);
        assertThat(axis.toPicture(shown - 0.001)).isLessThan(picture);
    }

    private static Framebuffer whole(Framebuffer picture, int windowWidth, int windowHeight) {
        var scaled = fitting(picture, windowWidth, windowHeight);
        scaled.update(picture, new PixelRegion(picture.bounds()));
        return scaled.framebuffer();
    }

    /** By the definition, in floating point. */
    private static double mean(Framebuffer picture, Framebuffer scaled, int x, int y, int shift) {
        double left = (double) x * picture.width() / scaled.width();
        double right = (x + 1.0) * picture.width() / scaled.width();
        double top = (double) y * picture.height() / scaled.height();
        double bottom = (y + 1.0) * picture.height() / scaled.height();
        double sum = 0;
        for (int row = (int) top; row < Math.min(picture.height(), Math.ceil(bottom)); row++) {
            double high = Math.min(bottom, row + 1) - Math.max(top, row);
            for (int column = (int) left; column < Math.min(picture.width(), Math.ceil(right)); column++) {
                double wide = Math.min(right, column + 1) - Math.max(left, column);
                sum += wide * high * (picture.pixel(column, row) >> shift & 0xFF);
            }
        }
        return sum / ((right - left) * (bottom - top));
    }

    private static Framebuffer copy(Framebuffer picture) {
        var copy = new Framebuffer(picture.width(), picture.height());
        copy.copyFrom(picture, 0, 0, picture.width(), picture.height());
        return copy;
    }

    private static String size(PixelRect rect) {
        return rect.width() + "x" + rect.height();
    }

    private static ScaledPicture fitting(Framebuffer picture, int windowWidth, int windowHeight) {
        return new ScaledPicture(
                picture.width(),
                picture.height(),
                ScaledPicture.fittingSize(picture.width(), picture.height(), windowWidth, windowHeight));
    }

    private static Framebuffer noise(int width, int height, long seed) {
        var picture = new Framebuffer(width, height);
        var random = new Random(seed);
        for (int i = 0; i < picture.pixels().length; i++) {
            picture.pixels()[i] = 0xFF000000 | random.nextInt();
        }
        return picture;
    }
}
