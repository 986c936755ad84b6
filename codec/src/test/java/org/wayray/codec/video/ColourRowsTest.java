package org.wayray.codec.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wayray.codec.Framebuffer;

final class ColourRowsTest {
    private static final int WIDTH = 256;

    private final ColourRows rows = new ColourRows(WIDTH);
    private final byte[] luma = new byte[WIDTH];
    private final byte[] cb = new byte[WIDTH];
    private final byte[] cr = new byte[WIDTH];

    @Test
    void greyStaysExactlyTheSame() {
        int[] greys = new int[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            greys[i] = 0xFF000000 | i * 0x010101;
        }
        assertThat(thereAndBack(greys)).isEqualTo(greys);
        for (int i = 0; i < WIDTH; i++) {
            assertThat(luma[i]).isEqualTo((byte) i);
            assertThat(cb[i]).isEqualTo((byte) 128);
            assertThat(cr[i]).isEqualTo((byte) 128);
        }
    }

    @Test
    void anyColourComesBackNearlyTheSame() {
        var random = new Random(1);
        var before = new Framebuffer(WIDTH, 100);
        var after = new Framebuffer(WIDTH, 100);
        int[] row = new int[WIDTH];
        for (int y = 0; y < 100; y++) {
            for (int x = 0; x < WIDTH; x++) {
                row[x] = 0xFF000000 | random.nextInt(1 << 24);
            }
            System.arraycopy(row, 0, before.pixels(), before.index(0, y), WIDTH);
            System.arraycopy(thereAndBack(row), 0, after.pixels(), after.index(0, y), WIDTH);
        }
        assertThat(TestFilm.likeness(before, after)).isGreaterThan(50);
    }

    @Test
    void purestColoursDoNotOverflow() {
        for (int colour = 0; colour < 8; colour++) {
            int rgb = 0xFF000000 | (colour & 1) * 0xFF | (colour >> 1 & 1) * 0xFF00 | (colour >> 2 & 1) * 0xFF0000;
            int back = thereAndBack(new int[] {rgb})[0];
            for (int shift = 0; shift < 24; shift += 8) {
                assertThat(Math.abs((back >> shift & 0xFF) - (rgb >> shift & 0xFF)))
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    private int[] thereAndBack(int[] pixels) {
        rows.split(pixels, 0, pixels.length);
        rows.takeLuma(luma, pixels.length);
        rows.takeCb(cb, pixels.length);
        rows.takeCr(cr, pixels.length);
        rows.putLuma(luma, 0, pixels.length);
        rows.putCb(cb, 0, pixels.length);
        rows.putCr(cr, 0, pixels.length);
        int[] back = new int[pixels.length];
        rows.join(back, 0, pixels.length);
        return back;
    }
}
