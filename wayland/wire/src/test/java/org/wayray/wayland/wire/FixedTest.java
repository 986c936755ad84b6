package org.wayray.wayland.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FixedTest {
    @Test
    void numbersOnTheWireAreExact() {
        assertThat(Fixed.toDouble(0x100)).isEqualTo(1.0);
        assertThat(Fixed.toDouble(0x180)).isEqualTo(1.5);
        assertThat(Fixed.toDouble(-1)).isEqualTo(-1 / 256.0);
        assertThat(Fixed.toDouble(Integer.MIN_VALUE)).isEqualTo(-8388608.0);
        for (int fixed = Integer.MIN_VALUE; fixed < Integer.MAX_VALUE - 10_007; fixed += 10_007) {
            assertThat(Fixed.fromDouble(Fixed.toDouble(fixed))).isEqualTo(fixed);
        }
    }

    @Test
    void othersAreRoundedToTheNearest() {
        assertThat(Fixed.fromDouble(0.3)).isEqualTo(77);
        assertThat(Fixed.fromDouble(-0.3)).isEqualTo(-77);
        assertThat(Fixed.fromDouble(0.5 / 256)).isZero();
        assertThat(Fixed.fromDouble(1.5 / 256)).isEqualTo(2);
    }

    @Test
    void whatIsOutOfRangeBecomesTheEndOfTheRange() {
        assertThat(Fixed.fromDouble(1e12)).isEqualTo(Integer.MAX_VALUE);
        assertThat(Fixed.fromDouble(Double.NEGATIVE_INFINITY)).isEqualTo(Integer.MIN_VALUE);
        assertThat(Fixed.fromDouble(Double.NaN)).isZero();
    }
}
