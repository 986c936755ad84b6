package org.wayray.benchmarks.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;

class FidelityTest {
    private final Framebuffer one = new Framebuffer(100, 80);
    private final Framebuffer other = new Framebuffer(100, 80);

    @Test
    void theSamePictureIsExact() {
        assertThat(Fidelity.psnr(one, other, one.bounds())).isEqualTo(Fidelity.EXACT_DB);
        assertThat(Fidelity.isExact(one, other)).isTrue();
        assertThat(Fidelity.isThere(one, other, 0)).isTrue();
    }

    @Test
    void alphaIsNotSeen() {
        other.fill(0, 0, 100, 80, 0x00000000);
        assertThat(Fidelity.isExact(one, other)).isTrue();
    }

    @Test
    void oneLevelInOnePixelIsNotExact() {
        other.pixels()[other.index(99, 79)] = 0xFF000001;
        assertThat(Fidelity.isExact(one, other)).isFalse();
        assertThat(Fidelity.isThere(one, other, 0)).isTrue();
    }

    @Test
    void anErrorOfTenEverywhereIsTwentyEightDecibels() {
        other.fill(0, 0, 100, 80, 0xFF0A0A0A);
        assertThat(Fidelity.psnr(one, other, one.bounds())).isCloseTo(28.13, within(0.01));
        assertThat(Fidelity.isThere(one, other, 9)).isFalse();
        assertThat(Fidelity.isThere(one, other, 10)).isTrue();
    }

    @Test
    void onlyThePartCounts() {
        other.fill(0, 0, 50, 80, 0xFFFFFFFF);
        assertThat(Fidelity.psnr(one, other, new PixelRect(50, 0, 50, 80))).isEqualTo(Fidelity.EXACT_DB);
        assertThat(Fidelity.isThere(one, other, 48)).isFalse();
    }

    @Test
    void picturesOfTwoSizesAreNotAlike() {
        assertThat(Fidelity.isExact(one, new Framebuffer(100, 81))).isFalse();
        assertThat(Fidelity.isThere(one, new Framebuffer(99, 80), 255)).isFalse();
    }
}
