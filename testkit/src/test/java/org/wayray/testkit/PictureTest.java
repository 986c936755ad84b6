package org.wayray.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
    private static final int RED = 0xFF0000;
    private static final int BLUE = 0x0000FF;

    private final Picture twoByTwo = new Picture(2, 2, new int[] {RED, BLUE, 9, BLUE, RED, 9}, 3);

    @Test
    void comesBackFromItsPngFile(@TempDir Path folder) throws Exception {
        var file = folder.resolve("new/picture.png");
        twoByTwo.write(file);
        assertThat(Picture.read(file)).isEqualTo(twoByTwo);
    }

    @Test
    void leavesOutTheEndsOfRowsAndTheAlphaByte() {
        assertThat(new Picture(1, 2, new int[] {0xFF000000 | RED, 9, BLUE}, 2))
                .isEqualTo(new Picture(1, 2, new int[] {RED, BLUE}, 1));
    }

    @Test
    void countsWhatIsDifferent() {
        var other = new Picture(2, 2, new int[] {RED, RED, BLUE, BLUE}, 2);
        assertThat(twoByTwo.differenceTo(other)).isEqualTo(2);
        assertThat(twoByTwo.differenceTo(twoByTwo)).isZero();
    }

    @Test
    void differsWhollyFromOneOfAnotherSize() {
        assertThat(twoByTwo.differenceTo(new Picture(1, 1, new int[] {RED}, 1))).isEqualTo(4);
    }

    @Test
    void canBeCutAndCounted() {
        assertThat(twoByTwo.crop(1, 0, 1, 2)).isEqualTo(new Picture(1, 2, new int[] {BLUE, RED}, 1));
        assertThat(twoByTwo.colours()).isEqualTo(2);
        assertThat(twoByTwo.count(pixel -> pixel == BLUE)).isEqualTo(2);
    }

    @Test
    void tellsWhereItDiffers() {
        var blank = new Picture(4, 3, new int[12], 4);
        var pixels = new int[12];
        pixels[1 * 4 + 2] = RED;
        pixels[2 * 4 + 1] = RED;
        assertThat(blank.areaOfDifference(new Picture(4, 3, pixels, 4))).contains(new Picture.Area(1, 1, 2, 2));
        assertThat(blank.areaOfDifference(blank)).isEmpty();
    }

    @Test
    void hasNoPixelsOutside() {
        assertThatThrownBy(() -> twoByTwo.pixel(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> twoByTwo.crop(1, 1, 2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
