package org.wayray.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeysTest {
    @Test
    void theCodesAreThoseOfTheKernel() {
        // linux/input-event-codes.h: KEY_1, KEY_EQUAL, KEY_Q, KEY_RIGHTBRACE, KEY_A, KEY_GRAVE, KEY_BACKSLASH,
        // KEY_SLASH
        assertThat("1=q]a`\\/".chars().map(c -> Keys.keyOf((char) c))).containsExactly(2, 13, 16, 27, 30, 41, 43, 53);
    }

    @Test
    void capitalsAreOnTheSameKeysWithShift() {
        assertThat(Keys.keyOf('Q')).isEqualTo(Keys.keyOf('q'));
        assertThat(Keys.needsShift('Q')).isTrue();
        assertThat(Keys.needsShift('q')).isFalse();
        assertThat(Keys.needsShift(' ')).isFalse();
    }

    @Test
    void whatNoKeyTypesIsRefused() {
        assertThatThrownBy(() -> Keys.keyOf('ß')).hasMessageContaining("ß");
    }
}
