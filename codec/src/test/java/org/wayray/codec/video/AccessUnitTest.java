package org.wayray.codec.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class AccessUnitTest {
    @Test
    void remarksBeforeTheFirstSliceAreCutOut() {
        assertThat(cut("00000001 6701 00000001 06aabbcc 000001 6802 000001 65112233"))
                .isEqualTo("000000016701000001680200000165112233");
        assertThat(cut("000001 06aa 000001 4111")).isEqualTo("0000014111");
    }

    @Test
    void theRestIsLeftAlone() {
        assertThat(cut("00000001 65112233 000001 06aa")).isEqualTo("0000000165112233000001" + "06aa");
        assertThat(cut("")).isEmpty();
        assertThat(cut("0000")).isEqualTo("0000");
    }

    private static String cut(String hex) {
        byte[] bytes = HexFormat.of().parseHex("ff" + hex.replace(" ", ""));
        int length = AccessUnit.withoutRemarks(bytes, 1, bytes.length - 1);
        return HexFormat.of().formatHex(Arrays.copyOfRange(bytes, 1, 1 + length));
    }
}
